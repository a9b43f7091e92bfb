// What the view asks of the page around it.

import { tick } from 'svelte';
import type { Place } from '../state/keyboard';

const typedInto =
  'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"])';

/** Says where a key was pressed; nothing while a dialog is open, which has its own keys. */
export function placeOf(target: EventTarget | null, searchBox: Element | null): Place | undefined {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target.closest('[role="dialog"]') !== null) return undefined;
  if (target === searchBox) return 'search';
  if (target.matches(typedInto)) return 'field';
  return target.closest('[data-place="pane"]') === null ? 'elsewhere' : 'pane';
}

/** Marks the page, once the first answer is painted, for those who wait for that: tests and measurements. */
export async function markReady(): Promise<void> {
  await tick();
  requestAnimationFrame(() => {
    setTimeout(() => {
      document.documentElement.dataset['ready'] = 'true';
    });
  });
}
