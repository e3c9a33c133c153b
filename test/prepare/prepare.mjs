import { prepareChromium } from './chromium.mjs';
import { prepareMosquitto } from './mosquitto.mjs';
import { findSharedData } from './shared-data.mjs';
import { toTally } from './tally.mjs';
import { prepareTimescale } from './timescale.mjs';

/**
 * Gets what the tests need, one line each on what it is and where it came from. With CI=true nothing may be missing.
 * @returns {Promise<{ tally: import('./tally.mjs').Tally, stop: () => Promise<void> }>}
 */
export async function prepare() {
  const strict = process.env['CI'] === 'true';
  const missing = [];
  const say = (name, { says, missing: isMissing }) => {
    process.stdout.write(`prepare: ${name}: ${says}\n`);
    if (isMissing && strict) missing.push({ name, passed: false });
  };
  const chromium = await prepareChromium();
  say('browser', chromium);
  say('Mosquitto', await prepareMosquitto());
  say('real data', findSharedData());
  const timescale = await prepareTimescale();
  say('TimescaleDB', timescale);
  return { tally: toTally(missing), stop: timescale.stop };
}
