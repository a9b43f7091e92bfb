// The editor of a card as it is built and under the page's real policy: what one types, what is offered, what is wrong,
// and all of it by keyboard. Then what changed, and what both sides changed.

import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { expectClean, looks, openGallery } from './gallery';

/** The specimens of the editor, by the names that stay. */
class Editor {
  readonly text: Locator;
  readonly written: Locator;
  readonly told: Locator;
  /** What the page's policy refused. */
  readonly refused: string[] = [];

  constructor(readonly page: Page) {
    this.text = page.getByTestId('card-editor').getByRole('textbox', { name: /^Text of/ });
    this.written = page.getByTestId('editor-written');
    this.told = page.getByTestId('editor-told');
    page.on('pageerror', (error) => this.refused.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /policy|trusted/i.test(message.text()))
        this.refused.push(message.text());
    });
  }

  /** Puts the caret at the end of the card. */
  async toEnd(): Promise<void> {
    await this.text.focus();
    await this.page.keyboard.press('ControlOrMeta+End');
  }

  /** Pastes as another program would have copied it. */
  async paste(kind: string, data: string): Promise<void> {
    await this.text.evaluate(
      (element, [type, content]) => {
        const clipboard = new DataTransfer();
        if (type.startsWith('image/')) clipboard.items.add(new File([content], 'line.png', { type }));
        else clipboard.setData(type, content);
        element.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
        );
      },
      [kind, data] as const,
    );
  }
}

/** A list that has just opened does not take Enter for an answer, so that nobody chooses by accident. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(150);
}

const test = base.extend<{ editor: Editor }>({
  editor: async ({ page }, use) => {
    const editor = new Editor(page);
    await openGallery(page, looks['light'] ?? {});
    await editor.text.waitFor();
    await use(editor);
    expect(editor.refused).toEqual([]);
  },
});

test('is laid out by its own style sheet, which the policy lets in by its nonce', async ({ editor }) => {
  test.slow();
  // Without that sheet lines do not wrap and the text is no block.
  await expect(editor.text).toHaveCSS('white-space-collapse', 'break-spaces');
  await expect(editor.text).toHaveAttribute('spellcheck', 'true');
  await expectClean(editor.page);
});

test('writes what is typed, undoes it, and lets Tab leave', async ({ editor, page }) => {
  await editor.toEnd();
  await page.keyboard.type('One more line.');
  await expect(editor.written).toContainText('One more line.');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(editor.written).not.toContainText('One more line.');
  await page.keyboard.press('Tab');
  await expect(editor.text).not.toBeFocused();
});

test('finds a card by its alias after [[, and writes its id', async ({ editor, page }) => {
  await editor.toEnd();
  await page.keyboard.type('See [[mttr');
  const option = page.getByRole('option', { name: /Time to repair/ });
  await expect(option).toBeVisible();
  await expectClean(page, ['region']);
  await page.keyboard.press('Enter');
  await expect(editor.written).toContainText('See [[repair-time|Time to repair]]');
});

test('offers at the start of an item what the type allows, and brings the reason', async ({
  editor,
  page,
}) => {
  await editor.toEnd();
  await page.keyboard.type('- cau');
  await expect(page.getByRole('option', { name: 'causes' })).toBeVisible();
  await settled(page);
  await page.keyboard.press('Enter');
  await page.keyboard.type('overt');
  await expect(page.getByRole('option', { name: /Overtime/ })).toBeVisible();
  await settled(page);
  await page.keyboard.press('Enter');
  await page.keyboard.type('fewer are called in');
  await expect(editor.written).toContainText(
    '- causes [[overtime-climbs|Overtime cost climbs]] because fewer are called in',
  );
});

test('goes from finding to finding, and mends with one key', async ({ editor, page }) => {
  await editor.text.focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('F8');
  await expect(page.locator('.cm-announced')).toContainText('Warning: A figure without a source.');
  await page.keyboard.press('F8');
  await expect(page.locator('.cm-announced')).toContainText('No card is called');
  await page.keyboard.press('ControlOrMeta+.');
  await expect(editor.written).toContainText('- worsens A card that is gone');
});

test('shows the Markdown as it is, one key away', async ({ editor, page }) => {
  await expect(editor.text).toContainText('See the table.');
  await editor.text.focus();
  await page.keyboard.press('ControlOrMeta+E');
  await expect(editor.text).toContainText('See [the table](https://example.org/table).');
  await expect(page.getByTestId('editor-source')).toHaveAttribute('aria-pressed', 'true');
  await expect(editor.text).toBeFocused();
});

test('finds and replaces, and comes back with Esc', async ({ editor, page }) => {
  await editor.text.focus();
  await page.keyboard.press('ControlOrMeta+F');
  await expect(page.getByTestId('find-words')).toBeFocused();
  await page.keyboard.type('plant');
  await expect(page.getByTestId('find-count')).toHaveText(/\d places/);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('find-count')).toHaveText(/^Place \d of \d/);
  await page.getByTestId('find-replacement').fill('site');
  await expectClean(page);
  await page.getByTestId('find-replace-all').click();
  await expect(editor.written).toContainText('sites like yours');
  await page.getByTestId('find-words').focus();
  await page.keyboard.press('Escape');
  await expect(editor.text).toBeFocused();
});

test('takes over what another program wrote, and keeps the caret and the way back', async ({
  editor,
  page,
}) => {
  await editor.text.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('mine');
  // In the gallery another program writes a line whenever the card is saved.
  await page.keyboard.press('ControlOrMeta+S');
  await expect(editor.written).toContainText('Another program wrote this.');
  await page.keyboard.type('!');
  await expect(editor.written).toContainText('mine!');
  await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(editor.written).not.toContainText('mine');
  await expect(editor.written).toContainText('Another program wrote this.');
});

test('follows a link by keyboard', async ({ editor, page }) => {
  await editor.text.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  for (let step = 0; step < 14; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(editor.told).toHaveText('long-night-stops');
});

test('takes links and pictures from the clipboard', async ({ editor, page }) => {
  await editor.toEnd();
  await editor.paste('text/html', '<p>See <a href="https://example.org/x">a page</a>.</p>');
  await expect(editor.written).toContainText('See [a page](https://example.org/x).');
  await editor.paste('image/png', 'not really');
  await page.keyboard.type('The line');
  await expect(editor.written).toContainText('![The line](pictures/line.png)');
});

test('takes a word of the vocabulary by its synonym, and gives it back', async ({ page, editor }) => {
  const form = page.getByTestId('front-matter-rest');
  await expect(editor.text).toBeVisible();
  const add = form.getByTestId('tokens-industry-add');
  await add.focus();
  await page.keyboard.type('hosp');
  await expect(page.getByRole('option', { name: /Health care/ })).toBeVisible();
  await page.keyboard.press('Enter');
  const words = form.getByTestId('tokens-industry').getByRole('listitem');
  await expect(words).toHaveText(['Manufacturing', 'cement', 'Health care']);
  await expect(add).toHaveValue('');
  await add.fill('Zeppelins');
  await page.keyboard.press('Enter');
  await expect(words).toHaveText(['Manufacturing', 'cement', 'Health care', 'Zeppelins']);
  await form.getByRole('button', { name: 'Remove “cement”' }).click();
  await expect(words).toHaveText(['Manufacturing', 'Health care', 'Zeppelins']);
});

test('settles what both sides changed by keyboard, with nothing chosen before', async ({ page, editor }) => {
  await expect(editor.text).toBeVisible();
  const merge = page.getByTestId('merge');
  await expect(merge.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(merge.getByTestId('merge-take')).toBeDisabled();
  await merge.getByRole('button', { name: 'Next open place' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(merge.getByTestId('merge-result').first()).toContainText('Night stops last twice as long');
  await expect(merge.getByTestId('merge-open')).toHaveText('1 place is still open');
  await merge.getByRole('button', { name: 'Next open place' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(merge.getByTestId('merge-result').last()).toContainText('This part is left out.');
  await expect(merge.getByTestId('merge-take')).toBeEnabled();
  await merge.getByTestId('merge-take').focus();
  await page.keyboard.press('Enter');
  await expect(editor.told).toHaveText(
    '[{"id":"title","text":"Night stops last twice as long"},{"id":"section","text":null}]',
  );
});

for (const name of ['dark', 'high contrast, dark', 'right to left']) {
  base(`${name}: axe finds nothing in the editor`, async ({ page }) => {
    test.slow();
    await openGallery(page, looks[name] ?? {});
    await new Editor(page).text.waitFor();
    await expectClean(page);
  });
}

base('is not loaded until a card is edited', async ({ page }) => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const address = process.env['ONEUP_SERVE_URL'];
  if (address === undefined)
    throw new Error('Set ONEUP_SERVE_URL to the address the development server prints.');
  await page.goto(address);
  await page.locator('html[data-ready="true"]').waitFor();
  expect(loaded.filter((path) => path.includes('surface'))).toEqual([]);
});
