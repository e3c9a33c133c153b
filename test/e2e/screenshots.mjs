/**
 * `npm run screenshots`: starts the demo on free ports and data of its own, waits until alarms stand, and takes the pictures
 * of docs/screenshots. `npm run screenshots -- FOLDER` takes every page at every size in both languages instead, to be looked at.
 *
 * `--only PATTERN` takes those whose file's name it matches; `--demo ORIGIN` takes them from a demo that is running already.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS } from '../prepare/chromium.mjs';
import { openDemo } from './open-demo.mjs';
import { KEPT } from './screenshots/kept.mjs';
import { stage } from './screenshots/stage.mjs';
import { take } from './screenshots/take.mjs';
import { every } from './screenshots/views.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, demo: { type: 'string' } },
});
const [folder] = positionals;
const out = path.resolve(ROOT, folder ?? 'docs/screenshots');
mkdirSync(out, { recursive: true });
const wanted = new RegExp(values.only);
const pictures = (folder === undefined ? KEPT : every()).filter((picture) => wanted.test(nameOf(picture)));

const { demo, stop } = await openDemo(values.demo);
const failed = await takeAll().finally(stop);
for (const failure of failed) process.stderr.write(`${failure}\n`);
process.exit(failed.length === 0 ? 0 : 1);

/** @returns what could not be taken, and why */
async function takeAll() {
  await demo.untilAlarms();
  const facts = await stage(demo);
  const executablePath = process.env['CHROMIUM_PATH'];
  const browser = await chromium.launch({
    args: CHROMIUM_FLAGS,
    ...(executablePath ? { executablePath } : {}),
  });
  const failures = [];
  try {
    for (const picture of pictures) {
      const file = path.join(out, nameOf(picture));
      await take(browser, demo, facts, picture, file).catch((error) =>
        failures.push(`${nameOf(picture)}: ${error}`),
      );
    }
  } finally {
    await browser.close();
  }
  return failures;
}

function nameOf({ view, size, language }) {
  return `${view}-${size}-${language}.png`;
}
