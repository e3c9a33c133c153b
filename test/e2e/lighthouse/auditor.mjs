import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, findChromium } from '../../prepare/chromium.mjs';
import { freePort } from '../../prepare/free-port.mjs';
import { contextOf, show } from '../screenshots/take.mjs';
import { SIZES } from '../screenshots/views.mjs';

/** How a page is looked at; the two share the languages between them. */
export const FORMS = {
  desk: { formFactor: 'desktop', size: 'desk', language: 'vi' },
  phone: { formFactor: 'mobile', size: 'phone', language: 'en' },
};

/** Longest wait for a page's load; a map without a graphics card is slow, and what it is ready by is waited for beside. */
const LOAD_MS = 30_000;
/** So long nothing may be asked of the platform before a page is looked at. */
const QUIET_MS = 250;

/** A name resolves to nothing but this machine: what the browser or a page would ask elsewhere fails, and the console says so. */
const NOBODY_ELSE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** Lighthouse in one browser for many pages: Playwright opens a page as the pictures do, Lighthouse looks on through the browser's debugging port. */
export class Auditor {
  #browser;
  #debugged;
  #opened = 0;

  /** @param {import('@playwright/test').Browser} browser @param {import('puppeteer-core').Browser} debugged the same one */
  constructor(browser, debugged) {
    this.#browser = browser;
    this.#debugged = debugged;
  }

  static async start() {
    const port = await freePort();
    const executablePath = process.env['CHROMIUM_PATH'] || findChromium();
    const browser = await chromium.launch({
      args: [...CHROMIUM_FLAGS, NOBODY_ELSE, `--remote-debugging-port=${port}`],
      ...(executablePath ? { executablePath } : {}),
    });
    const browserURL = `http://127.0.0.1:${port}`;
    return new Auditor(browser, await puppeteer.connect({ browserURL, defaultViewport: null }));
  }

  async stop() {
    await this.#debugged.disconnect();
    await this.#browser.close();
  }

  /**
   * Looks at a view as the pictures show it.
   * @param {import('../screenshots/demo.mjs').Demo} demo
   * @param {import('../screenshots/stage.mjs').Facts} facts
   * @param {string} view
   * @param {'desk' | 'phone'} form
   * @returns {Promise<string[]>} what keeps either category from 100: the audit, and where it failed
   */
  async audit(demo, facts, view, form) {
    const { formFactor, size, language } = FORMS[form];
    const isMobile = form === 'phone';
    const screen = { viewport: SIZES[size], deviceScaleFactor: 1, isMobile };
    const context = await contextOf(this.#browser, demo, view, screen);
    try {
      context.setDefaultTimeout(LOAD_MS);
      const page = await context.newPage();
      let refusal;
      const result = await lighthouse(
        // waited for by Lighthouse after the load alone: a page that does not come to what is looked at is told below
        () =>
          show(page, demo, facts, { view, language }).catch((error) => {
            refusal = error;
          }),
        {
          logLevel: 'error',
          output: 'json',
          formFactor,
          screenEmulation: {
            ...SIZES[size],
            mobile: isMobile,
            deviceScaleFactor: 1,
            disabled: false,
          },
          maxWaitForLoad: LOAD_MS,
          networkQuietThresholdMs: QUIET_MS,
          ...NO_FURTHER_WAITING,
        },
        {
          extends: 'lighthouse:default',
          // some views are of a gatehouse whose network was cut: the browser says so, and no page can keep it from that
          audits: [
            { path: 'errors-in-console', options: { ignoredPatterns: ['ERR_INTERNET_DISCONNECTED'] } },
          ],
          settings: {
            onlyCategories: ['accessibility', 'best-practices'],
            // the session's cookie stays
            disableStorageReset: true,
            disableFullPageScreenshot: true,
          },
        },
        await this.#sameIn(page),
      );
      return refusal === undefined ? failures(result.lhr) : [`it did not come to be: ${refusal}`];
    } finally {
      await context.close();
    }
  }

  /** The page as Lighthouse's own library has it. @param {import('@playwright/test').Page} page */
  async #sameIn(page) {
    const address = `about:blank#${++this.#opened}`;
    await page.goto(address);
    const target = await this.#debugged.waitForTarget((one) => one.url() === address);
    return target.page();
  }
}

/** `simulate` slows nothing down: only performance would be reckoned from it. */
const NO_FURTHER_WAITING = {
  throttlingMethod: 'simulate',
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  cpuQuietThresholdMs: 0,
};

/**
 * Every audit with a weight that does not hold, however little it weighs: the score is rounded, and would hide one of a hundred.
 * @param {import('lighthouse').Result} lhr
 */
function failures(lhr) {
  if (lhr.runtimeError !== undefined) return [`it could not look: ${lhr.runtimeError.message}`];
  return Object.values(lhr.categories).flatMap(({ id, score, auditRefs }) => {
    const failed = auditRefs
      .filter(({ weight }) => weight > 0)
      .map((ref) => lhr.audits[ref.id])
      .filter((audit) => audit.scoreDisplayMode === 'error' || (audit.score !== null && audit.score < 1))
      .flatMap((audit) => told(id, audit));
    return score === 1 || failed.length > 0 ? failed : [`${id}: ${score}`];
  });
}

/** An audit's words, with each place that it names. */
function told(category, { id, title, errorMessage, details }) {
  const places = (details?.items ?? []).map(
    ({ node, ...more }) =>
      (node && `${node.selector} ${node.snippet} ${node.explanation}`) ?? JSON.stringify(more),
  );
  const head = `${category}, ${id}: ${errorMessage ?? title}`;
  return places.length === 0 ? [head] : places.map((place) => `${head} ${place}`);
}
