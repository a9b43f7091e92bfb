// How a test reaches the gallery, and in which looks it is looked at.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The looks of the page that everything must stand up to, by the attributes of its root. */
export const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: { 'data-theme': 'light' },
  dark: { 'data-theme': 'dark' },
  'high contrast, light': { 'data-theme': 'light', 'data-contrast': 'more' },
  'high contrast, dark': { 'data-theme': 'dark', 'data-contrast': 'more' },
  compact: { 'data-theme': 'light', 'data-density': 'compact' },
  'right to left': { 'data-theme': 'light', dir: 'rtl' },
};

/** The address of a page of the program, in a language if one is named. */
export function addressOf(page: string, locale?: string): string {
  const served = process.env['ONEUP_SERVE_URL'];
  if (served === undefined)
    throw new Error('Set ONEUP_SERVE_URL to the address the development server prints.');
  const address = new URL(served);
  if (locale !== undefined) address.searchParams.set('locale', locale);
  address.hash = page;
  return address.href;
}

/** Opens the gallery in certain looks, with nothing that moves. */
export async function openGallery(page: Page, wanted: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(addressOf('gallery'));
  await page.getByTestId('gallery').waitFor();
  await page.evaluate(
    (attributes) => {
      for (const [name, value] of Object.entries(attributes))
        document.documentElement.setAttribute(name, value);
    },
    { ...wanted, 'data-motion': 'reduced' },
  );
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Fails on anything axe finds. */
export async function expectClean(page: Page, without: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(without).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
