// The pages in a language nobody speaks: each text of the catalogue stands in brackets there, so whatever is read on a
// page without them never went through the catalogue.

import { expect, test } from '@playwright/test';
import { addressOf } from './gallery';

/** What cards, files and keyboards say is the same in every language. */
const content = [
  '[data-content]',
  'kbd',
  'code',
  'output',
  'time',
  '[dir="ltr"]',
  '.card-html',
  '[data-testid="result-row"]',
  '[data-testid="reading-pane"] article',
  '[data-testid^="facet-"]',
  'label:has([data-testid^="facet-"])',
];

const pages = [
  { hash: '', ready: 'search-box' },
  { hash: 'gallery', ready: 'gallery' },
  { hash: 'settings', ready: 'settings' },
];

for (const { hash, ready } of pages) {
  test(`#${hash} says nothing that is not in the catalogue`, async ({ page }) => {
    await page.goto(addressOf(hash, 'en-XA'));
    await page.getByTestId(ready).waitFor();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en-XA');
    expect(await page.evaluate(unbracketed, content)).toEqual([]);
  });
}

/** Every text and every name on the page that holds letters and no brackets; runs in the page. */
function unbracketed(allowed: string[]): string[] {
  const letters = /\p{L}/u;
  const given = allowed.join(',');
  const found = new Set<string>();
  const note = (element: Element, text: string) => {
    const hidden = !element.checkVisibility({ visibilityProperty: true });
    if (!letters.test(text) || text.includes('[') || hidden || element.closest(given) !== null) return;
    found.add(`${element.tagName}: ${text.trim()}`);
  };
  for (const element of document.body.querySelectorAll('*')) {
    // A text that is put together from several pieces stands in one element.
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    note(element, own.map((node) => node.textContent).join(''));
    for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
      note(element, element.getAttribute(name) ?? '');
    }
  }
  return [...found];
}
