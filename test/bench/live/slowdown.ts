import { startPlatform, type Platform } from '../platform.js';
import { median } from '../report.js';
import { spread } from '../shapes.js';
import { range, register } from '../world.js';
import { Crowd } from './crowd.js';
import { OPERATORS, SEALS, type LiveRun } from './figures.js';

/** `ingestSlowdown`: by how much the highest rate of 100,000 seals falls when 200 operators look at the country; turn by turn without and with them. */
export async function slowdown(run: LiveRun): Promise<void> {
  const { report, options } = run;
  const database = await run.stage.database('slowdown');
  await register(database.pool, run.world, range(1, SEALS), Date.now());
  const platform = await startPlatform(run.stage, database);
  const everySealOnce = { ...spread(run.next(platform), SEALS, SEALS), warmUp: 0, duration: 120_000 };
  await run.load(platform, 'every seal once', everySealOnce);

  const [alone, watched]: [Turn[], Turn[]] = [[], []];
  for (let turn = 0; turn < options.turns; turn++) {
    alone.push(await oneTurn(run, platform, 'unwatched'));
    const crowd = await Crowd.open(run, platform, OPERATORS);
    watched.push(await oneTurn(run, platform, 'watched'));
    const { batches, bytes } = await crowd.tally();
    report.say(
      `    ${String(batches)} batches and ${(bytes / 1e6).toFixed(1)} MB to ${String(crowd.size)} operators`,
    );
    if (batches === 0) report.void('the operators were told nothing');
    await crowd.close();
  }
  const rate = (turns: readonly Turn[]): number => median(turns.map(({ rate }) => rate));
  const cost = (turns: readonly Turn[]): number => median(turns.map(({ cost }) => cost));
  report.note('rateUnwatched', rate(alone));
  report.note('rateWatched', rate(watched));
  report.note('costUnwatched', cost(alone));
  report.note('costWatched', cost(watched));
  report.figure('ingestSlowdown', { value: 1 - rate(watched) / rate(alone) });
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
}

/** Messages a second, and microseconds of the platform's processor time a fix. */
interface Turn {
  readonly rate: number;
  readonly cost: number;
}

async function oneTurn(run: LiveRun, platform: Platform, what: string): Promise<Turn> {
  const before = platform.cpu();
  const { messageRate, acknowledged } = await run.load(platform, what, spread(run.next(platform), SEALS));
  return { rate: messageRate, cost: ((platform.cpu() - before) / acknowledged) * 1e6 };
}
