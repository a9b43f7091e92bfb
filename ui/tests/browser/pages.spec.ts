// The history of a card, the bin, what to review, conflict copies, and what can be done with a card, on the real
// program. Each test has cards of its own, known by their files: ONEUP_SERVE_LIBRARY names the library that is served.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Library } from './library';

// Two dozen steps, each of which waits for the program and some for its watch over the files.
test.setTimeout(90_000);

const body = '\n> Say it, and ask.\n\n## One\n\nFirst words.\n\n## Two\n\nSecond words.\n';

/** The library that is served. */
function folder(): string {
  const found = process.env['ONEUP_SERVE_LIBRARY'];
  if (found === undefined) throw new Error('Set ONEUP_SERVE_LIBRARY to the library that is served.');
  return join(found, 'mine');
}

/** A card of its own, in its file. */
function write(name: string, more = '', text = body) {
  const id = `${name}-${Date.now().toString(36)}`;
  const file = join(folder(), `${id}.md`);
  const whole = `---\nid: ${id}\ntype: note\ntitle: About ${id}\nstatus: draft\n${more}---\n${text}`;
  writeFileSync(file, whole);
  return {
    id,
    key: `mine/${id}`,
    title: `About ${id}`,
    file,
    text: whole,
    read: () => readFileSync(file, 'utf8'),
    save: (wanted: string) => {
      writeFileSync(file, wanted);
    },
  };
}

/** Finds a card and has it before one, with the keyboard in it. */
async function open(library: Library, { key, title }: { key: string; title: string }): Promise<void> {
  const { page } = library;
  // Files that were written a moment ago come into the list by themselves.
  await page.getByTestId('frame-go.library').click();
  await library.box.fill(title);
  await expect(library.rows.first()).toHaveAttribute('data-key', key, { timeout: 20_000 });
  await library.rows.first().click();
  await expect(library.pane.locator(`article[data-key="${key}"]`)).toBeVisible();
  await library.pane.focus();
}

/** Runs a command from the palette, as one does by keyboard. */
async function run(page: Page, id: string, letters: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-field').fill(letters);
  await expect(page.getByTestId('palette-row').first()).toHaveAttribute('data-key', id);
  await page.keyboard.press('Enter');
}

/** A card that comes or goes is asked for in between; the browser tells each refused question as an error. */
function forgive({ complaints }: Library): void {
  const others = complaints.filter((words) => !words.includes('422'));
  complaints.splice(0, complaints.length, ...others);
}

/** Undoes what a notice tells. */
async function undo(page: Page, told: RegExp): Promise<void> {
  const notice = page.getByTestId('toast').filter({ hasText: told });
  await notice.getByRole('button', { name: 'Undo', exact: true }).click();
}

async function expectNoStumble(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(where).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('b16 a version is found by the arrows and comes back, and so does one section', async ({
  library,
  page,
}) => {
  const card = write('past');
  await open(library, card);
  const edited = card.text.replace('First words.', 'Other words.').replace('Second words.', 'More words.');
  card.save(edited);
  await expect(library.pane).toContainText('Other words.');
  await page.keyboard.press('Control+Shift+H');
  const rows = page.getByTestId('version-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Now');
  await expect(rows.first()).toContainText('outside');
  const diff = page.getByTestId('past-diff');
  await expect(diff.locator('del').first()).toContainText('First');
  await diff.getByRole('button', { name: 'Bring “One” back' }).press('Enter');
  await expect.poll(card.read).toBe(edited.replace('Other words.', 'First words.'));
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Brought back');
  const list = page.getByTestId('versions');
  await list.focus();
  await page.keyboard.press('ArrowUp');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('version')).toContainText('Edited');
  await page.keyboard.press('End');
  await expect(rows.last()).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('restore-all').press('Enter');
  await expect.poll(card.read).toBe(card.text);
  await undo(page, /earlier version/);
  await expect.poll(card.read).toBe(edited.replace('Other words.', 'First words.'));
});

test('b16 a deleted card says who links to it, waits in the bin, and comes back with its links', async ({
  library,
  page,
}) => {
  const card = write('gone');
  const linking = write('linking', '', `\nSee [[${card.id}]].\n`);
  await open(library, linking);
  await open(library, card);
  await page.keyboard.press('Control+Delete');
  await expect(page.getByTestId('card-delete-links')).toContainText(linking.title);
  await page.keyboard.press('Escape');
  expect(existsSync(card.file)).toBe(true);
  await library.pane.focus();
  await page.keyboard.press('Control+Delete');
  await page.getByTestId('card-delete').getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await expect.poll(() => existsSync(card.file)).toBe(false);
  await expect(page.getByText(`“${card.title}” is in the bin.`)).toBeVisible();
  await page.getByTestId('frame-go.bin').press('Enter');
  const row = page.locator(`[data-testid="bin-row"][data-key="${card.key}"]`);
  await expect(row).toContainText(card.title);
  await row.getByTestId('bin-take').press('Enter');
  await expect.poll(() => existsSync(card.file)).toBe(true);
  expect(card.read()).toBe(card.text);
  await expect(row).toHaveCount(0);
  await open(library, card);
  await expect(library.pane.getByTestId('backlink-row')).toContainText(linking.title);
  forgive(library);
});

test('the bin forgets only what was asked about', async ({ library, page }) => {
  const card = write('forget');
  await open(library, card);
  await page.keyboard.press('Control+Delete');
  await page.getByTestId('card-delete').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByTestId('frame-go.bin').click();
  const row = page.locator(`[data-testid="bin-row"][data-key="${card.key}"]`);
  await row.getByTestId('bin-forget').click();
  const asked = page.getByTestId('bin-forget-dialog');
  await expect(asked).toContainText(card.title);
  await expect(asked.getByRole('button', { name: 'Cancel' }).last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toBeVisible();
  await row.getByTestId('bin-forget').click();
  await asked.getByRole('button', { name: 'Delete for good' }).click();
  await expect(row).toHaveCount(0);
  forgive(library);
});

test('b16 “still true” asks why, moves the review, and the card leaves the queue', async ({
  library,
  page,
}) => {
  const card = write('stale', 'review_by: 2001-01-01\n');
  await open(library, card);
  await page.getByTestId('frame-go.review').press('Enter');
  const row = page.locator(`[data-testid="review-row"][data-key="${card.key}"]`);
  await expect(row).toContainText('Stale');
  await expect(row.getByTestId('review-reason')).toContainText(/Its review has been due for [\d,]+ days/);
  await row.getByTestId('review-confirm').press('Enter');
  const confirm = page.getByTestId('still-true-confirm');
  await expect(page.getByTestId('still-true-why')).toBeFocused();
  await expect(confirm).toBeDisabled();
  await page.keyboard.type('Seen at two plants');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Anna');
  await page.keyboard.press('Control+Enter');
  await expect.poll(card.read).toMatch(/review_by: 20(2[6-9]|[3-9]\d)-/);
  expect(card.read()).toContain('verified_by: Anna');
  await expect(row).toHaveCount(0);
  await undo(page, /Still true/);
  await expect.poll(card.read).toBe(card.text);
});

test('b16 a conflict copy is no second card, and is merged by choice', async ({ library, page }) => {
  const card = write('copied');
  const copy = join(folder(), `${card.id} (Anna's conflicted copy 2026-11-02).md`);
  writeFileSync(copy, `${card.text.replace('First words.', 'Their words.')}\n## Three\n\nOnly there.\n`);
  await open(library, card);
  await expect(library.rows.filter({ hasText: card.title })).toHaveCount(1);
  const notice = page.getByTestId('card-copies');
  await expect(notice).toBeVisible();
  await notice.getByRole('button').press('Enter');
  await expect(page.getByTestId('copy-taken')).toContainText('Only there.');
  const merge = page.getByTestId('copy-merge-view');
  await merge.getByRole('radio', { name: 'Both, mine first' }).click();
  await page.getByTestId('merge-take').click();
  await expect.poll(() => existsSync(copy)).toBe(false);
  for (const words of ['First words.', 'Their words.', 'Second words.', 'Only there.']) {
    expect(card.read().split(words)).toHaveLength(2);
  }
  await expect(library.pane).toContainText('Only there.');
  await expect(notice).toHaveCount(0);
  await undo(page, /conflict copy was merged/);
  await expect.poll(card.read).toBe(card.text);
  await expect.poll(() => existsSync(copy)).toBe(true);
});

test('b16 a file gets another name and says what other programs lose', async ({ library, page }) => {
  const card = write('named');
  const linking = write('naming', '', `\nSee [[${card.id}]].\n`);
  await open(library, linking);
  await open(library, card);
  await page.keyboard.press('F2');
  const name = page.getByTestId('card-rename-name');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(card.id);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(`${card.id}-anew`);
  await expect(page.getByTestId('links-lost')).toContainText(linking.title);
  await page.keyboard.press('Enter');
  await expect.poll(() => existsSync(join(folder(), `${card.id}-anew.md`))).toBe(true);
  await undo(page, /is called/);
  await expect.poll(() => existsSync(card.file)).toBe(true);
});

test('b16 a section becomes a card, by keyboard, and is undone', async ({ library, page }) => {
  const card = write('halves');
  await open(library, card);
  await run(page, 'card.split', 'split the card');
  const title = page.getByTestId('card-split-title');
  await expect(title).toBeFocused();
  await expect(page.getByTestId('card-split-text')).toContainText('First words.');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(`One of ${card.id}`);
  await expect(page.getByTestId('card-split-text')).toContainText(`One of ${card.id}`);
  await page.keyboard.press('Enter');
  await expect(library.title).toHaveText(`One of ${card.id}`, { timeout: 20_000 });
  forgive(library);
  expect(card.read()).toContain(`[[one-of-${card.id}`);
  expect(card.read()).not.toContain('First words.');
  await undo(page, /card of its own now/);
  await expect.poll(card.read).toBe(card.text);
});

test('b16 two cards become one, the links to both lead there, and it is undone', async ({
  library,
  page,
}) => {
  const stays = write('stays');
  const goes = write('goes', '', '\n## Three\n\nOf the other.\n');
  await open(library, stays);
  await open(library, goes);
  await run(page, 'card.merge', 'join the card');
  await page.getByTestId('other-card-field').fill(stays.title);
  await expect(page.getByTestId('other-card-row').first()).toContainText(stays.id);
  await page.keyboard.press('Enter');
  const dialog = page.getByTestId('card-merge');
  await expect(dialog.getByTestId('card-merge-diff')).toContainText('Of the other.');
  await expect(dialog.getByTestId('links-whole')).toBeVisible();
  await dialog.getByTestId('card-merge-do').press('Enter');
  await expect.poll(() => existsSync(goes.file)).toBe(false);
  expect(stays.read()).toContain('Of the other.');
  await expect(library.pane.locator(`article[data-key="${stays.key}"]`)).toBeVisible();
  await undo(page, /one now/);
  await expect.poll(stays.read).toBe(stays.text);
  await expect.poll(() => existsSync(goes.file)).toBe(true);
  forgive(library);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`b16 the pages hold nothing that a screen reader stumbles over, ${scheme}`, async ({
    library,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const card = write(`axe-${scheme}`, 'review_by: 2020-01-01\n');
    const other = write(`axe-bin-${scheme}`);
    await open(library, other);
    await page.keyboard.press('Control+Delete');
    await expect(page.getByTestId('card-delete')).toContainText('No other card links to it.');
    await expectNoStumble(page, '[data-testid="card-delete"]');
    await page.getByTestId('card-delete').getByRole('button', { name: 'Delete', exact: true }).click();
    writeFileSync(join(folder(), `${card.id}-LAPTOP.md`), card.text.replace('First', 'Their'));
    await open(library, card);
    await expect(page.getByTestId('card-copies')).toBeVisible();
    await page.keyboard.press('Control+Shift+H');
    await expect(page.getByTestId('version-row').first()).toBeVisible();
    await expectNoStumble(page, '[data-page="history"]');
    await page.getByTestId('frame-go.bin').click();
    await expect(page.getByTestId('bin-row').first()).toBeVisible();
    await expectNoStumble(page, '[data-page="bin"]');
    await page.getByTestId('frame-go.review').click();
    await expect(page.getByTestId('review-row').first()).toBeVisible();
    await expectNoStumble(page, '[data-page="review"]');
    const copy = page.locator(`[data-testid="copy-row"][data-path="mine/${card.id}-LAPTOP.md"]`);
    await copy.getByTestId('copy-merge').click();
    await expect(page.getByTestId('copy-pane')).toBeVisible();
    await expectNoStumble(page, '[data-page="copy"]');
    await page.getByTestId('frame-go.library').click();
    await open(library, card);
    await run(page, 'card.split', 'split the card');
    await expect(page.getByTestId('card-split-text')).toBeVisible();
    await expectNoStumble(page, '[data-testid="card-split"]');
    forgive(library);
  });
}
