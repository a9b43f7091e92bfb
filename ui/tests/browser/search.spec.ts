// From a few letters to the right card with its source, by keyboard alone.

import { expect, test } from './library';

test('the search box has the keyboard at the start and every card is listed', async ({ library }) => {
  await expect(library.box).toBeFocused();
  await expect(library.rows.first()).toBeVisible();
  await expect(library.selected).toHaveCount(1);
  await expect(library.total).toHaveText(/^\d[\d,]* cards?$/);
});

test('typing finds cards, marks what matched and shows the first beside the list', async ({ library }) => {
  await library.type('maintenance lead ans');
  // The letters before have answers too; this one is of the whole.
  await expect(library.rows.first()).toHaveAttribute('data-key', 'core/maintenance-manager');
  await expect(library.rows.first().locator('mark').first()).toBeVisible();
  await expect(library.selected).toHaveAttribute('data-key', 'core/maintenance-manager');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', 'core/maintenance-manager');
});

test('a card is found by its title, read with its backlinks, and left again', async ({ library, page }) => {
  await library.type('plant manager answers');
  await expect(library.rows.first()).toHaveAttribute('data-key', 'core/plant-manager');
  await page.keyboard.press('Enter');
  await expect(library.pane).toBeFocused();
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', 'core/plant-manager');
  const backlink = library.pane.getByTestId('backlink-row').first();
  await expect(backlink).toBeVisible();
  const other = String(await backlink.getAttribute('data-key'));
  await backlink.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', other);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', 'core/plant-manager');
  await page.keyboard.press('Alt+ArrowRight');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', other);
  await page.keyboard.press('Escape');
  await expect(library.box).toBeFocused();
});

test('the arrows move the selection from within the box, and the box says so', async ({ library, page }) => {
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(library.rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  const id = await library.rows.nth(2).getAttribute('id');
  await expect(library.box).toHaveAttribute('aria-activedescendant', String(id));
  const key = await library.rows.nth(2).getAttribute('data-key');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', String(key));
  await page.keyboard.press('Home');
  await expect(library.rows.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(library.rows.last()).toHaveAttribute('aria-selected', 'true');
  await expect(library.rows.last()).toBeInViewport();
  await expect(library.box).toBeFocused();
});

test('Esc clears the box, then leaves it; a slash comes back', async ({ library, page }) => {
  await library.type('plant');
  await page.keyboard.press('Escape');
  await expect(library.box).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(library.box).not.toBeFocused();
  await page.keyboard.press('/');
  await expect(library.box).toBeFocused();
  await expect(library.box).toHaveValue('');
});

test('nothing found says what to try', async ({ library, page }) => {
  await library.box.fill('qqqqxxzz');
  await expect(page.getByTestId('no-hits')).toContainText('qqqqxxzz');
  await expect(library.total).toHaveText('0 cards');
  await page.getByTestId('no-hits').getByRole('button', { name: 'Clear the search' }).click();
  await expect(library.rows.first()).toBeVisible();
});

test('facets narrow the list, keep their choice in sight, and are cleared', async ({ library, page }) => {
  const before = await library.total.textContent();
  const questions = page.getByTestId('facet-type-question');
  await questions.check();
  await expect(library.total).not.toHaveText(String(before));
  // Rows come and go while the list settles, so they are looked at together.
  const texts = () => library.rows.allTextContents();
  await expect.poll(async () => (await texts()).every((text) => text.includes('Question'))).toBe(true);
  await library.box.fill('qqqqxxzz');
  await expect(page.getByTestId('no-hits')).toBeVisible();
  await expect(questions).toBeChecked();
  await library.box.fill('');
  await page.getByTestId('facets-clear').click();
  await expect(library.total).toHaveText(String(before));
  await expect(questions).not.toBeChecked();
});
