// What a writer takes for granted: pictures are kept beside the card and shown from there, a step can be taken back
// tomorrow, the form folds away where the text needs the room, and words are replaced in many cards as one act.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Library } from './library';

/** A picture of four points, red. */
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==';

function folder(): string {
  const found = process.env['ONEUP_SERVE_LIBRARY'];
  if (found === undefined) throw new Error('Set ONEUP_SERVE_LIBRARY to the library that is served.');
  return join(found, 'mine');
}

async function open(library: Library, name: string, body: string) {
  const id = `${name}-${Date.now().toString(36)}`;
  const file = join(folder(), `${id}.md`);
  const text = `---\nid: ${id}\ntype: note\ntitle: About ${id}\nstatus: draft\n---\n${body}`;
  writeFileSync(file, text);
  await find(library, id);
  return { id, text, read: () => readFileSync(file, 'utf8') };
}

async function find(library: Library, id: string) {
  await expect(async () => {
    await library.box.fill('');
    await library.box.fill(`About ${id}`);
    await library.page.locator(`[data-testid="result-row"][data-key="mine/${id}"]`).click({ timeout: 1_000 });
    await expect(library.pane.locator(`article[data-key="mine/${id}"]`)).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

async function editAfter(page: Page, words: string) {
  await page.getByTestId('reading-pane').focus();
  await page.keyboard.press('e');
  await page.locator('.cm-line', { hasText: words }).click();
  await page.keyboard.press('End');
}

/** Pastes, or drops, files and texts as another program leaves them. */
async function give(
  page: Page,
  way: 'paste' | 'drop',
  file: { data: string; type: string } | undefined,
  plain = '',
) {
  await page.locator('.cm-content').evaluate(
    (content, { way, file, plain }) => {
      const data = new DataTransfer();
      if (file !== undefined) {
        const bytes = Uint8Array.from(atob(file.data), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], 'image', { type: file.type }));
      }
      if (plain !== '') data.setData('text/plain', plain);
      const box = content.getBoundingClientRect();
      const common = { bubbles: true, cancelable: true };
      const event =
        way === 'paste'
          ? new ClipboardEvent('paste', { ...common, clipboardData: data })
          : new DragEvent('drop', {
              ...common,
              dataTransfer: data,
              clientX: box.left + box.width / 2,
              clientY: box.top + 8,
            });
      content.dispatchEvent(event);
    },
    { way, file, plain },
  );
}

const pictures = (id: string) => {
  try {
    return readdirSync(join(folder(), 'pictures')).filter((name) => name.startsWith(id));
  } catch {
    return [];
  }
};

test('a pasted picture is kept beside the card and shown when it is read', async ({ library, page }) => {
  const card = await open(library, 'picture', '\nFirst.\n\nLast.\n');
  await editAfter(page, 'First.');
  await page.keyboard.press('Enter');
  await give(page, 'paste', { data: png, type: 'image/png' });
  // It is put in where the caret is once it is kept; the caret then stands where its words go.
  await expect.poll(card.read).toContain('![](pictures/');
  await page.keyboard.type('Four red points');
  await expect.poll(card.read).toMatch(/!\[Four red points\]\(pictures\/picture-\w+-[0-9a-f]{12}\.png\)/);
  expect(pictures(card.id)).toHaveLength(1);
  expect(readFileSync(join(folder(), 'pictures', pictures(card.id)[0] ?? '')).toString('base64')).toBe(png);
  await page.keyboard.press('Escape');
  const image = library.pane.locator('.picture img');
  await expect(image).toHaveAttribute('alt', 'Four red points');
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(2);
});

test('what is no picture is refused with its reason, and nothing is put into the text', async ({
  library,
  page,
}) => {
  const card = await open(library, 'nopicture', '\nFirst.\n');
  await editAfter(page, 'First.');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64');
  await give(page, 'paste', { data: svg, type: 'image/png' });
  await expect(page.getByTestId('toast')).toContainText('SVG');
  await page.keyboard.type(' More.');
  await expect.poll(card.read).toBe(card.text.replace('First.', 'First. More.'));
  expect(pictures(card.id)).toHaveLength(0);
  library.complaints.length = 0;
});

test('a dropped picture goes where it was dropped, and is taken back like a letter', async ({
  library,
  page,
}) => {
  const card = await open(library, 'dropped', '\nFirst.\n');
  await editAfter(page, 'First.');
  await give(page, 'drop', { data: png, type: 'image/png' });
  // It was dropped on the first line of the front matter, which it would make unreadable.
  await expect.poll(card.read).toContain('status: draft\n---\n![](pictures/');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(card.read).toBe(card.text);
});

test('an address pasted over words links them', async ({ library, page }) => {
  const card = await open(library, 'address', '\nSee the table\n');
  await editAfter(page, 'See the table');
  await page.keyboard.press('Shift+ControlOrMeta+ArrowLeft');
  await give(page, 'paste', undefined, 'https://example.org/table');
  await expect.poll(card.read).toContain('See the [table](https://example.org/table)');
});

test('what was typed can be taken back after the window was opened anew', async ({ library, page }) => {
  const card = await open(library, 'tomorrow', '\nFirst.\n');
  await editAfter(page, 'First.');
  await page.keyboard.type(' By me.');
  await expect.poll(card.read).toContain('First. By me.');
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-kind', 'saved');
  await page.keyboard.press('Escape');
  await library.open();
  await find(library, card.id);
  await editAfter(page, 'First. By me.');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(card.read).toBe(card.text);
});

test('a sitting is one act outside the editor, and one version', async ({ library, page }) => {
  const card = await open(library, 'sitting', '\nFirst.\n');
  await editAfter(page, 'First.');
  for (const words of [' One.', ' Two.', ' Three.']) {
    await page.keyboard.type(words);
    await expect.poll(card.read).toContain(words);
  }
  await page.keyboard.press('Escape');
  await expect(library.pane).toContainText('First. One. Two. Three.');
  await library.pane.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(card.read).toBe(card.text);
  // The file is back before the window has heard what can be done again.
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect.poll(card.read, { timeout: 2_000 }).toContain('First. One. Two. Three.');
  }).toPass();
});

test('the form folds away where the text needs the room, by button and by key', async ({ library, page }) => {
  await open(library, 'form', '\nFirst.\n');
  await editAfter(page, 'First.');
  const form = page.getByTestId('writing-form');
  await expect(page.getByTestId('writing')).toHaveAttribute('data-room', 'narrow');
  await expect(form).toBeHidden();
  await page.keyboard.press('ControlOrMeta+;');
  await expect(form).toBeVisible();
  await page.getByTestId('editor-form').click();
  await expect(form).toBeHidden();
  await expect(page.locator('.cm-content')).toBeFocused();
  await page.setViewportSize({ width: 1800, height: 900 });
  await expect(form).toBeVisible();
});

test('words are replaced in many cards as one act that can be undone', async ({ library, page }) => {
  const word = `zebra${Date.now().toString(36)}`;
  const one = await open(library, 'replace', `\nA ${word} asks. The [[x|${word}]] pays ${word}.\n`);
  const two = await open(library, 'replace', `\nAnother ${word}.\n`);
  await page.keyboard.press('ControlOrMeta+Shift+f');
  await page.getByTestId('replace-words').fill(word);
  await page.getByTestId('replace-with').fill('buyer');
  await expect(page.getByTestId('replace-sum')).toContainText('4 places in 2 cards');
  await expect(page.locator('ins').first()).toHaveText('buyer');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  }
  await page.getByTestId('replace-card').first().getByTestId('replace-place').last().click();
  await page.getByTestId('replace-act').click();
  await expect.poll(() => one.read() + two.read()).toContain('Another buyer.');
  const left = (one.read() + two.read()).split(word).length - 1;
  expect(left).toBe(1);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => one.read() + two.read()).toBe(one.text + two.text);
});

test('the editor is sound in both themes, its form open', async ({ library, page }) => {
  await open(library, 'axe', '\n> Say it, and ask.\n\n## One\n\nFirst.\n');
  await editAfter(page, 'First.');
  await page.keyboard.press('ControlOrMeta+;');
  await expect(page.getByTestId('writing-form')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  }
});
