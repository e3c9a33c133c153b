import { connect } from 'node:net';
import { FLEET, failOnLeaks, shortOrLong, waitFor } from '@haidang/testkit';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../firmware-sim/src/random.js';
import { brokenPromises, recordedFixes, storedFixes } from './evidence.js';
import { Fleet } from './fleet.js';
import { MqttFuzzer } from './fuzz-mqtt.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { openStage, readiness, residentMegabytes, sealIds } from './stage.js';

failOnLeaks();

const SEALS = sealIds(20);
const START = tripStart();
/** Never a seal of the fleet. */
const SUSPECT = 'VN999999';
const packets = shortOrLong(4_000, 100_000);
const AT_ONCE = 20;
const GOOD_PER_SECOND = 100;
/** The broker closes what broke the protocol at once; a connection on which nothing was wrong, or not enough came, is closed by the client. */
const PATIENCE_MS = 300;
/** The first fifth brings the heap to its working size; from there on it may grow by this, in megabytes. */
const MAY_GROW = 100;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`lives through ${packets} fuzzed packets, and loses no fix of the seals beside them`, async () => {
  const stage = await openStage([...SEALS, SUSPECT], START);
  opened.push(stage.close);
  const { platform, pool } = stage;
  const { pid } = platform;
  const fleet = new Fleet({ broker: platform.broker, seals: SEALS, start: START });
  opened.push(() => fleet.close());
  fleet.open();
  fleet.record(GOOD_PER_SECOND);

  const random = new Random(1, 'mqtt');
  const fuzzer = new MqttFuzzer(random, SUSPECT);
  let [sent, connections, cutByBroker] = [0, 0, 0];
  const sendSome = async (upTo: number) => {
    const worker = async () => {
      while (sent < upTo) {
        const some = Array.from({ length: random.integer(1, 4) }, () => fuzzer.next());
        sent += some.length;
        const hello = fuzzer.connect({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: random.chance(0.9),
          clientId: `suspect-${String(connections++ % 50)}`,
          keepalive: 60,
          username: FLEET.name,
          password: Buffer.from(FLEET.secret),
        });
        if (await isCut(platform.mqttPort, Buffer.concat([hello, ...some]))) cutByBroker++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await sendSome(packets / 5);
  const before = await residentMegabytes(platform);
  await sendSome(packets);

  fleet.rest();
  await waitFor(() => fleet.held === 0, 60_000, 'the acknowledgement of everything the devices held');
  expect(platform.pid).toBe(pid);
  expect(await readiness(platform)).toBe(200);
  const stored = new Map(await storedFixes(pool));
  stored.delete(SUSPECT);
  expect(stored).toEqual(recordedFixes(fleet));
  expect(await brokenPromises(pool, fleet)).toEqual([]);
  expect(cutByBroker).toBeGreaterThan(connections / 5);
  let after = 0;
  const isFlat = async () => (after = await residentMegabytes(platform)) < before + MAY_GROW;
  await waitFor(isFlat, 30_000, `resident memory below ${before + MAY_GROW} MB`);
  report('fuzz-mqtt', {
    packets: sent,
    connections,
    cutByBroker,
    goodFixes: fleet.recorded,
    goodFixesLost: 0,
    megabytesBefore: before,
    megabytesAfter: after,
  });
});

/** Sends bytes on a connection of its own. @returns whether the broker closed it */
function isCut(port: number, bytes: Buffer): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    let isOurs = false;
    const patience = setTimeout(() => {
      isOurs = true;
      socket.destroy();
    }, PATIENCE_MS);
    socket.on('error', () => undefined).resume();
    socket.once('close', () => {
      clearTimeout(patience);
      done(!isOurs);
    });
    socket.write(bytes);
  });
}
