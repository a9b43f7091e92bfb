// The map and the gaps on the real program: reasons on lines, every way by keyboard, the same as a list, and what
// closes a gap.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './library';

test.beforeEach(async ({ library, page }) => {
  await expect(library.rows.first()).toBeVisible();
  await page.keyboard.press('Escape');
});

test('b16 the map is walked by the arrow keys, says why, and opens a card', async ({ library, page }) => {
  await page.getByTestId('frame-go.map').click();
  const map = page.getByTestId('map-columns');
  await expect(page.getByTestId('map-card').first()).toBeVisible();
  await map.focus();
  const active = page.locator('[data-testid="map-card"][aria-selected="true"]');
  await expect(active).toHaveCount(1);
  const force = String(await active.getAttribute('data-key'));
  await page.keyboard.press('ArrowRight');
  await expect(active).not.toHaveAttribute('data-key', force);
  await expect(page.getByTestId('map-because')).toContainText(/because|no reason/);
  await expect(page.getByTestId('map-strip').getByTestId('map-line').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(active).toHaveAttribute('data-key', force);
  await page.keyboard.press('Enter');
  await expect(library.pane.locator(`article[data-key="${force}"]`)).toBeVisible();
});

test('b16 the same reads as a list', async ({ page }) => {
  await page.getByTestId('frame-go.map').click();
  await page.getByTestId('map-as-list').click();
  const list = page.getByRole('list', { name: 'Map' });
  await expect(list.getByRole('listitem').first()).toContainText(/because|No line|no reason/);
});

test('b16 a card shows what is around it', async ({ library, page }) => {
  await library.type('a');
  await page.getByTestId('result-row').first().click();
  await expect(library.title).toBeVisible();
  const title = String(await library.title.textContent());
  await page.keyboard.press('Control+Shift+M');
  await expect(page.getByRole('heading', { level: 1, name: `Around “${title.trim()}”` })).toBeVisible();
});

/** Writes a force that leads to nothing: the shipped cards have no gap. */
function leaveGap() {
  const folder = process.env['ONEUP_SERVE_LIBRARY'];
  if (folder === undefined) throw new Error('Set ONEUP_SERVE_LIBRARY to the library that is served.');
  const id = `leads-nowhere-${Date.now().toString(36)}`;
  const text = `---\nid: ${id}\ntype: force\ntitle: Something that leads to nothing yet\nstatus: draft\n---\n`;
  writeFileSync(join(folder, 'mine', `${id}.md`), text);
}

test('b16 each gap says what closes it', async ({ page }) => {
  leaveGap();
  await page.getByTestId('frame-go.gaps').click();
  await expect(page.getByTestId('gap-head').first()).toBeVisible();
  const row = page.getByTestId('gap-row').first();
  const key = String(await row.getAttribute('data-key'));
  await row.getByRole('button').first().click();
  await expect(page.locator(`article[data-key="${key}"]`)).toBeVisible();
});

for (const name of ['map', 'gaps'] as const) {
  test(`the ${name} page holds nothing that a screen reader stumbles over`, async ({ page }) => {
    if (name === 'gaps') leaveGap();
    await page.getByTestId(`frame-go.${name}`).click();
    await expect(page.getByTestId(name === 'map' ? 'map-card' : 'gap-row').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include(`[data-page="${name}"]`).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
