import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@haidang/store';
import { failOnLeaks, shortOrLong, startPlatform, waitFor, type RunningPlatform } from '@haidang/testkit';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerTransits } from '../integration/road.js';
import { DatabaseServer, OUTAGES, type Outage } from './database-server.js';
import { brokenPromises } from './evidence.js';
import { Fleet } from './fleet.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { metric, observer, openEmbeddedStage, readiness, residentMegabytes, sealIds } from './stage.js';
import { expectAllOnce } from './verdict.js';

failOnLeaks();

const SEALS = sealIds(50);
const START = tripStart();
const longForm = shortOrLong(false, true);
const { outageMs, kills, perSecond } = shortOrLong(
  { outageMs: 3_000, kills: 1, perSecond: 1_000 },
  { outageMs: 20_000, kills: 5, perSecond: 1_500 },
);
/** How often the devices lose their radio while the database is away: each time they connect they send again. */
const CUT_MS = 400;
/** Acknowledgements of what was committed before the outage are with the devices by then. */
const ANSWERS_ARRIVE_MS = 1_000;
/** Megabytes that the platform may grow by while the database is away and all its devices push. */
const MAY_GROW = 300;
/** Messages at which the platform reads no more. Of one connection it reads some hundred before it waits for their commit: it takes many to get there. */
const MOST_UNDER_WAY = 50_000;
const FLOOD_SEALS = sealIds(1_000);
const UNANSWERED = 200;
/** How long they push on. */
const FLOOD_MS = 5_000;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

interface Scene {
  readonly server: DatabaseServer;
  readonly pool: pg.Pool;
  readonly platform: RunningPlatform;
  readonly fleet: Fleet;
}

let server: DatabaseServer;
let pool: pg.Pool;
let platform: RunningPlatform;
let fleet: Fleet;
const results: Record<string, unknown>[] = [];

beforeAll(async () => {
  ({ server, pool, platform, fleet } = await openScene(SEALS));
});

/** A platform, its database in a server of its own, and devices that are in. */
async function openScene(seals: readonly string[], inFlight = 20): Promise<Scene> {
  const server = await DatabaseServer.start();
  opened.push(() => server.dispose());
  const pool = observer(server.url);
  opened.push(() => pool.end());
  await migrate(pool, { chunkHours: 24 });
  await registerTransits(pool, seals, START);
  const platform = await startPlatform({ env: { DATABASE_URL: server.url } });
  opened.push(() => platform.dispose());
  const fleet = new Fleet({ broker: platform.broker, seals, start: START, inFlight });
  opened.push(() => fleet.close());
  fleet.open();
  return { server, pool, platform, fleet };
}

it.each(OUTAGES)(
  `takes nothing it cannot keep while the database is $name, and goes on by itself`,
  async (outage) => {
    const { pid } = platform;
    fleet.record(perSecond);
    await flows(fleet);
    const before = await residentMegabytes(platform);

    await outage.begin(server);
    const away = await whileAway();
    await outage.end(server);
    const began = performance.now();
    await waitFor(async () => (await readiness(platform)) === 200, 30_000, 'readiness after the outage');
    const readyAfter = performance.now() - began;
    expect(await brokenPromises(pool, fleet)).toEqual([]);
    await flows(fleet);
    fleet.rest();
    await waitFor(() => fleet.held === 0, 120_000, 'the acknowledgement of everything the devices held');

    expect(platform.pid).toBe(pid);
    await expectAllOnce(pool, fleet);
    expect(away.peak - before).toBeLessThan(MAY_GROW);
    results.push(resultOf(outage, { ...away, before, readyAfter }));
  },
);

it.runIf(longForm)(
  'holds no more than it may, however much the devices push (in the soak only)',
  async () => {
    const { server, pool, platform, fleet } = await openScene(FLOOD_SEALS, UNANSWERED);
    fleet.burst(10);
    await flows(fleet);
    const before = await residentMegabytes(platform);
    await server.signalAll('SIGSTOP');
    fleet.burst(UNANSWERED);
    let peak = 0;
    let waiting = 0;
    const look = async (): Promise<boolean> => {
      peak = Math.max(peak, await residentMegabytes(platform));
      waiting = Math.max(waiting, await metric(platform, 'haidang_pending_messages'));
      return waiting >= MOST_UNDER_WAY;
    };
    await waitFor(look, 120_000, 'as much under way as may be');
    for (const began = performance.now(); performance.now() - began < FLOOD_MS; await sleep(200))
      await look();
    await server.signalAll('SIGCONT');
    await waitFor(() => fleet.held === 0, 240_000, 'the acknowledgement of everything the devices held');
    await expectAllOnce(pool, fleet);
    // what was read from a connection before it was told to wait comes on top
    expect(waiting).toBeLessThan(1.5 * MOST_UNDER_WAY);
    expect(peak - before).toBeLessThan(MAY_GROW);
    results.push({ outage: 'frozen and flooded', lost: 0, twice: 0, ...inMegabytes(waiting, before, peak) });
  },
);

it('starts its own PostgreSQL again when that is killed', async () => {
  const stage = await openEmbeddedStage(SEALS, START);
  opened.push(stage.close);
  const own = new Fleet({ broker: stage.platform.broker, seals: SEALS, start: START });
  opened.push(() => own.close());
  own.open();
  own.record(perSecond);
  for (let round = 1; round <= kills; round++) {
    await flows(own);
    process.kill(databasePids(stage.platform.log).at(-1)!, 'SIGKILL');
    await waitFor(
      () => databasePids(stage.platform.log).length > round,
      60_000,
      'a PostgreSQL started again',
    );
    await waitFor(async () => (await readiness(stage.platform)) === 200, 30_000, 'readiness');
    expect(await brokenPromises(stage.pool, own)).toEqual([]);
  }
  await flows(own);
  own.rest();
  await waitFor(() => own.held === 0, 120_000, 'the acknowledgement of everything the devices held');
  await expectAllOnce(stage.pool, own);
  results.push({ outage: 'embedded and killed', times: kills, lost: 0, twice: 0 });
});

it('says what it measured', () => {
  expect(results).toHaveLength(OUTAGES.length + (longForm ? 2 : 1));
  report('database', {
    outageSeconds: outageMs / 1000,
    seals: SEALS.length,
    fixesRecorded: fleet.recorded,
    outages: results,
  });
});

/** Fixes are acknowledged, more than were under way. */
async function flows(fleet: Fleet): Promise<void> {
  const goal = fleet.acknowledged + 2 * SEALS.length * 20;
  await waitFor(() => fleet.acknowledged >= goal, 60_000, `${goal} acknowledged fixes`);
}

/** The outage itself. @returns what was seen in it, memory in megabytes */
async function whileAway(): Promise<{ peak: number; waiting: number }> {
  const began = performance.now();
  let settled: number | undefined;
  let peak = 0;
  let unready = false;
  let waiting = 0;
  for (let round = 1; performance.now() - began < outageMs; round++) {
    await fleet.cut();
    peak = Math.max(peak, await residentMegabytes(platform));
    waiting = Math.max(waiting, await metric(platform, 'haidang_pending_messages'));
    if (performance.now() - began > ANSWERS_ARRIVE_MS) {
      settled ??= fleet.acknowledged;
      unready ||= (await readiness(platform)) === 503;
    }
    await sleep(Math.max(0, round * CUT_MS - (performance.now() - began)));
  }
  expect(unready).toBe(true);
  // nothing is committed, so nothing may be acknowledged
  expect(fleet.acknowledged).toBe(settled);
  return { peak, waiting };
}

/** The processes that a platform's log names as its PostgreSQL, in order. */
function databasePids(log: string): number[] {
  return [...log.matchAll(/"pid":(\d+).*embedded PostgreSQL/g)].map(([, pid]) => Number(pid));
}

function resultOf(
  outage: Outage,
  seen: { peak: number; before: number; waiting: number; readyAfter: number },
): Record<string, unknown> {
  const readyAgainSeconds = Number((seen.readyAfter / 1000).toFixed(1));
  return {
    outage: outage.name,
    lost: 0,
    twice: 0,
    ...inMegabytes(seen.waiting, seen.before, seen.peak),
    readyAgainSeconds,
  };
}

function inMegabytes(mostMessagesWaiting: number, megabytesBefore: number, megabytesPeak: number) {
  return { mostMessagesWaiting, megabytesBefore, megabytesPeak };
}
