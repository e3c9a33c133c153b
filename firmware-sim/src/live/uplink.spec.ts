import { afterEach, describe, expect, it } from 'vitest';
import { TestBroker } from '../../testing/broker.js';
import type { DeviceFix } from '../device/device-fix.js';
import { FixMemory } from '../device/fix-memory.js';
import { Tally } from './tally.js';
import { Uplink } from './uplink.js';
import { waitFor } from './wait.js';

const TOPIC = 'haidang/v1/seals/VN000101/fixes';
const backoff = { first: 20, longest: 50 };

let broker: TestBroker;
let uplink: Uplink;
afterEach(async () => {
  await uplink.close(true);
  await broker.kill();
});

function fixes(from: number, to: number): DeviceFix[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const time = new Date(Date.UTC(2026, 10, 22, 8, 0, from + i)).toISOString();
    return { seq: from + i, time, lat: 20.85, lon: 106.68 };
  });
}

function newUplink(memory: FixMemory, tally = new Tally(), onCommand?: (payload: Buffer) => object): Uplink {
  const listening = onCommand === undefined ? {} : { onCommand };
  return new Uplink({
    broker: broker.url,
    sealId: 'VN000101',
    memory,
    tally,
    log: () => {},
    backoff,
    ...listening,
  });
}

/** The numbers of all fixes the broker acknowledged, in order of arrival. */
const arrived = (on: TestBroker) =>
  (on.on(TOPIC) as (DeviceFix | DeviceFix[])[]).flat().map(({ seq }) => seq);

describe('Uplink', () => {
  it('sends a fix alone and a backlog as an array, and forgets them on their PUBACK', async () => {
    broker = await TestBroker.start();
    const memory = new FixMemory({ batch: 500, inFlight: 8 });
    const tally = new Tally();
    uplink = newUplink(memory, tally);
    memory.record(...fixes(1, 3));
    uplink.open();
    expect(await waitFor(() => memory.held === 0, 5_000)).toBe(true);
    memory.record(...fixes(4, 4));
    uplink.send();
    expect(await waitFor(() => memory.held === 0, 5_000)).toBe(true);
    expect(broker.on(TOPIC)).toEqual([fixes(1, 3), fixes(4, 4)[0]]);
    expect(tally).toMatchObject({ sent: 4, acknowledged: 4 });
  });

  it('holds every fix through a broker that dies in the middle, and sends all to the next', async () => {
    broker = await TestBroker.start();
    broker.deadAfter = 7;
    const memory = new FixMemory({ batch: 1, inFlight: 5 });
    const tally = new Tally();
    uplink = newUplink(memory, tally);
    memory.record(...fixes(1, 40));
    uplink.open();
    // Seven are acknowledged and five more are under way without an answer.
    expect(await waitFor(() => tally.acknowledged === 7 && tally.sent === 12, 5_000)).toBe(true);
    expect(memory.held).toBe(33);

    const { port } = broker;
    const first = broker;
    await first.kill();
    expect(await waitFor(() => !uplink.up, 5_000)).toBe(true);
    memory.record(...fixes(41, 45));
    expect(memory.held).toBe(38);

    broker = await TestBroker.start(port);
    expect(await waitFor(() => memory.held === 0, 10_000)).toBe(true);
    expect(arrived(first)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(arrived(broker)).toEqual(Array.from({ length: 38 }, (_, i) => i + 8));
    expect(tally).toMatchObject({ sent: 50, acknowledged: 45 });
  });

  it('waits for a broker that is not there yet', async () => {
    broker = await TestBroker.start();
    const { port, url } = broker;
    await broker.kill();
    const memory = new FixMemory({ batch: 500, inFlight: 8 });
    const refusals: string[] = [];
    uplink = new Uplink({
      broker: url,
      sealId: 'VN000101',
      memory,
      tally: new Tally(),
      log: (words) => refusals.push(words),
      backoff,
    });
    memory.record(...fixes(1, 2));
    uplink.open();
    expect(await waitFor(() => refusals.includes('no connection'), 5_000)).toBe(true);
    broker = await TestBroker.start(port);
    expect(await waitFor(() => memory.held === 0, 10_000)).toBe(true);
    expect(arrived(broker)).toEqual([1, 2]);
  });

  it('sends nothing after it is closed, and all of it when it is opened again', async () => {
    broker = await TestBroker.start();
    const memory = new FixMemory({ batch: 500, inFlight: 8 });
    uplink = newUplink(memory);
    uplink.open();
    expect(await waitFor(() => uplink.up, 5_000)).toBe(true);
    await uplink.close(true);
    memory.record(...fixes(1, 3));
    uplink.send();
    expect(memory.held).toBe(3);
    uplink.open();
    expect(await waitFor(() => memory.held === 0, 5_000)).toBe(true);
    expect(broker.on(TOPIC)).toEqual([fixes(1, 3)]);
  });

  it('answers a command on the topic of replies', async () => {
    broker = await TestBroker.start();
    uplink = newUplink(new FixMemory({ batch: 500, inFlight: 8 }), new Tally(), (payload) => ({
      heard: JSON.parse(payload.toString()) as unknown,
    }));
    uplink.open();
    expect(await waitFor(() => broker.listens('haidang/v1/seals/VN000101/commands'), 5_000)).toBe(true);
    await broker.publish('haidang/v1/seals/VN000101/commands', { id: 'c1', kind: 'locate' });
    const replies = () => broker.on('haidang/v1/seals/VN000101/replies');
    expect(await waitFor(() => replies().length === 1, 5_000)).toBe(true);
    expect(replies()).toEqual([{ heard: { id: 'c1', kind: 'locate' } }]);
  });
});
