// Every component in every state, in every look: no finding of axe, nothing wider than its place, and the pictures
// as they were accepted. Then what opens over the page, by keyboard alone.

import { expect, test } from '@playwright/test';
import { expectClean, looks, openGallery } from './gallery';

// What opens from a control is placed at the end of the page, outside every landmark; it belongs to its control.
const outside = ['region'];
// Two engines draw the edge of a letter differently, and no more than that.
const pictures = { maxDiffPixelRatio: 0.01, animations: 'disabled', caret: 'hide' } as const;

for (const [name, wanted] of Object.entries(looks)) {
  test(`${name}: every component in every state`, async ({ page }) => {
    test.slow();
    await openGallery(page, wanted);
    await expectClean(page);
    // Tall enough for each part to be seen whole, between the head and the foot of the window.
    await page.setViewportSize({ width: 1280, height: 2800 });
    const groups = page.getByTestId('gallery-part');
    for (const [index, group] of (await groups.all()).entries()) {
      await expect(group).toHaveScreenshot(`${name.replace(/\W+/g, '-')}-${index}.png`, pictures);
    }
  });
}

test('a narrow window moves nothing sideways', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 800 });
  await openGallery(page, {});
  const over = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid="gallery"] *')]
      // A field scrolls what is typed into it.
      .filter((element) => !element.matches('.spoken, svg, svg *, input'))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .map((element) => `${element.tagName} ${element.className}`),
  );
  expect(over).toEqual([]);
});

for (const place of ['middle', 'wide', 'side', 'top', 'confirm']) {
  test(`a dialog, ${place}: takes the focus and gives it back`, async ({ page }) => {
    await openGallery(page, looks['dark'] ?? {});
    const opener = page.getByTestId(`gallery-open-${place}`);
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByTestId(place === 'confirm' ? 'gallery-confirm' : 'gallery-dialog');
    await expect(dialog).toBeVisible();
    // The close button that has the focus says its name in a tooltip.
    await expectClean(page, outside);
    if (place === 'confirm')
      await expect(dialog.getByRole('button', { name: 'Cancel' }).last()).toBeFocused();
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('Tab');
      await expect(dialog.locator(':focus')).toHaveCount(1);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });
}

test('a menu opens, moves and closes by keyboard', async ({ page }) => {
  await openGallery(page, {});
  const opener = page.getByTestId('gallery-menu-open-rest');
  await opener.focus();
  await page.keyboard.press('Enter');
  const menu = page.getByTestId('gallery-menu-rest');
  await expect(menu.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await expectClean(page, outside);
  await page.keyboard.press('End');
  await expect(menu.locator('[data-command="delete"]')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('a field with a list takes a choice by keyboard', async ({ page }) => {
  await openGallery(page, {});
  const field = page.getByTestId('gallery-select-rest');
  await field.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Challenge' })).toBeVisible();
  await expectClean(page, outside);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveText('Challenge');
});

test('a field with a list to search is narrowed by typing, and takes what is new', async ({ page }) => {
  await openGallery(page, {});
  const field = page.getByTestId('gallery-combobox-rest');
  await field.focus();
  await page.keyboard.type('fact');
  await expect(page.getByRole('option', { name: 'Factor' })).toBeVisible();
  await expectClean(page, outside);
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('Factor');
  await field.fill('Zeppelin');
  await expect(page.getByRole('option', { name: 'New: “Zeppelin”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('Zeppelin');
});

test('a date is said in words, asked about, refused and pointed at', async ({ page }) => {
  await openGallery(page, {});
  const field = page.getByTestId('gallery-date-rest');
  const around = page.locator('figure').filter({ has: field });
  await field.fill('next tuesday');
  await expect(around.getByRole('status')).toContainText('Tuesday');
  await field.fill('3/12');
  await expect(around.getByRole('status').getByRole('button')).toHaveCount(2);
  await around.getByRole('status').getByRole('button').first().click();
  await expect(field).toHaveValue('2026-12-03');
  await field.fill('soonish');
  await field.blur();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await around.getByRole('button', { name: /^Calendar/ }).click();
  await expect(page.locator('[data-calendar-day]:focus')).toHaveCount(1);
  await expectClean(page, outside);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('2026-11-23');
});

test('a tooltip comes with the keyboard too, and describes its control', async ({ page }) => {
  await openGallery(page, {});
  await page.getByTestId('gallery-tooltip-rest').focus();
  await page.keyboard.press('Tab');
  const control = page.getByTestId('gallery-tooltip-long');
  await expect(control).toBeFocused();
  const words = page.getByRole('tooltip');
  await expect(words).toBeVisible();
  await expect(control).toHaveAttribute('aria-describedby', String(await words.getAttribute('id')));
  await page.keyboard.press('Escape');
  await expect(words).toBeHidden();
});

test('notices leave the focus alone, are three at most, and go with Esc', async ({ page }) => {
  await openGallery(page, {});
  for (const tone of ['plain', 'good', 'caution', 'danger']) {
    await page.getByTestId(`gallery-toast-${tone}`).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId(`gallery-toast-${tone}`)).toBeFocused();
  }
  const toasts = page.getByTestId('toast');
  await expect(toasts).toHaveCount(3);
  await expectClean(page);
  await toasts.last().getByRole('button').last().focus();
  await page.keyboard.press('Escape');
  await expect(toasts).toHaveCount(2);
  await expect(page.getByTestId('gallery-toast-danger')).toBeFocused();
});

test('a list of 50,000 rows keeps a few on the page, and its end is one key away', async ({ page }) => {
  await openGallery(page, {});
  const list = page.getByTestId('gallery-list');
  await list.focus();
  await page.keyboard.press('End');
  const last = list.getByRole('option', { selected: true });
  await expect(last).toHaveText('Row 50,000');
  await expect(last).toBeInViewport();
  await expect(last).toHaveAttribute('aria-setsize', '50000');
  expect(await list.getByRole('option').count()).toBeLessThan(60);
  await page.keyboard.press('Home');
  await expect(list.getByRole('option', { selected: true })).toBeInViewport();
});
