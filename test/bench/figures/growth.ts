import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import type { Run } from '../run.js';
import { spread } from '../shapes.js';
import { range, register } from '../world.js';
import type { Database } from '../stage.js';

const FEW = 1_000;
const MANY = 100_000;

/**
 * What a fix costs when 1,000 and when 100,000 seals are known and all of them send: the platform's processor time a
 * fix, two platforms taking turns. Every seal has sent once before anything counts.
 */
export async function growth(run: Run): Promise<void> {
  const few = await contestant(run, FEW);
  const many = await contestant(run, MANY);
  run.report.note('rss100kWarm', many.platform.peakMemory());
  for (let turn = 0; turn < run.options.turns; turn++) {
    for (const each of [few, many]) await oneTurn(run, each);
  }
  const [fewCost, manyCost] = [median(few.costs), median(many.costs)];
  run.report.note('costPerFix1k', fewCost);
  run.report.note('costPerFix100k', manyCost);
  run.report.note('rateShrinks100k', median(few.rates) / median(many.rates));
  if (run.options.only.has('costGrowth100k'))
    run.report.figure('costGrowth100k', { value: manyCost / fewCost });
  if (run.options.only.has('rss100k')) run.report.figure('rss100k', { value: many.platform.peakMemory() });
  await run.audit([few.platform, many.platform], [few.database, many.database]);
  await run.children.stop(few.platform.child);
  await run.children.stop(many.platform.child);
}

interface Known {
  readonly seals: number;
  readonly database: Database;
  readonly platform: Platform;
  /** Microseconds of the platform's processor time a fix. */
  readonly costs: number[];
  /** Messages a second. */
  readonly rates: number[];
}

async function contestant(run: Run, seals: number): Promise<Known> {
  const database = await run.stage.database(`known_${String(seals)}`);
  await register(database.pool, run.world, range(1, seals), Date.now());
  const platform = await startPlatform(run.stage, database);
  if (seals === MANY) run.report.note('rss100kAtStart', platform.peakMemory());
  const everySealOnce = { ...spread(run.next(platform), seals, MANY), warmUp: 0, duration: 120_000 };
  await run.load(platform, `every one of ${String(seals)} seals`, everySealOnce);
  return { seals, database, platform, costs: [], rates: [] };
}

async function oneTurn(run: Run, { seals, platform, costs, rates }: Known): Promise<void> {
  const before = platform.cpu();
  const result = await run.load(platform, `${String(seals)} seals`, spread(run.next(platform), seals));
  const cost = ((platform.cpu() - before) / result.acknowledged) * 1e6;
  run.report.say(`    ${cost.toFixed(1)} us of the platform's processor time a fix`);
  costs.push(cost);
  rates.push(result.messageRate);
}
