import { chromium, type Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import { operatorToken } from '../operator.js';
import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import { scheduled } from '../shapes.js';
import { range, register } from '../world.js';
import { INTERVAL_S, type LiveRun } from './figures.js';

/** As many as a map shows one by one. */
const IN_VIEW = 10_000;
const METRES_PER_FIX = 400;
/** Milliseconds until every seal has told where it is. */
const WARM_UP = (INTERVAL_S + 5) * 1_000;
/** Milliseconds that the page may take to open and to come to rest. */
const OPENING = 40_000;
/** The page is opened so often, each time by a browser that has nothing of it yet. */
const OPENED = 5;
/** Milliseconds between two looks at whether it is there. */
const LOOK_AGAIN = 50;
/** Milliseconds of counting. */
const COUNTING = 20_000;

const VIEWPORT = { width: 1600, height: 900 };

/** In the page, before all else: counts the milliseconds that are computed in animation frames, which is the map's drawing. */
const TIME_FRAMES = `
  window.frameTime = 0;
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => ask((time) => {
    const start = performance.now();
    draw(time);
    window.frameTime += performance.now() - start;
  });`;

/**
 * `clientUpdate10k`: what the page of the centre computes in a second while 10,000 containers are in view and tell where they are once in 30 s: all
 * JavaScript of the page's thread, as Chromium counts it, from the message to the last frame that the map draws for it. How much of it is in those
 * frames stands in the context.
 */
export async function browser(run: LiveRun): Promise<void> {
  const { report, options } = run;
  const database = await run.stage.database('browser');
  await register(database.pool, run.world, range(1, IN_VIEW), Date.now());
  const platform = await startPlatform(run.stage, database);
  const load = run.load(platform, '10,000 drive', {
    ...scheduled(run.next(platform), IN_VIEW / INTERVAL_S),
    seals: IN_VIEW,
    metresPerFix: METRES_PER_FIX,
    warmUp: WARM_UP,
    duration: OPENING + COUNTING + (options.only.has('firstMap') ? OPENING : 0),
  });
  load.catch(() => undefined);
  await sleep(WARM_UP);
  const page = await newPage(run, platform);
  const told = countPositions(page);
  await page.addInitScript({ content: TIME_FRAMES });
  await page.goto(originOf(platform));
  await page.getByTestId('count-in-transit').filter({ hasText: /\d/ }).waitFor();
  await sleep(OPENING / 2);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const scripted = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')!.value * 1_000;
  };
  const [before, start, toldBefore] = [await scripted(), performance.now(), told.positions];
  const drawnBefore = await page.evaluate<number>('window.frameTime');
  await sleep(COUNTING);
  const drawn = (await page.evaluate<number>('window.frameTime')) - drawnBefore;
  const seconds = (performance.now() - start) / 1_000;
  report.note('positionsASecond', (told.positions - toldBefore) / seconds);
  report.note('msInFrames', drawn / seconds);
  report.figure('clientUpdate10k', { value: ((await scripted()) - before) / seconds });
  if (options.only.has('firstMap')) {
    const { first, whole } = await openings(page, platform);
    report.figure('firstMap', { value: first });
    report.note('wholeMap', whole);
  }
  if (told.inView < IN_VIEW) report.void(`${String(told.inView)} containers are in view`);
  if (told.positions === toldBefore) report.void('the page was told nothing');
  await load;
  await run.children.stop(platform.child);
}

/** Milliseconds from the address. */
interface Opening {
  /** Until land, borders and all containers stood on the screen. */
  first: number;
  /** Until the map with everything on it did. */
  whole: number;
}

/**
 * `firstMap`, and in the context `wholeMap`: the medians of some openings.
 * @param opened a page of somebody who is signed in; it is closed first
 */
async function openings(opened: Page, platform: Platform): Promise<Opening> {
  const browser = opened.context().browser()!;
  const storageState = await opened.context().storageState();
  await opened.context().close();
  const all: Opening[] = [];
  for (let i = 0; i < OPENED; i++) {
    const context = await browser.newContext({ viewport: VIEWPORT, storageState });
    const page = await context.newPage();
    all.push(await opening(page, originOf(platform)));
    await context.close();
  }
  return { first: median(all.map(({ first }) => first)), whole: median(all.map(({ whole }) => whole)) };
}

/** The page's own marks count, once all containers came before the first; they are asked for from outside, seldom, and cheaply. */
async function opening(page: Page, address: string): Promise<Opening> {
  const told = countPositions(page);
  await page.goto(address, { waitUntil: 'commit' });
  const markOf = (name: string): Promise<number> =>
    page.evaluate<number>(`performance.getEntriesByName('${name}')[0]?.startTime ?? 0`);
  for (;;) {
    const [first, whole] = [await markOf('haidang-first-map'), await markOf('haidang-map')];
    if (first > 0 && whole > 0) return { first, whole };
    if (first > 0 && told.inView < IN_VIEW) throw new Error('the first map was told of without containers');
    await sleep(LOOK_AGAIN);
  }
}

/** Of a browser in which somebody is signed in at the centre. */
async function newPage({ children }: LiveRun, platform: Platform): Promise<Page> {
  const prepare = new URL('../../../prepare/chromium.mjs', import.meta.url);
  const { CHROMIUM_FLAGS, prepareChromium } = (await import(prepare.href)) as {
    CHROMIUM_FLAGS: string[];
    prepareChromium: () => Promise<{ says: string; missing: boolean }>;
  };
  const { says, missing } = await prepareChromium();
  if (missing) throw new Error(`no browser: ${says}`);
  const executablePath = process.env['CHROMIUM_PATH'];
  const opened = await chromium.launch({
    args: CHROMIUM_FLAGS,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  children.atEnd(() => opened.close());
  const page = await opened.newPage({ viewport: VIEWPORT });
  const value = await operatorToken(platform.database);
  await page
    .context()
    .addCookies([{ name: 'haidang_session', value, url: originOf(platform), httpOnly: true }]);
  return page;
}

function originOf({ httpPort }: Platform): string {
  return `http://127.0.0.1:${String(httpPort)}`;
}

/** What the page is told from now on: how many positions since its picture of the whole, and how many seals were in that. */
function countPositions(page: Page): { positions: number; inView: number } {
  const told = { positions: 0, inView: 0 };
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload);
      if (text.includes('["positions",')) told.positions += text.split('"sealId":"').length - 1;
      if (text.includes('["snapshot",')) told.inView = Number(/"total":(\d+)/.exec(text)?.[1]);
    }),
  );
  return told;
}
