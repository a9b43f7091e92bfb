// How a window stands in which nothing is special, for tests of the commands.

import type { Situation } from '../../src/state/commands';

/** A window that shows a card of its library. */
export function situation(more: Partial<Situation> = {}): Situation {
  return {
    library: true,
    listShown: true,
    rows: true,
    card: true,
    copied: false,
    filtered: false,
    busy: false,
    canGoBack: false,
    canGoForward: false,
    undo: undefined,
    redo: undefined,
    ...more,
  };
}
