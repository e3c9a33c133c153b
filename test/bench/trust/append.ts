import { setTimeout as sleep } from 'node:timers/promises';
import { message } from '../children.js';
import { startPlatform } from '../platform.js';
import { median } from '../report.js';
import { LIVE_SEALS, singleFixes } from '../shapes.js';
import type { Database } from '../stage.js';
import { range, register } from '../world.js';
import type { TrustRun } from './figures.js';

/** How long acts may wait to be chained once nobody acts any more, in milliseconds: docs promise a second. */
const UNCHAINED_MS = 1_000;
/** Connecting and warming up of a load, in milliseconds. */
const WARM_UP_MS = 2_000;

/**
 * Acts that other processes enter, each in a transaction of its own, while the platform takes single fixes as fast as it can and chains
 * what is entered: how many are chained a second, and what that leaves of the ingest.
 */
export async function appendRate(run: TrustRun): Promise<void> {
  const { report } = run;
  const database = await run.stage.database('append');
  await register(database.pool, run.world, range(1, LIVE_SEALS), Date.now());
  const platform = await startPlatform(run.stage, database);
  const alone: number[] = [];
  const beside: number[] = [];
  const rates: number[] = [];
  const late: number[] = [];
  for (let turn = 0; turn < run.options.turns; turn++) {
    alone.push((await run.load(platform, 'fixes alone', singleFixes(run.next(platform)))).messageRate);
    const actors = run.children.fork('./trust/actors.js', { DATABASE_URL: database.url });
    await message(actors, 'the actors', 10_000);
    const load = run.load(platform, 'fixes beside acts', singleFixes(run.next(platform)));
    load.catch(() => undefined);
    // from the end of its warming up: the load says nothing before it is over
    await sleep(WARM_UP_MS);
    const from = { at: performance.now(), chained: await chained(database) };
    beside.push((await load).messageRate);
    const to = { at: performance.now(), chained: await chained(database) };
    await run.children.stop(actors);
    rates.push(((to.chained - from.chained) * 1_000) / (to.at - from.at));
    late.push(await drained(database));
    report.say(
      `  ${rates.at(-1)!.toFixed(0)} entry/s chained, the last ${late.at(-1)!.toFixed(0)} ms after its act`,
    );
  }
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
  report.note('ingestAlone', median(alone));
  report.note('ingestBeside', median(beside));
  report.note('lastChainedAfterMs', Math.max(...late));
  if (Math.max(...late) > UNCHAINED_MS)
    report.void(`acts waited ${Math.max(...late).toFixed(0)} ms to be chained`);
  report.figure('ledgerAppendRate', { value: median(rates) });
}

async function chained({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select coalesce(max(position), 0)::float8 as n from ledger',
  );
  return rows[0]!.n;
}

/** @returns milliseconds until nothing waited any more */
async function drained({ pool }: Database): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { rows } = await pool.query<{ waits: boolean }>(
      'select exists (select from ledger_inbox) as waits',
    );
    if (!rows[0]!.waits || performance.now() - began > 60_000) return performance.now() - began;
    await sleep(20);
  }
}
