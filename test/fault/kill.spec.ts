import { failOnLeaks, shortOrLong, waitFor } from '@haidang/testkit';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../firmware-sim/src/random.js';
import { brokenPromises } from './evidence.js';
import { Fleet } from './fleet.js';
import { median, report } from './report.js';
import { tripStart } from './seal-trip.js';
import { openEmbeddedStage, openStage, sealIds, type Stage } from './stage.js';
import { expectAllOnce } from './verdict.js';

failOnLeaks();

const SEALS = sealIds(50);
const START = tripStart();
const { kills, perSecond } = shortOrLong({ kills: 2, perSecond: 1_000 }, { kills: 20, perSecond: 1_500 });
/** Fixes acknowledged between a start and the next kill. */
const BETWEEN = { least: 500, most: 3_000 };

/** Fixes that every seal has to send at the moment of a kill. */
const BURST = 30;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`keeps every promise through kill -9 of the platform under load, ${kills} times`, async () => {
  const stage = await openEmbeddedStage(SEALS, START);
  const fleet = manned(stage);
  const random = new Random(1, 'kill');
  const recoveries: number[] = [];
  let inDoubt = 0;

  fleet.record(perSecond);
  for (let round = 0; round < kills; round++) {
    const goal = fleet.acknowledged + random.integer(BETWEEN.least, BETWEEN.most);
    await waitFor(() => fleet.acknowledged >= goal, 60_000, `${goal} acknowledged fixes`);
    await fleet.startBurst(BURST);
    await stage.platform.kill();
    expect(await brokenPromises(stage.pool, fleet)).toEqual([]);
    inDoubt += fleet.held;
    const died = performance.now();
    await stage.platform.restart();
    expect(stage.platform.log).toContain(`"pid":${stage.databasePid},"adopted":true`);
    recoveries.push(performance.now() - died);
  }
  fleet.rest();
  await delivered(fleet);
  const calm = await openStage(SEALS, START);
  const calmFleet = manned(calm);
  calmFleet.recordLike(fleet);
  await delivered(calmFleet);

  const alarms = await expectAllOnce(stage.pool, fleet);
  expect(await expectAllOnce(calm.pool, calmFleet)).toEqual(alarms);

  report('kill', {
    kills,
    seals: SEALS.length,
    fixesRecorded: fleet.recorded,
    fixesSent: fleet.sent,
    heldAtKills: inDoubt,
    lost: 0,
    twice: 0,
    alarms: alarms.length,
    readyAgainSecondsMedian: Number((median(recoveries) / 1000).toFixed(1)),
  });
});

/** Seals that connect to the stage; both are closed at the end. */
function manned(stage: Stage): Fleet {
  opened.push(stage.close);
  const fleet = new Fleet({ broker: stage.platform.broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
  return fleet;
}

function delivered(fleet: Fleet): Promise<unknown> {
  return waitFor(() => fleet.held === 0, 120_000, 'the acknowledgement of everything the devices held');
}
