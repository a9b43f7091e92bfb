// What the views ask of the page around them.

import { tick } from 'svelte';
import { listId } from '../features/search/rows';
import { painted } from '../shared/paint';
import type { Place } from '../state/keyboard';

const typedInto =
  'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"])';
// In these a letter jumps to what begins with it.
const jumpsToLetters = '[role="menu"], [role="menubar"], [aria-haspopup="listbox"], [data-select-content]';

/** Says where a key was pressed; nothing while a dialog is open, which has its own keys. */
export function placeOf(target: EventTarget | null, searchBox: Element | null): Place | undefined {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.closest('[role="dialog"], [role="alertdialog"]') !== null) return undefined;
  if (target === searchBox) return 'search';
  if (target.id === listId) return 'list';
  if (target.matches(typedInto) || target.closest(jumpsToLetters) !== null) return 'field';
  return target.closest('[data-place="pane"]') === null ? 'elsewhere' : 'pane';
}

/** Whether the keys are those of a Mac. */
export const isMac = /^mac/i.test(navigator.platform);

/** Marks the page, once the first answer is painted, for those who wait for that: tests and measurements. */
export async function markReady(): Promise<void> {
  await tick();
  await painted();
  performance.mark('ready');
  document.documentElement.dataset['ready'] = 'true';
}

/** Puts the keyboard on the heading of a page that has come into sight, unless it is on the page already. */
export function focusHeading(page: HTMLElement): void {
  const heading = page.querySelector('h1');
  if (heading === null || page.contains(document.activeElement)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

const splitName = 'oneup.split';

/** How wide the list was left, as a share of list and card together. */
export function keptSplit(usual: number): number {
  try {
    const kept = Number.parseFloat(localStorage.getItem(splitName) ?? '');
    return Number.isFinite(kept) ? kept : usual;
  } catch {
    return usual;
  }
}

/** Keeps how wide the list is. */
export function keepSplit(size: number): void {
  try {
    localStorage.setItem(splitName, String(size));
  } catch {
    // Without storage it is as wide as usual the next time.
  }
}
