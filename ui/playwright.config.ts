// The whole page in an ordinary browser, on the real program: ONEUP_SERVE_URL is the address that the development
// server prints, token and all. CHROMIUM names the browser where it is not in its usual place.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './tests/browser',
  outputDir: './test-results',
  fullyParallel: false,
  workers: 1,
  // What fails at once is tried once more and told as flaky: a browser beside a full machine misses a frame.
  retries: 1,
  reporter: 'list',
  timeout: 30_000,
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    trace: 'off',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
