import { defineConfig, devices } from '@playwright/test';

import { CHROMIUM_FLAGS, findChromium } from './test/prepare/chromium.mjs';

const executablePath = process.env['CHROMIUM_PATH'] || findChromium();

/** The page in a real browser. Each test file starts the platforms it needs; one at a time, so that none waits for another's map. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1920, height: 1080 },
    // what a test routes or cuts must not come from a page that was kept; the gatehouse without a network allows them
    serviceWorkers: 'block',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    screenshot: 'only-on-failure',
    // with the page's own content; a picture of each step would cost a tenth of the time
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [{ name: 'chromium' }],
});
