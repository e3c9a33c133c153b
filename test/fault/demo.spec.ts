import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlarmView, PassageView, TimelineEntry } from '@haidang/contract';
import { ALARM_KINDS, FOUND_KINDS, MINUTE, SECOND } from '@haidang/domain';
import { failOnLeaks, shortOrLong, startPlatform, waitFor, type RunningPlatform } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCountry } from '../../firmware-sim/src/country.js';
import { runScenario } from '../../firmware-sim/src/live/run-scenario.js';
import { loadScenario } from '../../firmware-sim/src/scenario/load.js';
import { report } from './report.js';

failOnLeaks();

/** As `npm start` plays it; the short form sees the calm start and the first drills. */
const seconds = shortOrLong(75, 600);
const { stories } = loadScenario('demo', loadCountry()).drills!;
/** By then a drill has raised its alarm. */
const TOLD_WITHIN = 60;
const FLOOD = 5;

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ env: { HAIDANG_DEMO: '1' }, passing: true });
});
afterAll(() => platform?.dispose());

it(
  `shows in its first ${seconds} s each alarm that is due, one after another, and no other`,
  async () => {
    const end = new AbortController();
    const said: string[] = [];
    const run = {
      ...{ name: 'demo', broker: platform.broker, api: platform.origin, speed: 1, signal: end.signal },
      credentials: path.join(platform.dataDir, 'demo-devices.csv'),
    };
    const log = (words: string, facts: object = {}) => said.push(`${words} ${JSON.stringify(facts)}`);
    const played = runScenario({ ...run, log });
    await sleep(seconds * SECOND);
    const isDue = (at: number) => at + TOLD_WITHIN < seconds;
    const due =
      seconds === 600
        ? ALARM_KINDS.filter((kind) => !FOUND_KINDS.has(kind))
        : stories.filter(({ at }) => isDue(at)).flatMap((story) => story.kinds);
    const read = async () => (await get<{ items: AlarmView[] }>('/alarms?limit=1000')).items;
    const missing = (shown: readonly AlarmView[]) =>
      [...due].filter((kind) => !shown.some((alarm) => alarm.kind === kind));
    // a busy machine is slow to play it
    const alarms = await waitFor(
      async () => [await read()].find((shown) => missing(shown).length === 0),
      2 * MINUTE,
      `an alarm of each kind that is due (${[...due].join(', ')})`,
    );
    const steps = await stepsOf(alarms.find(({ kind }) => kind === 'low_battery')!);
    await atThePort();
    end.abort();
    await played;

    const kinds = new Set(alarms.map(({ kind }) => kind));
    // 27 alarms of transits that had left long ago came and went at the start once
    const strange = alarms.filter(
      ({ kind, transitNumber }) => kind !== 'feed_lost' && !transitNumber?.startsWith('DT-'),
    );
    expect(strange).toEqual([]);
    expect(alarms.filter(({ ending }) => ending === 'corrected' || ending === 'merged')).toEqual([]);
    const drilled = alarms.filter(({ kind }) => !FOUND_KINDS.has(kind));
    expect(drilled.length).toBeLessThanOrEqual(stories.flatMap((story) => story.kinds).length);
    expect(Math.max(...perMinute(alarms))).toBeLessThan(FLOOD);
    expect(steps).toEqual(['register', 'seal', 'depart']);
    expect(said.filter((words) => words.includes('not '))).toEqual([]);
    report('demo', { seconds, alarms: alarms.length, kinds: kinds.size });
  },
  12 * MINUTE,
);

/** Trucks with papers pass the port's main gate or are held there, its operator has reported what landed, and customs' messages have their receipts. */
async function atThePort(): Promise<void> {
  // the gate at which an operator and an officer begin
  const { items: seen } = await get<{ items: PassageView[] }>('/gates/G-LACHHUYEN-1/passages?limit=1000');
  expect(new Set(seen.map(({ decision }) => decision.verdict))).toEqual(new Set(['pass', 'hold']));
  const reports = await get<{ items: unknown[] }>('/port-messages?facilityId=LACHHUYEN&form=14');
  expect(reports.items.length).toBeGreaterThan(0);
  const { items } = await get<{ items: { receipt?: unknown }[] }>('/notices?facilityId=LACHHUYEN');
  expect(items.filter(({ receipt }) => receipt !== undefined).length).toBeGreaterThan(0);
}

function perMinute(alarms: readonly AlarmView[]): number[] {
  const minutes = new Map<string, number>();
  for (const { raisedAt } of alarms) {
    const minute = raisedAt.slice(0, 'yyyy-mm-ddThh:mm'.length);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  return [...minutes.values()];
}

async function stepsOf({ transitId }: AlarmView): Promise<string[]> {
  const { items } = await get<{ items: TimelineEntry[] }>(`/transits/${transitId!}/timeline`);
  return items.filter(({ kind }) => kind === 'step').map(({ what }) => what);
}

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${platform.origin}/api/v1${path}`, {
    headers: { authorization: `Bearer ${await platform.token()}` },
  });
  return (await answer.json()) as T;
}
