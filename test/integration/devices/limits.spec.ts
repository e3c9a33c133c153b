import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EmbeddedRoad } from '../ingest/embedded.js';
import { connectPacket, publishPacket, RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { connectAs, openDoor, SECRETS } from './door.js';

failOnLeaks();

/** Milliseconds within which who found no room at the door is shut out, and some more. */
const HELD_MS = 17_000;

/** How much one device, one address and all together may have. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (messageId: number, seal = 'S1') =>
    publishPacket(topics.fixes(seal), fixAt(messageId, start + messageId * 1000, messageId), { messageId });
  let open: EmbeddedRoad | undefined;
  const devices: RawDevice[] = [];

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.cut();
    await open?.close();
    open = undefined;
  });
  async function connect(
    name: 'S1' | 'S2',
    options: Parameters<typeof connectAs>[3] = {},
  ): Promise<RawDevice> {
    const { device, code } = await connectAs(open!.port, name, SECRETS[name], options);
    devices.push(device);
    expect(code).toBe(0);
    return device;
  }
  const refusals = async (why: string) => {
    const { values } = await open!.road.metrics.mqttRefused.get();
    return values.find(({ labels }) => labels.why === why)?.value ?? 0;
  };

  it('a device that sends more than its rate is read more slowly: nothing is lost, and nobody else waits', async () => {
    open = await openDoor(store, { DEVICE_RATE: '200', DEVICE_BURST: '300' });
    const hasty = await connect('S1');
    const calm = await connect('S2');
    const began = performance.now();
    const ids = Array.from({ length: 900 }, (_, i) => i + 1);
    hasty.send(...ids.map((id) => fix(id)));
    calm.send(fix(1, 'S2'));
    await calm.untilAnswered('puback', 1);
    expect(hasty.ids('puback').length).toBeLessThan(900);
    await waitFor(() => hasty.ids('puback').length === 900, 20_000, '900 acknowledgements');
    // 300 at once and one read beyond, at most 64 KiB of messages of some 200 bytes; the rest at 200 a second
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(hasty.ids('puback')).toEqual(ids);
    expect(await open.road.count('fixes')).toBe(901);
  }, 30_000);

  it('its connections share its rate', async () => {
    open = await openDoor(store, { DEVICE_RATE: '50', DEVICE_BURST: '10' });
    const pair = [await connect('S1', { clientId: 'a' }), await connect('S1', { clientId: 'b' })];
    const began = performance.now();
    for (let id = 1; id <= 60; id++) {
      const device = pair[id % 2]!;
      device.send(fix(id));
      await waitFor(() => pair[0]!.ids('puback').length + pair[1]!.ids('puback').length === id, 10_000);
    }
    expect(performance.now() - began).toBeGreaterThan(900);
  }, 30_000);

  it('with a connection more than it may have the oldest goes: a line that broke unheard keeps no seal out', async () => {
    open = await openDoor(store, { DEVICE_CONNECTIONS: '2' });
    const [first, second, third] = [
      await connect('S1', { clientId: 'a' }),
      await connect('S1', { clientId: 'b' }),
      await connect('S1', { clientId: 'c' }),
    ];
    await first.untilClosed();
    third.send(fix(1));
    second.send(fix(2));
    expect(await third.untilAnswered('puback', 1)).toEqual([1]);
    expect(await second.untilAnswered('puback', 1)).toEqual([2]);
  });

  it('who goes while he is looked up takes no place', async () => {
    open = await openDoor(store, { DEVICE_CONNECTIONS: '1' });
    const locked = await store.pool.connect();
    await locked.query('begin');
    await locked.query('lock table credentials in access exclusive mode');
    const gone = await RawDevice.open(open.port);
    gone.send(connectPacket('S1', { username: 'S1', password: Buffer.from(SECRETS.S1) }));
    await waitFor(async () => {
      const { rows } = await store.pool.query<{ n: number }>(
        `select count(*)::int4 as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%credentials%'`,
      );
      return rows[0]!.n > 0;
    });
    await gone.cut();
    await locked.query('rollback');
    locked.release();
    const seal = await connect('S1');
    seal.send(fix(1));
    expect(await seal.untilAnswered('puback', 1)).toEqual([1]);
    expect(seal.closed).toBe(false);
  });

  it('as many sessions are kept for it, the last ones', async () => {
    open = await openDoor(store, { DEVICE_CONNECTIONS: '2' });
    const visit = async (clientId: string) => {
      const device = await connect('S1', { clientId, clean: false });
      const connack = device.received[0] as unknown as { sessionPresent: boolean };
      device.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: topics.commands('S1'), qos: 1 }],
      });
      await waitFor(() => device.received.some(({ cmd }) => cmd === 'suback'));
      await device.cut();
      return connack.sessionPresent;
    };
    expect(await visit('a')).toBe(false);
    expect(await visit('b')).toBe(false);
    expect(await visit('c')).toBe(false);
    expect(await visit('b')).toBe(true);
    expect(await visit('c')).toBe(true);
    expect(await visit('a')).toBe(false);
  });

  it('what waits in a session is bounded: of 1,500 commands the last thousand at most', async () => {
    open = await openDoor(store);
    const options = { clientId: 'sleeper', clean: false };
    const sleeper = await connect('S1', options);
    sleeper.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: topics.commands('S1'), qos: 1 }],
    });
    await waitFor(() => sleeper.received.some(({ cmd }) => cmd === 'suback'));
    await sleeper.cut();
    for (let n = 1; n <= 1_500; n++) await open.broker.publish(topics.commands('S1'), String(n));
    const back = await connect('S1', options);
    const heard = () =>
      back.received.flatMap((packet) => (packet.cmd === 'publish' ? [Number(packet.payload)] : []));
    await waitFor(() => heard().at(-1) === 1_500, 10_000, 'the last command');
    expect(heard().length).toBeLessThanOrEqual(1_000);
    expect(heard().length).toBeGreaterThanOrEqual(900);
    expect(heard()).toEqual(heard().toSorted((a, b) => a - b));
  }, 20_000);

  it('connections beyond those of an address, or of all, are closed before anything is read', async () => {
    open = await openDoor(store, { MQTT_CONNECTIONS_PER_ADDRESS: '3' });
    const seal = await connect('S1');
    for (let i = 0; i < 2; i++) devices.push(await RawDevice.open(open.port));
    const crowd = await Promise.all(Array.from({ length: 5 }, () => RawDevice.open(open!.port)));
    const gone = await Promise.all(
      crowd.map(async (stranger) => {
        await stranger.untilClosed(HELD_MS);
        return performance.now();
      }),
    );
    expect(await refusals('address')).toBe(5);
    // who came together does not come back together
    expect(Math.max(...gone) - Math.min(...gone)).toBeGreaterThan(300);
    seal.send(fix(1));
    expect(await seal.untilAnswered('puback', 1)).toEqual([1]);
    await devices.at(-1)!.cut();
    await waitFor(async () => {
      const late = await RawDevice.open(open!.port);
      devices.push(late);
      await new Promise((wait) => setTimeout(wait, 50));
      return !late.closed;
    });
    await open.close();
    open = await openDoor(store, { MQTT_CONNECTIONS: '1' });
    await connect('S1');
    await (await RawDevice.open(open.port)).untilClosed(HELD_MS);
    expect(await refusals('total')).toBe(1);
  }, 60_000);

  it('strangers of one address have 500 places between them; who has said who he is has his own', async () => {
    open = await openDoor(store);
    const seal = await connect('S1');
    const crowd = await Promise.all(Array.from({ length: 500 }, () => RawDevice.open(open!.port)));
    devices.push(...crowd);
    const over = await RawDevice.open(open.port);
    const came = performance.now();
    // left standing, unread: who is shut out at once comes back at once
    over.write(Buffer.from([0x10, 0xff, 0x01, 0x00, 0x04]));
    await over.untilClosed(HELD_MS);
    expect(performance.now() - came).toBeGreaterThan(3_000);
    expect(await refusals('strangers')).toBe(1);
    seal.send(fix(1));
    expect(await seal.untilAnswered('puback', 1)).toEqual([1]);
    for (const stranger of crowd.slice(0, 10)) await stranger.cut();
    await connect('S2');
  }, 60_000);

  it('of who has not said who he is 128 KiB are read', async () => {
    open = await openDoor(store);
    const stranger = await RawDevice.open(open.port);
    devices.push(stranger);
    const heading = Buffer.from([0x10, 0xff, 0xff, 0x7f]);
    stranger.write(Buffer.concat([heading, Buffer.alloc(200 * 1024, 0x20)]));
    await stranger.untilClosed();
  });
});
