import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';
import { bin, run } from './run-command.mjs';
import { which } from './which.mjs';

/** Draws MapLibre GL without a graphics card, and calls nobody. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds a browser for the page's tests: CHROMIUM_PATH, else one on the PATH, else Debian's package (as root), else the
 * one Playwright fetches. Sets CHROMIUM_PATH unless it is Playwright's.
 * @returns {Promise<{ says: string, missing: boolean }>}
 */
export async function prepareChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    const there = existsSync(given);
    return { says: there ? given : `CHROMIUM_PATH names ${given}, which is not there`, missing: !there };
  }
  const found = findChromium();
  if (found !== undefined) return use(found, 'as installed');
  const installed = (await aptInstall('chromium')) ? findChromium() : undefined;
  if (installed !== undefined) return use(installed, 'installed by apt-get now');
  const { code, output } = await run(process.execPath, [
    bin('playwright', 'playwright'),
    'install',
    'chromium',
  ]);
  if (code === 0) return { says: "Playwright's own, fetched into its cache", missing: false };
  return { says: `none: Playwright could not fetch one: ${output.trim().split('\n').at(-1)}`, missing: true };
}

/** The browser installed on this machine, if there is one. */
export function findChromium() {
  return NAMES.map(which).find((found) => found !== undefined);
}

function use(found, how) {
  process.env['CHROMIUM_PATH'] = found;
  return { says: `${found}, ${how}`, missing: false };
}
