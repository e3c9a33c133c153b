import { setTimeout as sleep } from 'node:timers/promises';
import { AlarmWatch, FIXES_AN_ALARM } from '../operator.js';
import type { Platform } from '../platform.js';
import { median } from '../report.js';
import type { Run } from '../run.js';
import { ALARM_FIRST, scheduled, singleFixes } from '../shapes.js';
import { range } from '../world.js';

/** Alarms a turn; each needs a seal of its own. */
export const ALARMS = 300;
/** Milliseconds of counting at least, so that the alarms come as single events and not as a flood. */
const SHORTEST = 8_000;

/** Latencies at half the platform's highest rate: of the acknowledgement and of alarms, taken in the same turns. */
export async function halfLoad(run: Run, platform: Platform, best: number | undefined): Promise<void> {
  const most =
    best ?? (await run.load(platform, 'highest rate', singleFixes(run.next(platform)))).messageRate;
  const rate = most / 2;
  run.report.note('halfLoad', rate);

  const pubacks: number[] = [];
  const alarms: number[] = [];
  for (let turn = 0; turn < run.options.turns; turn++) {
    const { puback, alarm } = await oneTurn(run, platform, rate, ALARM_FIRST + turn * ALARMS);
    pubacks.push(puback);
    alarms.push(alarm);
  }
  if (run.options.only.has('pubackP99HalfLoad'))
    run.report.figure('pubackP99HalfLoad', { value: median(pubacks) });
  if (run.options.only.has('alarmP99')) run.report.figure('alarmP99', { value: median(alarms) });
}

async function oneTurn(run: Run, platform: Platform, rate: number, firstSeal: number) {
  const { lines } = run.world;
  const seals = range(firstSeal, ALARMS);
  const watch = await AlarmWatch.open(platform);
  try {
    await watch.prepare(platform.port, seals, lines);
    const duration = Math.max(run.options.duration, SHORTEST);
    const job = { ...scheduled(run.next(platform), rate), duration };
    const load = run.load(platform, 'half load', job);
    load.catch(() => undefined);
    await sleep(job.warmUp * 2);
    const every = (duration - job.warmUp * 2) / ALARMS;
    for (const [i, n] of seals.entries()) {
      watch.raise(n, lines[n % lines.length]!);
      if (i < ALARMS - 1) await sleep(every);
    }
    const result = await load;
    const lost = await watch.settle();
    if (lost > 0) run.report.void(`${String(lost)} of ${String(ALARMS)} alarms never reached the operator`);
    const fixes = ALARMS * FIXES_AN_ALARM;
    platform.owe({ acknowledged: fixes, fixesAcknowledged: fixes, unacknowledged: 0 });
    if (result.messageRate < 0.95 * rate) run.report.void('half load: the schedule was not kept');
    const alarm = watch.latency.percentile(0.99);
    run.report.say(
      `  ${String(watch.latency.count)} alarms: p50 ${watch.latency.percentile(0.5).toFixed(1)} ms, p99 ${alarm.toFixed(1)} ms`,
    );
    return { puback: result.latency.p99, alarm };
  } finally {
    await watch.close();
  }
}
