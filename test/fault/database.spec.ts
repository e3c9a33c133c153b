import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@haidang/store';
import { failOnLeaks, shortOrLong, startPlatform, waitFor, type RunningPlatform } from '@haidang/testkit';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerTransits } from '../integration/road.js';
import { DatabaseServer, OUTAGES, type Outage } from './database-server.js';
import {
  alarmFacts,
  alarmsNotOwed,
  alarmsOwedTwice,
  brokenPromises,
  count,
  recordedFixes,
  storedFixes,
} from './evidence.js';
import { Fleet } from './fleet.js';
import { report } from './report.js';
import { alarmsOfTrip, tripStart } from './seal-trip.js';
import { metric, observer, readiness, residentMegabytes, sealIds } from './stage.js';

failOnLeaks();

const SEALS = sealIds(50);
const START = tripStart();
const { outageMs, perSecond } = shortOrLong(
  { outageMs: 3_000, perSecond: 1_000 },
  { outageMs: 20_000, perSecond: 2_000 },
);
/** How often the devices lose their radio while the database is away: each time they connect they send again. */
const CUT_MS = 400;
/** Megabytes that the platform may grow by while the database is away and all its devices push. */
const MAY_GROW = 150;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

let server: DatabaseServer;
let pool: pg.Pool;
let platform: RunningPlatform;
let fleet: Fleet;
const results: Record<string, unknown>[] = [];

beforeAll(async () => {
  server = await DatabaseServer.start();
  opened.push(() => server.dispose());
  pool = observer(server.url);
  opened.push(() => pool.end());
  await migrate(pool, { chunkHours: 24 });
  await registerTransits(pool, SEALS, START);
  platform = await startPlatform({ env: { DATABASE_URL: server.url } });
  opened.push(() => platform.dispose());
  fleet = new Fleet({ broker: platform.broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
});

it.each(OUTAGES)(
  `takes nothing it cannot keep while the database is $name, and goes on by itself`,
  async (outage) => {
    const { pid } = platform;
    fleet.record(perSecond);
    await flows();
    const before = await residentMegabytes(platform);

    await outage.begin(server);
    const away = await whileAway();
    await outage.end(server);
    const began = performance.now();
    await waitFor(async () => (await readiness(platform)) === 200, 30_000, 'readiness after the outage');
    const readyAfter = performance.now() - began;
    expect(await brokenPromises(pool, fleet)).toEqual([]);
    await flows();
    fleet.rest();
    await waitFor(() => fleet.held === 0, 120_000, 'the acknowledgement of everything the devices held');

    expect(platform.pid).toBe(pid);
    expect(await storedFixes(pool)).toEqual(recordedFixes(fleet));
    await expectTheirAlarms();
    expect(away.peak - before).toBeLessThan(MAY_GROW);
    results.push(resultOf(outage, { ...away, before, readyAfter }));
  },
);

it('says what it measured', () => {
  expect(results).toHaveLength(OUTAGES.length);
  report('database', {
    outageSeconds: outageMs / 1000,
    seals: SEALS.length,
    fixesRecorded: fleet.recorded,
    outages: results,
  });
});

/** Fixes are acknowledged, more than were under way. */
async function flows(): Promise<void> {
  const goal = fleet.acknowledged + 2 * SEALS.length * 20;
  await waitFor(() => fleet.acknowledged >= goal, 60_000, `${goal} acknowledged fixes`);
}

/** The outage itself. @returns what was seen in it, memory in megabytes */
async function whileAway(): Promise<{ peak: number; acknowledged: number; waiting: number }> {
  const began = performance.now();
  const acknowledged = fleet.acknowledged;
  let peak = 0;
  let unready = false;
  let waiting = 0;
  for (let round = 1; performance.now() - began < outageMs; round++) {
    await fleet.cut();
    peak = Math.max(peak, await residentMegabytes(platform));
    waiting = Math.max(waiting, await metric(platform, 'haidang_pending_messages'));
    unready ||= performance.now() - began > 1_000 && (await readiness(platform)) === 503;
    await sleep(Math.max(0, round * CUT_MS - (performance.now() - began)));
  }
  expect(unready).toBe(true);
  // nothing is committed, so nothing may be acknowledged; an answer that was on its way when it began is no lie
  expect(fleet.acknowledged - acknowledged).toBeLessThan(500);
  return { peak, acknowledged: fleet.acknowledged - acknowledged, waiting };
}

async function expectTheirAlarms(): Promise<void> {
  const alarms = await alarmFacts(pool);
  const trips = fleet.seals.map(({ recorded }) => alarmsOfTrip(recorded));
  expect(alarms).toHaveLength(trips.reduce((sum, trip) => sum + trip.opened, 0));
  const ended = alarms.filter(({ end }) => end !== null);
  expect(ended).toHaveLength(trips.reduce((sum, trip) => sum + trip.ended, 0));
  for (const { key, end, history } of alarms)
    expect({ key, history }).toEqual({ key, history: end === null ? ['opened'] : ['opened', 'ended'] });
  expect(await alarmsOwedTwice(pool)).toBe(0);
  expect(await alarmsNotOwed(pool)).toBe(0);
  expect(await count(pool, 'quarantine')).toBe(0);
}

function resultOf(
  outage: Outage,
  seen: { peak: number; before: number; acknowledged: number; waiting: number; readyAfter: number },
): Record<string, unknown> {
  return {
    outage: outage.name,
    lost: 0,
    twice: 0,
    mostMessagesWaiting: seen.waiting,
    megabytesBefore: seen.before,
    megabytesPeak: seen.peak,
    readyAgainSeconds: Number((seen.readyAfter / 1000).toFixed(1)),
  };
}
