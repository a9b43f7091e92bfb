// Everything by keyboard: the palette, the quick switcher, the sheet of keys, pages and the way back; and the focus,
// which is always somewhere.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './library';

/** Whether the keyboard stands on something, and not on the page as such. */
async function expectFocused(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
}

async function goTo(page: Page, letter: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
}

test('the palette finds a command by a few letters, runs it, and remembers it', async ({ library, page }) => {
  await page.keyboard.press('Control+k');
  const field = page.getByTestId('palette-field');
  await expect(field).toBeFocused();
  await field.pressSequentially('gts');
  const first = page.getByTestId('palette-row').first();
  await expect(first).toHaveAttribute('data-key', 'go.settings');
  await expect(first.locator('mark').first()).toBeVisible();
  await expect(field).toHaveAttribute('aria-activedescendant', String(await first.getAttribute('id')));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  expect(page.url()).toContain('#settings');
  await expect(page).toHaveTitle(/^Settings/);
  await page.keyboard.press('Control+Shift+P');
  await expect(first).toHaveAttribute('data-key', 'go.settings');
  await expect(first).toContainText('Used lately');
  await page.keyboard.press('Escape');
  await expectFocused(page);
  await expect(library.rows.first()).toBeHidden();
});

test('what makes no sense now is last in the palette, says why, and does nothing', async ({
  library,
  page,
}) => {
  await expect(library.box).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-field').fill('clear the filters');
  const row = page.getByTestId('palette-row').first();
  await expect(row).toHaveAttribute('aria-disabled', 'true');
  await expect(row).toContainText('No filter is chosen.');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('palette')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('palette')).toBeHidden();
});

test('the arrows, Home and End move through the palette', async ({ library, page }) => {
  await expect(library.box).toBeFocused();
  await page.keyboard.press('Control+k');
  const rows = page.getByTestId('palette-row');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(rows.last()).toHaveAttribute('aria-selected', 'true');
  await expect(rows.last()).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(rows.first()).toHaveAttribute('aria-selected', 'true');
});

test('the quick switcher opens a card, and offers it again', async ({ library, page }) => {
  await page.keyboard.press('Control+o');
  await expect(page.getByTestId('switcher-field')).toBeFocused();
  await page.keyboard.type('plant manager');
  await page.keyboard.press('Enter');
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', 'core/plant-manager');
  await expect(library.pane).toBeFocused();
  await page.keyboard.press('Control+p');
  await expect(page.getByTestId('switcher-row').first()).toHaveAttribute(
    'data-key',
    'card core/plant-manager',
  );
  await page.keyboard.press('Escape');
  await expect(library.pane).toBeFocused();
});

test('the quick switcher offers a new card under what was typed', async ({ library, page }) => {
  await expect(library.box).toBeFocused();
  await page.keyboard.press('Control+o');
  await page.keyboard.type('qqqqxxzz');
  await expect(page.getByTestId('switcher-row')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('new-card-title')).toBeFocused();
  await expect(page.getByTestId('new-card-title')).toHaveValue('qqqqxxzz');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('new-card')).toBeHidden();
  await expectFocused(page);
});

test('the sheet of keys shows every key, narrows, and leads to where they are changed', async ({
  library,
  page,
}) => {
  await page.keyboard.press('Escape');
  await expect(library.box).not.toBeFocused();
  await page.keyboard.press('?');
  const sheet = page.getByTestId('cheat-sheet');
  await expect(page.getByTestId('cheat-sheet-field')).toBeFocused();
  await expect(sheet).toContainText('Go to the settings');
  await page.keyboard.type('ctrl+k');
  await expect(sheet).toContainText('Show all commands');
  await expect(sheet).not.toContainText('Go to the settings');
  await page.getByTestId('cheat-sheet-edit').click();
  await expect(page.locator('[data-section="keys"] h2')).toBeFocused();
  expect(page.url()).toContain('#settings/keys');
});

test('two keys go to a page, and a hint shows what may follow the first', async ({ library, page }) => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await expect(page.getByTestId('key-hint')).toContainText('Go to the activity page');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('key-hint')).toBeHidden();
  await goTo(page, 'a');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeFocused();
  await goTo(page, 's');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await goTo(page, 'l');
  await expect(library.box).toBeFocused();
  await page.keyboard.type('g');
  await expect(library.box).toHaveValue('g');
  await expect(page.getByTestId('key-hint')).toBeHidden();
});

test('the way back leads through pages and cards alike, and the library is as it was left', async ({
  library,
  page,
}) => {
  await library.type('plant');
  await expect(library.rows.first().locator('mark').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(library.pane).toBeFocused();
  const key = String(await library.selected.getAttribute('data-key'));
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', key);
  await goTo(page, 's');
  await expect(library.pane).toBeHidden();
  await goTo(page, 'a');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(library.pane).toBeFocused();
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', key);
  await expect(library.box).toHaveValue('plant');
  await expect(library.selected).toHaveAttribute('data-key', key);
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
});

test('J and K walk the list, outside of fields', async ({ library, page }) => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await expect(library.rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('k');
  await expect(library.rows.first()).toHaveAttribute('aria-selected', 'true');
});

test('a page that the address names is opened', async ({ library, page }) => {
  await page.goto(`${String(process.env['ONEUP_SERVE_URL'])}#activity/log`);
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect(library.box).toBeHidden();
});

test('a window that is opened for a card shows it, with the list behind it', async ({ library, page }) => {
  await page.goto('about:blank');
  await page.goto(`${String(process.env['ONEUP_SERVE_URL'])}#card=core%2Fplant-manager`);
  await expect(library.pane.locator('article')).toHaveAttribute('data-key', 'core/plant-manager');
  await expect(library.rows.first()).toBeVisible();
});

test('Tab goes through the whole page and comes round, and back again', async ({ library, page }) => {
  await expect(library.rows.first()).toBeVisible();
  for (const [key, origin] of [
    ['Tab', 'start'],
    ['Shift+Tab', 'end'],
  ] as const) {
    const seen = new Set<string>();
    let rounds = 0;
    for (let press = 0; press < 400 && rounds < 2; press += 1) {
      await page.keyboard.press(key);
      const where = await page.evaluate(() => {
        const all = [...document.querySelectorAll('*')];
        return document.activeElement === document.body
          ? 'body'
          : String(all.indexOf(document.activeElement ?? document.body));
      });
      // Between the last and the first a browser may stand on the page itself, once a round.
      if (where === 'body' || seen.has(where)) rounds += 1;
      seen.add(where);
    }
    expect(rounds, `round from the ${origin}`).toBe(2);
    expect(seen.size).toBeGreaterThan(6);
  }
});

test('the focus is never lost when what stands over the page is closed', async ({ library, page }) => {
  const openers: [string, string][] = [
    ['Control+k', 'palette'],
    ['Control+o', 'switcher'],
    ['Control+n', 'new-card'],
    ['?', 'cheat-sheet'],
  ];
  await page.keyboard.press('Escape');
  await expect(library.box).not.toBeFocused();
  for (const [keys, testid] of openers) {
    await page.keyboard.press(keys);
    await expect(page.getByTestId(testid)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(testid)).toBeHidden();
    await expectFocused(page);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what stands over the page, and every page, is for everyone (${colorScheme})`, async ({
    library,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.keyboard.press('Escape');
    await expect(library.box).not.toBeFocused();
    const expectClean = async (what: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(said, what).toEqual([]);
    };
    for (const [keys, testid] of [
      ['Control+k', 'palette'],
      ['Control+o', 'switcher'],
      ['Control+n', 'new-card'],
      ['?', 'cheat-sheet'],
    ] as const) {
      await page.keyboard.press(keys);
      await expect(page.getByTestId(testid)).toBeVisible();
      await expectClean(testid);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId(testid)).toBeHidden();
    }
    for (const [letter, name] of [
      ['s', 'Settings'],
      ['a', 'Activity'],
    ] as const) {
      await goTo(page, letter);
      await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
      await expectClean(name);
    }
  });
}
