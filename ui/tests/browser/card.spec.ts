// One card: what can be said, what it is joined to, where it has it from, and that nothing leads away.

import { expect, test } from './library';

test('the say line is the first thing in the text', async ({ library }) => {
  await library.read('decide to change', 'decide-to-change');
  await expect(library.pane.locator('blockquote.say')).toBeVisible();
  await expect(library.pane.getByTestId('source-row').first()).toBeVisible();
});

test('a reference leads to its source', async ({ library }) => {
  await library.read('decide to change', 'decide-to-change');
  await library.pane.locator('.card-html a[href^="#md-source-"]').first().click();
  await expect(library.pane.locator('[data-testid="source-row"]:focus')).toBeInViewport();
});

test('a link in the text opens the card here', async ({ library, page }) => {
  await library.read('decide to change', 'decide-to-change');
  const address = page.url();
  const link = library.pane.locator('a[href^="oneup://card/"]').first();
  const key = decodeURIComponent(String(await link.getAttribute('href')).replace('oneup://card/', ''));
  await link.click();
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', key);
  expect(page.url()).toBe(address);
});

test('a link that leads outside is shown before anything opens', async ({ library, page, context }) => {
  await library.read('decide to change', 'decide-to-change');
  const source = library.pane
    .getByTestId('source-row')
    .filter({ has: page.getByRole('button') })
    .first();
  const words = String(await source.getByRole('button').textContent());
  const address = page.url();
  await source.getByRole('button').click();
  const dialog = page.getByTestId('link-dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog).toContainText(/https?:\/\//);
  const host = words.replace(/^.*: /, '').trim();
  await expect(dialog).toContainText(host);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(page.url()).toBe(address);
  expect(context.pages()).toHaveLength(1);
});

test('the middle button leads nowhere either', async ({ library, page, context }) => {
  await library.read('decide to change', 'decide-to-change');
  const address = page.url();
  await library.pane.locator('.card-html a').first().click({ button: 'middle' });
  expect(page.url()).toBe(address);
  expect(context.pages()).toHaveLength(1);
});

test('only the window can open an address, and the page says so', async ({ library, page }) => {
  await library.read('decide to change', 'decide-to-change');
  await library.pane.getByTestId('source-row').getByRole('button').first().click();
  const dialog = page.getByTestId('link-dialog');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  // The refusal is the answer this test asks for.
  library.complaints.length = 0;
});
