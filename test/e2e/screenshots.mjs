/**
 * `npm run screenshots`: starts the demo on free ports and data of its own, waits until alarms stand, and takes the pictures
 * of docs/screenshots. `npm run screenshots -- FOLDER` takes every view in both languages and themes instead, to be looked at.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from '../../build.mjs';
import { CHROMIUM_FLAGS, prepareChromium } from '../prepare/chromium.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** How long the demo may take to start, and to have something to show. */
const START_MS = 120_000;
const ALARMS = 4;
const ALARMS_MS = 240_000;

/**
 * What there is to see: a size, the address's path and query, and what is done there first.
 * @type {Record<string, { width: number, height: number, path?: string, query?: string, act?: (page: import('@playwright/test').Page) => Promise<void> }>}
 */
const VIEWS = {
  desk: { width: 1600, height: 900 },
  item: { width: 1600, height: 900, act: openFirst },
  tablet: { width: 1024, height: 768, act: openFirst },
  phone: { width: 390, height: 844 },
  'phone-item': { width: 390, height: 844, act: openFirst },
  'phone-map': { width: 390, height: 844, act: (page) => page.getByTestId('tab-map').click() },
  wall: { width: 1920, height: 1080, query: 'wall&' },
  zones: { width: 1600, height: 900, path: 'map/zones' },
  'zones-phone': { width: 390, height: 844, path: 'map/zones' },
  route: { width: 1600, height: 900, path: 'map/routes', query: 'item=LACHHUYEN-HUUNGHI&', act: tryIt },
  'route-phone': {
    width: 390,
    height: 844,
    path: 'map/routes',
    query: 'item=LACHHUYEN-HUUNGHI&',
    act: tryIt,
  },
  ...Object.fromEntries(
    ['exceptions', 'corrections', 'cases', 'doubt', 'yard', 'deadlines', 'outages'].flatMap((name) => [
      [name, { width: 1600, height: 900, path: `office/${name}`, query: 'show=all&', act: openRow }],
      [`${name}-phone`, { width: 390, height: 844, path: `office/${name}`, query: 'show=all&' }],
    ]),
  ),
};

/** The pictures the documents show. */
const KEPT = [
  { view: 'desk', language: 'vi', theme: 'dark' },
  { view: 'item', language: 'en', theme: 'light' },
  { view: 'wall', language: 'vi', theme: 'dark' },
  { view: 'phone', language: 'vi', theme: 'dark' },
];

const EVERY = Object.keys(VIEWS).flatMap((view) =>
  ['vi', 'en'].flatMap((language) => ['dark', 'light'].map((theme) => ({ view, language, theme }))),
);

const [folder] = process.argv.slice(2);
const out = path.resolve(ROOT, folder ?? 'docs/screenshots');
mkdirSync(out, { recursive: true });

if (!(await build())) process.exit(1);
const { says, missing } = await prepareChromium();
if (missing) throw new Error(`no browser: ${says}`);
const demo = await startDemo();
try {
  await untilAlarms(demo.origin);
  await takeAll(demo.origin, folder === undefined ? KEPT : EVERY);
} finally {
  await demo.stop();
}

async function takeAll(origin, pictures) {
  const executablePath = process.env['CHROMIUM_PATH'];
  const browser = await chromium.launch({
    args: CHROMIUM_FLAGS,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    for (const picture of pictures) {
      const { view, language, theme } = picture;
      const { width, height, path: place = '', query = '', act } = VIEWS[view];
      const page = await browser.newPage({
        viewport: { width, height },
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      const cookie = { name: 'haidang_session', value: await tokenOf(origin), url: origin, httpOnly: true };
      await page.context().addCookies([cookie]);
      await page.goto(`${origin}/${place}?${query}lang=${language}&theme=${theme}`);
      if (place === '') await page.getByTestId('count-in-transit').filter({ hasText: /\d/ }).waitFor();
      else if (place.startsWith('map/'))
        await page.getByTestId('draft-panel').getByRole('heading').first().waitFor();
      else await page.getByTestId('office-answer').waitFor();
      if (place === '' && view !== 'wall') await page.getByTestId('alarm-row').first().waitFor();
      await act?.(page);
      await untilStill(page);
      const file = path.join(out, `${view}-${language}-${theme}.png`);
      await page.screenshot({ path: file });
      process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

/** Opens the gravest alarm's container. */
async function openFirst(page) {
  await page.getByTestId('alarm-row').first().getByRole('button').first().click();
  await page.getByTestId('container-card').getByRole('list').nth(1).waitFor();
}

/** Tries what is chosen on what was driven. */
async function tryIt(page) {
  await page.getByTestId('trial-begin').click();
  await page.getByTestId('trial-answer').and(page.locator('[data-standing="done"]')).waitFor();
}

/** Opens the first item of an office's list, where it has one within a moment. */
async function openRow(page) {
  const row = page.getByTestId('office-row').first();
  await row.waitFor({ timeout: 3_000 }).catch(() => undefined);
  if (await row.isVisible()) await row.click();
  await page.waitForLoadState('networkidle');
}

/**
 * Waits until the map stands: its flight has landed, and three pictures of it are alike but for what moves on it. Their
 * lengths tell: a missing coast, name or mark is more than a hundredth of them.
 */
async function untilStill(page) {
  const map = page.getByTestId('map');
  if (!(await map.isVisible())) return;
  let [alike, before, size] = [0, '', 0];
  for (const end = Date.now() + 60_000; alike < 2 && Date.now() < end; await pause(1_500)) {
    const camera = await page.evaluate(() => JSON.stringify(window.haidang?.camera() ?? null));
    const { length } = await map.screenshot();
    const isAlike = camera === before && camera !== 'null' && Math.abs(length / size - 1) < 0.01;
    alike = isAlike ? alike + 1 : 0;
    [before, size] = [camera, length];
  }
}

async function untilAlarms(origin) {
  for (const end = Date.now() + ALARMS_MS; Date.now() < end; await pause(1_000)) {
    const answer = await fetch(`${origin}/api/v1/alarms?standing=true`, {
      headers: { authorization: `Bearer ${await tokenOf(origin)}` },
    });
    const { items } = await answer.json();
    if (items.length >= ALARMS && items.some(({ severity }) => severity === 'critical')) return;
  }
  throw new Error(`the demo had no ${ALARMS} alarms within ${ALARMS_MS / 1_000} s`);
}

/** The demo's shift supervisor signs in, once. */
async function tokenOf(origin) {
  tokenOf.known ??= (async () => {
    const { items } = await (await fetch(`${origin}/api/v1/demo/accounts`)).json();
    const { username, password } = items.find(({ role }) => role === 'shift_supervisor');
    const answer = await fetch(`${origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    return (await answer.json()).token;
  })();
  return tokenOf.known;
}

/** The whole demo, as `npm start` starts it, on free ports. */
async function startDemo() {
  const data = mkdtempSync(path.join(os.tmpdir(), 'haidang-screenshots-'));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [path.join(ROOT, 'apps/launcher/dist/main.js')], {
    env: { ...process.env, PORT: String(port), MQTT_PORT: String(mqttPort), DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const running = new Promise((resolve) => {
    child.stdout.on('data', (text) => String(text).includes('Open:') && resolve(true));
  });
  const isRunning = await Promise.race([
    running,
    ended.then(() => false),
    pause(START_MS, false, { ref: false }),
  ]);
  if (isRunning) return { origin: `http://127.0.0.1:${port}`, stop };
  await stop();
  throw new Error('the demo did not start');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
