// The page for everyone: no finding of axe in light and dark, wide and narrow, at twice the size, right to left.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './library';

const schemes = ['light', 'dark'] as const;
const windows = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'middle', width: 800, height: 700 },
  { name: 'narrow', width: 420, height: 800 },
  // What 1280 × 800 leaves at 200 %.
  { name: 'twice the size', width: 640, height: 400 },
];

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function expectNoSideways(page: Page): Promise<void> {
  const over = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => !element.matches('.spoken, svg, svg *'))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .map((element) => `${element.tagName} ${element.className}`),
  );
  expect(over).toEqual([]);
}

for (const colorScheme of schemes) {
  for (const { name, width, height } of windows) {
    test(`${name}, ${colorScheme}: the list and a card`, async ({ library, page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await library.type('plant');
      await expect(library.rows.first().locator('mark').first()).toBeVisible();
      await expectClean(page);
      await expectNoSideways(page);
      await page.keyboard.press('Enter');
      await expect(library.title).toBeVisible();
      await expectClean(page);
      await expectNoSideways(page);
    });
  }
}

test('a narrow window shows the list or the card, and the way back', async ({ library, page }) => {
  await page.setViewportSize({ width: 420, height: 800 });
  await library.rows.first().click();
  await expect(library.pane).toBeVisible();
  await expect(library.rows.first()).toBeHidden();
  await page.getByTestId('back-to-list').click();
  await expect(library.rows.first()).toBeVisible();
  await expect(library.pane).toBeHidden();
});

test('a narrow window has its facets behind a button', async ({ library, page }) => {
  await page.setViewportSize({ width: 420, height: 800 });
  await page.getByTestId('facets-open').click();
  await expect(page.getByTestId('facets-sheet')).toBeVisible();
  await expectClean(page);
  await page.getByTestId('facet-type-question').check();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('facets-open')).toHaveText(/1 filter/);
  await expect(page.getByTestId('facets-open')).toBeFocused();
  // Rows come and go while the list settles, so they are looked at together.
  const texts = () => library.rows.allTextContents();
  await expect.poll(async () => (await texts()).every((text) => text.includes('Question'))).toBe(true);
});

test('the page reads from right to left', async ({ library, page }) => {
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await expectNoSideways(page);
  const list = await library.rows.first().boundingBox();
  const pane = await library.pane.boundingBox();
  expect(list?.x).toBeGreaterThan(Number(pane?.x));
});

test('nothing moves for those who asked for less motion', async ({ library, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(library.rows.first()).toBeVisible();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
