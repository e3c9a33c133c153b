import { setTimeout as sleep } from 'node:timers/promises';
import { runLoad } from '../load.js';
import { startMosquitto } from '../mosquitto.js';
import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import type { Run } from '../run.js';
import { LIVE_SEALS, singleFixes } from '../shapes.js';
import { range, register } from '../world.js';

/** Messages a second of counting: more than the goal, so that the broker always has some waiting. */
const OFFERED = 20_000;
/** Milliseconds between two counts of what the database gained. */
const LOOK = 200;
/** Milliseconds without any gain after which a turn is given up. */
const STALLED = 15_000;
/** Milliseconds the publishing may take. */
const PUBLISHING = 60_000;

/**
 * Behind a real Mosquitto: a fixed number of messages is published as fast as the broker takes them, and the rate is
 * that number over the time from the first PUBLISH until the last of them stands in the database.
 */
export async function externalBroker(run: Run): Promise<void> {
  const database = await run.stage.database('external');
  await register(database.pool, run.world, range(1, LIVE_SEALS), Date.now());
  const port = await startMosquitto(run.stage);
  const platform = await startPlatform(run.stage, database, `mqtt://127.0.0.1:${String(port)}`);
  const messages = Math.round((run.options.duration / 1000) * OFFERED);
  const reached: number[] = [];
  for (let turn = 0; turn < run.options.turns; turn++)
    reached.push(await oneTurn(run, platform, port, messages));
  run.report.figure('externalBrokerRate', { value: median(reached) });
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
}

async function oneTurn(run: Run, platform: Platform, port: number, messages: number): Promise<number> {
  const before = await platform.stored();
  const setting = { ...run.next(platform), port, duration: PUBLISHING };
  const start = performance.now();
  const load = runLoad(run.children, { ...singleFixes(setting), maxMessages: messages, warmUp: 0 });
  load.catch(() => undefined);

  let gained = 0;
  let last = start;
  while (gained < messages && performance.now() - last < STALLED) {
    await sleep(LOOK);
    const found = (await platform.stored()) - before;
    if (found > gained) last = performance.now();
    gained = found;
  }
  const published = await load;
  platform.owe(published);
  const rate = gained / ((last - start) / 1000);
  run.report.say(
    `  ${String(messages)} messages through Mosquitto: acknowledged by it at ${published.messageRate.toFixed(0)} message/s,` +
      ` in the database at ${rate.toFixed(0)} message/s`,
  );
  if (gained < messages)
    run.report.void(`${String(messages - gained)} messages never came through Mosquitto`);
  return rate;
}
