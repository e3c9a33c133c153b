import { setTimeout as sleep } from 'node:timers/promises';
import { AlarmWatch, FIXES_AN_ALARM } from '../operator.js';
import { startPlatform } from '../platform.js';
import { median } from '../report.js';
import { ALARM_FIRST, scheduled } from '../shapes.js';
import { range, register } from '../world.js';
import { Crowd } from './crowd.js';
import { INTERVAL_S, OPERATORS, SEALS, type LiveRun } from './figures.js';
import { StreetWatch } from './street-watch.js';

/** Alarms a turn; each needs a seal of its own. */
const ALARMS = 100;
/** 48 km/h at a fix in 30 s. */
const METRES_PER_FIX = 400;
/** Milliseconds beyond one fix of every seal until operators come. */
const SETTLE = 5_000;
/** Milliseconds in which the operators come. */
const OPENING = 30_000;
/** Milliseconds of counting a turn at least. */
const SHORTEST = 15_000;

/**
 * `bytesPerOperator`, `positionP99` and `alarmP99`: 100,000 seals at one fix in 30 s, 200 operators who look at the country, one more
 * who looks at a town, and alarms raised one by one.
 */
export async function shift(run: LiveRun): Promise<void> {
  const { report, options, world } = run;
  const database = await run.stage.database('shift');
  const strays = range(ALARM_FIRST, ALARMS * options.turns);
  await register(database.pool, world, [...range(1, SEALS), ...strays], Date.now());
  const platform = await startPlatform(run.stage, database);

  const counting = Math.max(SHORTEST, options.duration);
  const warmUp = INTERVAL_S * 1_000 + SETTLE;
  const load = run.load(platform, 'the country drives', {
    ...scheduled(run.next(platform), SEALS / INTERVAL_S),
    seals: SEALS,
    metresPerFix: METRES_PER_FIX,
    warmUp,
    duration: options.turns * (counting + SETTLE) + OPENING,
  });
  let isDriving = true;
  load.then(
    () => (isDriving = false),
    () => undefined,
  );
  await sleep(warmUp);
  const alarms = await AlarmWatch.open(platform);
  run.children.atEnd(() => alarms.close());
  await alarms.prepare(platform.port, strays, world.lines);
  const crowd = await Crowd.open(run, platform, OPERATORS);
  const line = world.lines[0]!;
  const street = await StreetWatch.open(platform, line[Math.floor(line.length / 2)]!);
  run.children.atEnd(() => street.close());
  report.note('sealsInStreetView', street.total);

  const bytes: number[] = [];
  for (let turn = 0; turn < options.turns; turn++) {
    await sleep(SETTLE);
    await crowd.tally();
    const [start, cpu] = [performance.now(), platform.cpu()];
    for (const n of strays.slice(turn * ALARMS, (turn + 1) * ALARMS)) {
      alarms.raise(n, world.lines[n % world.lines.length]!);
      await sleep(counting / ALARMS);
    }
    const tally = await crowd.tally();
    const seconds = (performance.now() - start) / 1_000;
    bytes.push(tally.bytes / seconds / crowd.size);
    report.say(
      `  ${String(crowd.size)} operators, each a second: ${bytes.at(-1)!.toFixed(0)} bytes, ${(tally.batches / seconds / crowd.size).toFixed(2)} batches,` +
        ` ${(tally.clusters / seconds / crowd.size).toFixed(1)} clusters, ${(tally.alarms / seconds / crowd.size).toFixed(1)} alarms;` +
        ` ${String(tally.snapshots)} snapshots; the platform ${((platform.cpu() - cpu) / seconds).toFixed(2)} s of processor`,
    );
    if (tally.total < SEALS) report.void(`operators see ${String(tally.total)} seals`);
  }
  if (!isDriving) report.void('the seals had stopped before the last turn was over');
  const lost = await alarms.settle();
  if (lost > 0) report.void(`${String(lost)} alarms never reached the operator`);
  const [position, alarm] = [street.latency.percentile(0.99), alarms.latency.percentile(0.99)];
  report.note('positions', street.latency.count);
  report.note('positionP50', street.latency.percentile(0.5));
  report.note('alarmP50', alarms.latency.percentile(0.5));
  if (options.only.has('bytesPerOperator')) report.figure('bytesPerOperator', { value: median(bytes) });
  if (options.only.has('positionP99')) report.figure('positionP99', { value: position });
  if (options.only.has('alarmP99')) report.figure('alarmP99', { value: alarm });

  await crowd.close();
  const result = await load;
  const fixes = strays.length * FIXES_AN_ALARM;
  platform.owe({ acknowledged: fixes, fixesAcknowledged: fixes, unacknowledged: 0 });
  if (result.messageRate < (0.95 * SEALS) / INTERVAL_S) report.void('the schedule of the seals was not kept');
  await run.audit([platform], [database]);
  await run.children.stop(platform.child);
}
