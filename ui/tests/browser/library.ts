// What every browser test starts from: the library view on the real program, its first answer painted.

import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** The library view, by the names that stay. */
export class Library {
  readonly box: Locator;
  readonly rows: Locator;
  readonly selected: Locator;
  readonly pane: Locator;
  readonly title: Locator;
  readonly total: Locator;
  /** What the page complained about. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    this.box = page.getByTestId('search-box');
    this.rows = page.getByTestId('result-row');
    this.selected = page.locator('[data-testid="result-row"][aria-selected="true"]');
    this.pane = page.getByTestId('reading-pane');
    this.title = page.getByTestId('card-title');
    this.total = page.getByTestId('total');
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** Opens the page and waits for the first answer. */
  async open(): Promise<void> {
    const address = process.env['ONEUP_SERVE_URL'];
    if (address === undefined)
      throw new Error('Set ONEUP_SERVE_URL to the address the development server prints.');
    await this.page.goto(address);
    await this.page.locator('html[data-ready="true"]').waitFor();
  }

  /** Types as a person does, key by key. */
  async type(words: string): Promise<void> {
    await this.box.pressSequentially(words);
  }

  /** Finds a card by its id and waits until it is in the reading pane. */
  async read(query: string, id: string): Promise<void> {
    await this.box.fill(query);
    const row = this.page.locator(`[data-testid="result-row"][data-key="core/${id}"]`);
    await row.click();
    await expect(this.pane.locator(`article[data-key="core/${id}"]`)).toBeVisible();
  }
}

/** A test on the library view; it also fails if the page complained. */
export const test = base.extend<{ library: Library }>({
  library: async ({ page }, use) => {
    const library = new Library(page);
    await library.open();
    await use(library);
    expect(library.complaints).toEqual([]);
  },
});

export { expect };
