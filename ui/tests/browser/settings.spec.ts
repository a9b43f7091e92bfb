// The settings and the activity page on the real program: a change takes effect at once, holds, and is undone; what
// is wrong in the file is said.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from './library';

async function openPage(page: Page, address: string, testid: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.getByTestId(testid).waitFor();
}

async function openSettings(page: Page): Promise<void> {
  await openPage(page, '#settings', 'settings-file');
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

function theme(page: Page, name: 'As the system' | 'Light' | 'Dark') {
  return page.getByTestId('theme').getByRole('radio', { name });
}

// Each test leaves the file as it found it, since the program outlives the page.
test.describe('settings', () => {
  let file = '';
  let before = '';

  test.beforeEach(async ({ library }) => {
    await openSettings(library.page);
    file = String(await library.page.getByTestId('settings-file').textContent());
    before = readFileSync(file, 'utf8');
  });

  test.afterEach(() => {
    writeFileSync(file, before);
  });

  test('a change shows at once, holds over a new start and is undone by its keys', async ({ page }) => {
    await theme(page, 'Dark').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect.poll(() => readFileSync(file, 'utf8')).toMatch(/^theme = "dark"$/m);
    await page.reload();
    await page.locator('html[data-ready="true"]').waitFor();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await openSettings(page);
    await expect(theme(page, 'Dark')).toBeChecked();
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('Control+z');
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
    await expect(page.getByTestId('toast')).toContainText('Undone: ');
    await expect(theme(page, 'As the system')).toBeChecked();
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('the size of everything follows the slider, and goes back', async ({ page }) => {
    const size = () =>
      page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    const usual = await size();
    await page.getByTestId('zoom').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(size).toBeCloseTo(usual * 1.1, 1);
    await page.getByRole('button', { name: 'Reset “Size” to its default' }).click();
    await expect.poll(size).toBe(usual);
    await expect(page.getByTestId('zoom')).toBeFocused();
  });

  test('new keys work at once, and belong to one command only', async ({ page }) => {
    await page.getByTestId('settings-filter').fill('go.library');
    const keys = page.getByTestId('keys-go.library');
    await keys.click();
    await page.keyboard.press('Control+k');
    await expect(page.getByTestId('keys-taken')).toContainText('Show all commands');
    await page.keyboard.press('Enter');
    await expect(keys).toBeFocused();
    await expect(keys).toHaveAccessibleName(/Control K/);
    await page.keyboard.press('Control+k');
    await expect(page.getByTestId('search-box')).toBeVisible();
  });

  test('what cannot be used in the file is said with its remedy', async ({ page }) => {
    writeFileSync(file, `theme = "purple"\n${before.replace(/^theme = .*\n/m, '')}`);
    await page.reload();
    await page.locator('html[data-ready="true"]').waitFor();
    await openSettings(page);
    await expect(page.getByTestId('settings-problem')).toContainText('theme');
    await expect(page.getByTestId('settings-problem')).toContainText('purple');
    await expectClean(page);
  });

  test('a word finds the settings that it fits', async ({ page }) => {
    await page.getByTestId('settings-filter').fill('login');
    await expect(page.getByTestId('setting-open_at_login')).toBeVisible();
    await expect(page.getByTestId('setting-theme')).toBeHidden();
    await page.getByTestId('settings-filter').fill('qqxxzz');
    await expect(page.getByTestId('settings-none')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('setting-theme')).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`settings and activity in ${colorScheme} have no finding`, async ({ library }) => {
    const { page } = library;
    await page.emulateMedia({ colorScheme });
    await openSettings(page);
    await expectClean(page);
    await openPage(page, '#settings/keys', 'settings-keys');
    await expect(page.getByRole('heading', { name: 'Keys', exact: true })).toBeFocused();
    for (const [address, testid] of [
      ['#activity/work', 'activity'],
      ['#activity/log', 'log'],
      ['#activity/network', 'network-none'],
    ] as const) {
      await openPage(page, address, testid);
      await expectClean(page);
    }
    await openPage(page, '#activity/log', 'log');
    await page.getByTestId('support-open').click();
    await expect(page.getByTestId('support-text')).toHaveValue(/One-Up/);
    await expectClean(page);
  });
}
