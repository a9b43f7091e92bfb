// Bringing one's own and taking everything out, on the real program: the report, the act, its undoing, and axe in both
// themes. The server must choose for the user: ONEUP_SERVE_CHOOSES says that it was started with a folder, a table
// and a target.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const url = process.env['ONEUP_SERVE_URL'] ?? '';
const pictures = process.env['ONEUP_PICTURES'];

test.setTimeout(90_000);
test.skip(url === '' || process.env['ONEUP_SERVE_CHOOSES'] === undefined, 'needs a server that chooses');

async function open(page: Page, scheme: 'light' | 'dark' = 'light') {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(url);
  await page.getByTestId('frame-go.bring').click();
  await expect(page.getByTestId('bring-in_place')).toBeVisible();
}

async function shoot(page: Page, name: string) {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
}

async function expectNoFaults(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target) }))).toEqual([]);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`each state reads well in ${scheme}`, async ({ page }) => {
    await open(page, scheme);
    await expectNoFaults(page);
    await shoot(page, `ways-${scheme}`);

    await page.getByTestId('bring-in_place').click();
    await expect(page.getByTestId('bring-sum')).toContainText('files are cards');
    await expect(page.getByTestId('bring-conventions')).toContainText('Tags in the text');
    await expect(page.getByTestId('bring-alone')).toContainText('.obsidian');
    await expectNoFaults(page);
    await shoot(page, `in-place-${scheme}`);
    await page.getByTestId('bring-back').click();

    await page.getByTestId('bring-folder').click();
    await expect(page.getByTestId('bring-sum')).toContainText('2 cards would be made');
    await expect(page.getByTestId('bring-left-out')).toContainText('bad.md');
    await expectNoFaults(page);
    await shoot(page, `folder-${scheme}`);
    await page.getByTestId('bring-back').click();

    await page.getByTestId('bring-table').click();
    await expect(page.getByTestId('bring-sum')).toContainText('4 cards would be made');
    await expect(page.getByTestId('bring-left-out')).toContainText('row 5');
    await expectNoFaults(page);
    await shoot(page, `table-${scheme}`);
    await page.setViewportSize({ width: 800, height: 900 });
    await expectNoFaults(page);
    await shoot(page, `table-${scheme}-800`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByTestId('bring-back').click();

    await page.getByTestId('bring-export').click();
    await expect(page.getByTestId('bring-copy-sum')).toContainText('cards');
    await expectNoFaults(page);
    await shoot(page, `export-${scheme}`);
  });
}

test('a table is mapped, imported, found, and taken back in one step', async ({ page }) => {
  await open(page);
  await page.getByTestId('bring-table').click();
  const note = page.getByTestId('bring-column-5');
  await expect(note).toContainText('Section');
  await note.click();
  await page.getByRole('option', { name: 'Leave out' }).click();
  await expect(page.getByTestId('bring-remarks')).toContainText('remarks');
  await expect(note).toContainText('Leave out');

  await page.getByTestId('bring-do').click();
  await expect(page.getByTestId('bring-done')).toContainText('4 cards were made');
  await expectNoFaults(page);
  await shoot(page, 'done-light');
  await page.getByTestId('bring-first').click();
  await expect(
    page.getByRole('heading', { name: 'Energy contracts run out this winter' }).first(),
  ).toBeVisible();

  // What was imported is there already when it is looked at again.
  await page.getByTestId('frame-go.bring').click();
  await page.getByTestId('bring-table').click();
  await expect(page.getByTestId('bring-duplicates')).toContainText('there already');
  await expect(page.getByTestId('bring-do')).toBeDisabled();

  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: 4 cards imported from cards.csv')).toBeVisible();
});

test('a folder of notes is imported and undone where it was done', async ({ page }) => {
  await open(page);
  await page.getByTestId('bring-folder').click();
  await page.getByTestId('bring-do').click();
  await expect(page.getByTestId('bring-done')).toContainText('2 cards were made');
  await page.getByTestId('bring-undo').click();
  await expect(page.getByText('Undone: 2 cards imported from vault')).toBeVisible();
  await expect(page.getByTestId('bring-in_place')).toBeVisible();
});

test('everything is copied out by keyboard alone, beside what is there', async ({ page }) => {
  await open(page);
  await page.getByTestId('bring-export').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('bring-copy-do').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('bring-copy')).toContainText('Everything was copied');
  await shoot(page, 'exported-light');
});
