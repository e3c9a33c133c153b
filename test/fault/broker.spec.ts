import { describeNeeding, failOnLeaks, shortOrLong, waitFor } from '@haidang/testkit';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../firmware-sim/src/random.js';
import { brokenPromises, count } from './evidence.js';
import { Fleet } from './fleet.js';
import { Mosquitto, mosquittoPath } from './mosquitto.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { metric, openStage, readiness, sealIds, type Stage } from './stage.js';
import { TcpProxy } from './tcp-proxy.js';
import { expectAllOnce } from './verdict.js';

failOnLeaks();

const SEALS = sealIds(50);
const START = tripStart();
const { cuts, perSecond } = shortOrLong({ cuts: 5, perSecond: 1_000 }, { cuts: 50, perSecond: 1_000 });
/** Fixes stored between two cuts. */
const BETWEEN = { least: 100, most: 3_000 };
/** Fixes that every seal has to send at the moment of a cut. */
const BURST = 30;
const random = new Random(1, 'broker');

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`loses nothing when the devices' connections to the embedded broker are cut ${cuts} times`, async () => {
  const stage = await openStage(SEALS, START);
  opened.push(stage.close);
  const line = await TcpProxy.start(stage.platform.mqttPort);
  opened.push(() => line.close());
  const fleet = fleetAt(`mqtt://127.0.0.1:${line.port}`);
  fleet.record(perSecond);
  for (let round = 0; round < cuts; round++) {
    const goal = fleet.acknowledged + random.integer(BETWEEN.least, BETWEEN.most);
    await waitFor(() => fleet.acknowledged >= goal, 60_000, `${goal} acknowledged fixes`);
    await fleet.startBurst(BURST);
    line.cut();
    expect(await brokenPromises(stage.pool, fleet)).toEqual([]);
  }
  await expectEverything(stage, fleet);
  report('broker', { broker: 'embedded', cuts, connectionsCut: line.cuts, ...resultOf(fleet) });
});

const program = mosquittoPath();
const missing = program === undefined ? 'no Mosquitto: install it, or set MOSQUITTO_PATH' : undefined;
describeNeeding(missing, 'with a real Mosquitto', () => {
  it(`loses nothing when the platform's connection is cut ${cuts} times and the platform killed once`, async () => {
    const broker = await Mosquitto.start(program!);
    opened.push(() => broker.stop());
    const line = await TcpProxy.start(broker.port);
    opened.push(() => line.close());
    const stage = await openStage(SEALS, START, { MQTT_URL: `mqtt://127.0.0.1:${line.port}` });
    opened.push(stage.close);
    const fleet = fleetAt(broker.url);
    fleet.record(perSecond);
    for (let round = 0; round < cuts; round++) {
      const goal = (await count(stage.pool, 'fixes')) + random.integer(BETWEEN.least, BETWEEN.most);
      await waitFor(async () => (await count(stage.pool, 'fixes')) >= goal, 60_000, `${goal} stored fixes`);
      if (round === cuts >> 1) {
        await stage.platform.kill();
        await stage.platform.restart();
      } else {
        await waitFor(async () => (await readiness(stage.platform)) === 200, 20_000, 'a connection to cut');
        await fleet.startBurst(BURST);
        line.cut();
      }
    }
    line.lower();
    await waitFor(
      async () => (await readiness(stage.platform)) === 503,
      10_000,
      'unreadiness without the broker',
    );
    line.raise();
    await waitFor(async () => (await readiness(stage.platform)) === 200, 20_000, 'readiness with the broker');
    await expectEverything(stage, fleet);
    const repeats = await metric(stage.platform, 'haidang_fixes_total', 'repeat');
    expect(repeats).toBeGreaterThan(0);
    report('broker', { broker: 'mosquitto', cuts, connectionsCut: line.cuts, ...resultOf(fleet), repeats });
  });
});

function fleetAt(broker: string): Fleet {
  const fleet = new Fleet({ broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
  return fleet;
}

/** Every fix and every alarm, once; behind a broker of its own a fix is acknowledged before it is stored. */
async function expectEverything({ pool }: Stage, fleet: Fleet): Promise<void> {
  fleet.rest();
  await waitFor(() => fleet.held === 0, 120_000, 'the acknowledgement of everything the devices held');
  await waitFor(
    async () => (await count(pool, 'fixes')) >= fleet.recorded,
    60_000,
    'every fix in the database',
  );
  await expectAllOnce(pool, fleet);
}

function resultOf(fleet: Fleet): Record<string, unknown> {
  return { seals: SEALS.length, fixesRecorded: fleet.recorded, fixesSent: fleet.sent, lost: 0, twice: 0 };
}
