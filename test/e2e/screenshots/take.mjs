import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SIZES, VIEWS } from './views.mjs';

/**
 * Takes one picture.
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./demo.mjs').Demo} demo
 * @param {import('./stage.mjs').Facts} facts
 * @param {Picture} picture
 * @param {string} file where it is written
 * @typedef {{ view: string, size: string, language: string, theme?: string }} Picture
 */
export async function take(browser, demo, facts, { view, size, language, theme }, file) {
  const { pixels = 1 } = VIEWS[view];
  const context = await contextOf(browser, demo, view, {
    viewport: SIZES[size],
    deviceScaleFactor: pixels,
  });
  try {
    const page = await context.newPage();
    await show(page, demo, facts, { view, language, theme });
    await untilStill(page);
    await page.screenshot({ path: file });
    process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
  } finally {
    await context.close();
  }
}

/**
 * Where a view is looked at: by whoever uses it, signed in.
 * @param {import('@playwright/test').Browser} browser
 * @param {import('./demo.mjs').Demo} demo
 * @param {string} view
 * @param {import('@playwright/test').BrowserContextOptions} screen
 */
export async function contextOf(browser, demo, view, screen) {
  const { role, keeps = false } = VIEWS[view];
  const context = await browser.newContext({
    ...screen,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    serviceWorkers: keeps ? 'allow' : 'block',
  });
  if (role !== null) await context.addCookies([await cookieOf(demo, role)]);
  return context;
}

/**
 * Opens a view, and does what is done there first.
 * @param {import('@playwright/test').Page} page
 * @param {import('./demo.mjs').Demo} demo
 * @param {import('./stage.mjs').Facts} facts
 * @param {{ view: string, language: string, theme?: string }} look
 */
export async function show(page, demo, facts, { view, language, theme }) {
  const { path: where, ready, act, theme: usual } = VIEWS[view];
  const address = typeof where === 'string' ? where : await where(facts, demo);
  const sign = address.includes('?') ? '&' : '?';
  const look = theme ?? usual;
  const query = `lang=${language}${look === undefined ? '' : `&theme=${look}`}`;
  await page.goto(`${demo.origin}${address}${sign}${query}`);
  await page.getByTestId(ready).first().waitFor();
  await act?.(page);
}

/** Longer than a dialogue takes to come up on a busy machine. */
const FADE_MS = 3_000;

/** On the page: nothing fades in or moves. */
function isAtRest() {
  return document.getAnimations().every(({ playState }) => playState !== 'running');
}

async function cookieOf(demo, role) {
  return { name: 'haidang_session', value: await demo.token(role), url: demo.origin, httpOnly: true };
}

/**
 * Waits until the page stands: nothing is being read, and where there is a map to be looked at its flight has landed, and three pictures of it are
 * alike but for what moves on it. Their lengths tell: a missing coast, name or mark is more than a hundredth of them.
 */
async function untilStill(page) {
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  const map = page.getByTestId('map');
  const isUnderDialogue = await page.getByRole('dialog').first().isVisible();
  if (isUnderDialogue)
    await page.waitForFunction(isAtRest, undefined, { timeout: FADE_MS }).catch(() => undefined);
  if (isUnderDialogue || !(await map.isVisible())) return;
  let [alike, before, size] = [0, '', 0];
  for (const end = Date.now() + 40_000; alike < 2 && Date.now() < end; await pause(1_000)) {
    const camera = await page.evaluate(() => JSON.stringify(window.haidang?.camera() ?? null));
    const { length } = await map.screenshot();
    const isAlike = camera === before && Math.abs(length / size - 1) < 0.01;
    alike = isAlike ? alike + 1 : 0;
    [before, size] = [camera, length];
  }
  // looking at the map has brought it into view
  await page.evaluate(() => scrollTo(0, 0));
}
