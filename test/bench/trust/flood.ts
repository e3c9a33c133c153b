import { setTimeout as sleep } from 'node:timers/promises';
import { message } from '../children.js';
import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import { LIVE_SEALS, scheduled } from '../shapes.js';
import { range, register } from '../world.js';
import type { TrustRun } from './figures.js';

/** Messages a second of seals that are signed in. */
const RATE = 1_000;
const CLIENTS = 5_000;
/** Milliseconds in which the seals have signed in, and in which the flood is there too; then counting begins. */
const CONNECTED = 2_000;
const WARM_UP = 8_000;

/**
 * How long signed-in seals wait for their PUBACK (99th percentile) while 5,000 clients that are no devices come again and again from
 * the same machine: silent ones, guesses, beginnings of packets, another protocol. Over what they wait without; by turns.
 */
export async function flood(run: TrustRun): Promise<void> {
  const { report } = run;
  const database = await run.stage.database('flood');
  await register(database.pool, run.world, range(1, LIVE_SEALS), Date.now());
  const platform = await startPlatform(run.stage, database);
  const quiet: number[] = [];
  const flooded: number[] = [];
  for (let turn = 0; turn < run.options.turns; turn++) {
    quiet.push(await p99(run, 'no flood', platform));
    // the seals are in when it begins: of one address, no more than some hundred strangers are let to the door
    const load = p99(run, 'flood', platform);
    load.catch(() => undefined);
    await sleep(CONNECTED);
    const env = { PORT: String(platform.port), CLIENTS: String(CLIENTS) };
    const flooder = run.children.fork('./trust/flooder.js', env);
    await message(flooder, 'the flooder', WARM_UP - CONNECTED);
    flooded.push(await load);
    const came = message<{ connections: number }>(flooder, 'the flooder', 5_000);
    flooder.kill('SIGTERM');
    const { connections } = await came;
    report.say(`  ${String(connections)} connections of strangers`);
    if (connections < CLIENTS) report.void(`only ${String(connections)} connections: that is no flood`);
  }
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
  report.note('quietP99', median(quiet));
  report.note('floodP99', median(flooded));
  report.figure('floodP99Ratio', { value: median(flooded) / median(quiet) });
}

async function p99(run: TrustRun, what: string, platform: Platform): Promise<number> {
  const job = { ...scheduled(run.next(platform), RATE), warmUp: WARM_UP };
  const { latency, messageRate } = await run.load(platform, what, job);
  if (messageRate < 0.95 * RATE) run.report.void(`${what}: the schedule was not kept`);
  return latency.p99;
}
