// A card is written on the real program, while another program writes to the same file. Each test has a card of its
// own, which is known by its file: ONEUP_SERVE_LIBRARY names the library of the program that is served.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type Library } from './library';

const body = '\n> Say it, and ask.\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n';

/** A card of its own, open to be read. */
async function open(library: Library, name: string) {
  const folder = process.env['ONEUP_SERVE_LIBRARY'];
  if (folder === undefined) throw new Error('Set ONEUP_SERVE_LIBRARY to the library that is served.');
  const id = `${name}-${Date.now().toString(36)}`;
  const file = join(folder, 'mine', `${id}.md`);
  const text = `---\nid: ${id}\ntype: note\ntitle: About ${id}\nstatus: draft\n---\n${body}`;
  writeFileSync(file, text);
  await expect(async () => {
    await library.box.fill('');
    await library.box.fill(`About ${id}`);
    await library.page.locator(`[data-testid="result-row"][data-key="mine/${id}"]`).click({ timeout: 1_000 });
    await expect(library.pane.locator(`article[data-key="mine/${id}"]`)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return {
    text,
    read: () => readFileSync(file, 'utf8'),
    save: (wanted: string) => {
      writeFileSync(file, wanted);
    },
  };
}

/** Turns the reading pane into the editor, and puts the caret behind some words. */
async function editAfter(page: Page, words: string) {
  await page.getByTestId('reading-pane').focus();
  await page.keyboard.press('e');
  await caretAfter(page, words);
}

async function caretAfter(page: Page, words: string) {
  await page.locator('.cm-line', { hasText: words }).click();
  await page.keyboard.press('End');
}

test('what is typed is in the file by itself, and Escape goes back to reading it', async ({
  library,
  page,
}) => {
  const card = await open(library, 'typed');
  await editAfter(page, 'First.');
  await page.keyboard.type(' And more.');
  await expect.poll(card.read).toBe(card.text.replace('First.', 'First. And more.'));
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-kind', 'saved');
  await page.keyboard.press('Escape');
  await expect(library.pane).toBeFocused();
  await expect(library.pane).toContainText('First. And more.');
});

test('what another program saves comes in beside what is typed', async ({ library, page }) => {
  const card = await open(library, 'merged');
  await editAfter(page, 'First.');
  const theirs = card.text.replace('Second.', 'Second, by them.');
  card.save(theirs);
  await page.keyboard.type(' By me.');
  const both = theirs.replace('First.', 'First. By me.');
  await expect.poll(card.read).toBe(both);
  await expect(page.locator('.cm-content')).toContainText('Second, by them.');
  await caretAfter(page, 'First.');
  card.save(both.replace('Second,', 'Second and third,'));
  await expect(page.locator('.cm-content')).toContainText('Second and third,');
  await page.keyboard.type(' More.');
  await expect.poll(card.read).toContain('First. By me. More.');
  expect(card.read()).toContain('Second and third,');
});

test('a true conflict is settled by choice, and nothing is lost', async ({ library, page }) => {
  const card = await open(library, 'conflict');
  await editAfter(page, 'First.');
  await page.keyboard.type(' By me.');
  card.save(card.text.replace('First.', 'First, by them.'));
  const merge = page.getByTestId('edit-conflict');
  await expect(merge).toContainText('First. By me.');
  await expect(merge).toContainText('First, by them.');
  expect(card.read()).toContain('First, by them.');
  await merge.getByRole('radio', { name: 'Both, mine first' }).click();
  await page.getByTestId('merge-take').click();
  await expect.poll(card.read).toBe(card.text.replace('First.', 'First. By me.\nFirst, by them.'));
  await expect(page.locator('.cm-content')).toContainText('First, by them.');
});

test('a conflict that is left for later is offered again as a draft', async ({ library, page }) => {
  const card = await open(library, 'later');
  await editAfter(page, 'First.');
  await page.keyboard.type(' By me.');
  const theirs = card.text.replace('First.', 'First, by them.');
  card.save(theirs);
  await page.getByTestId('edit-conflict').waitFor();
  await page.keyboard.press('Escape');
  await expect(library.pane).toContainText('First, by them.');
  await library.pane.focus();
  await page.keyboard.press('e');
  await page.getByTestId('edit-draft-take').click();
  await expect(page.getByTestId('edit-conflict')).toContainText('First. By me.');
  expect(card.read()).toBe(theirs);
});

test('a key that is set in the form changes its line of the file only', async ({ library, page }) => {
  const card = await open(library, 'form');
  await editAfter(page, 'First.');
  // At this width it is folded away.
  await page.getByTestId('editor-form').click();
  const title = page.getByTestId('front-matter').getByRole('textbox', { name: 'Title' });
  await title.fill('Another claim');
  await expect.poll(card.read).toBe(card.text.replace(/title: .*/, 'title: Another claim'));
});
