// The keys that belong to a place: what the arrows, Enter and Esc do in the search box and the reading pane. The keys
// of commands stand with the commands. Pure, so that the whole map can be read and tested in one place.

import type { Step } from './selection';

/** Where the keyboard is: in the search box, in the list, in the reading pane, in another field, or anywhere else. */
export type Place = 'search' | 'list' | 'pane' | 'field' | 'elsewhere';

/** What a key asks for. */
export type Act =
  | { do: 'move'; step: Step }
  | { do: 'open' }
  | { do: 'focus-search' }
  | { do: 'clear-search' }
  | { do: 'leave-search' };

/** The part of a keyboard event that decides. */
export interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

/** Looks up what a key does, or nothing. `searchIsEmpty` decides what Esc does in the search box. */
export function actFor(press: Press, place: Place, searchIsEmpty: boolean): Act | undefined {
  // A word that is still being composed owns its keys.
  if (press.isComposing) return undefined;
  if (press.altKey || press.ctrlKey || press.metaKey) return undefined;
  switch (place) {
    case 'search':
      return inSearch(press, searchIsEmpty);
    case 'list':
      return press.key === 'Escape' ? { do: 'focus-search' } : inSearch(press, searchIsEmpty);
    case 'pane':
      return press.key === 'Escape' ? { do: 'focus-search' } : undefined;
    case 'elsewhere':
    case 'field':
      return undefined;
  }
}

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'next-page',
  PageUp: 'previous-page',
  Home: 'first',
  End: 'last',
};

function inSearch(press: Press, searchIsEmpty: boolean): Act | undefined {
  // With Shift the same keys select what was typed.
  const step = press.shiftKey ? undefined : steps[press.key];
  if (step !== undefined) return { do: 'move', step };
  if (press.key === 'Enter') return { do: 'open' };
  if (press.key === 'Escape') return { do: searchIsEmpty ? 'leave-search' : 'clear-search' };
  return undefined;
}
