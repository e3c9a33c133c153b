import { failOnLeaks, FLEET, letIn, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quarantined, type EmbeddedRoad } from '../ingest/embedded.js';
import { publishPacket, type RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, CONTAINERS, fixAt, registerTransits } from '../road.js';
import { connectAs, openDoor, SECRETS } from './door.js';

failOnLeaks();

const GATE = 'secret-of-the-gate-port-1-cccc';
const WRONG = (name: string) => `wrong_sender: ${name} does not speak for this topic`;

/** What each may say and hear. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (messageId: number) => fixAt(messageId, start + messageId * 1000, messageId);
  let open: EmbeddedRoad;
  const devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2'], start);
    await store.pool.query(
      `insert into organisations (id, name, kind) values ('OTHER', 'Another', 'carrier')`,
    );
    await store.pool.query(`insert into seals (id, interval_s, organisation_id) values ('S3', 30, 'OTHER')`);
    open = await openDoor(store);
    await letIn(store.pool, { name: 'PORT-1', kind: 'gate', subject: 'PORT-1' }, GATE);
  });
  afterAll(() => open.close());
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.cut();
  });
  async function connect(
    name: string,
    secret: string,
    options: Parameters<typeof connectAs>[3] = {},
  ): Promise<RawDevice> {
    const { device, code } = await connectAs(open.port, name, secret, options);
    devices.push(device);
    expect(code).toBe(0);
    return device;
  }
  /** Publishes, and tells what stands in the quarantine once it is acknowledged. */
  async function refused(device: RawDevice, topic: string, payload: unknown = fix(1)): Promise<string[]> {
    device.send(publishPacket(topic, payload, { messageId: 9 }));
    await device.untilAnswered('puback', 1);
    return await quarantined(store.pool);
  }

  describe('a PUBLISH', () => {
    it.each([
      ["another seal's fixes", topics.fixes('S2')],
      ["another seal's replies", topics.replies('S2')],
      ['a seal that nobody knows', topics.fixes('S99')],
      ['a gate', topics.passages('PORT-1')],
      ["a gate's decision", topics.decisions('PORT-1')],
      ['a command', topics.commands('S2')],
      ["a camera's event", 'haidang/v1/cameras/CAM-1/events'],
    ])(
      'of a seal in the name of %s is acknowledged, kept as an impostor’s, and does nothing',
      async (_, topic) => {
        const device = await connect('S1', SECRETS.S1);
        expect(await refused(device, topic)).toEqual([WRONG('S1')]);
        const { rows } = await store.pool.query('select sender, topic from quarantine');
        expect(rows).toEqual([{ sender: 'S1', topic }]);
        expect(device.closed).toBe(false);
        expect(await open.road.count('fixes')).toBe(0);
        expect(await open.road.count('passages')).toBe(0);
      },
    );

    it('that is only clumsy is told apart, and names its sender too', async () => {
      const device = await connect('S1', SECRETS.S1);
      device.send(publishPacket('haidang/v1/seals/S1/position', {}, { messageId: 1 }));
      device.send(publishPacket(topics.fixes('S1'), { seq: -1 }, { messageId: 2 }));
      await device.untilAnswered('puback', 2);
      const { rows } = await store.pool.query('select reason, sender from quarantine order by reason');
      expect(rows).toEqual([
        { reason: 'bad_field', sender: 'S1' },
        { reason: 'bad_topic', sender: 'S1' },
      ]);
    });

    it('of a gate is its own passages alone', async () => {
      const gate = await connect('PORT-1', GATE);
      const passage = {
        id: 'P1',
        time: new Date().toISOString(),
        direction: 'out',
        container: CONTAINERS[0],
      };
      gate.send(publishPacket(topics.passages('PORT-1'), passage, { messageId: 1 }));
      expect(await gate.untilAnswered('puback', 1)).toEqual([1]);
      expect(await open.road.count('passages')).toBe(1);
      gate.send(publishPacket(topics.fixes('S1'), fix(1), { messageId: 2 }));
      await gate.untilAnswered('puback', 2);
      expect(await quarantined(store.pool)).toEqual([WRONG('PORT-1')]);
    });

    it('of a forwarder is for the seals of its organisation, as the register has them now', async () => {
      const server = await connect(FLEET.name, FLEET.secret);
      server.send(publishPacket(topics.fixes('S1'), fix(1), { messageId: 1 }));
      server.send(publishPacket(topics.fixes('S2'), fix(2), { messageId: 2 }));
      await server.untilAnswered('puback', 2);
      expect(await open.road.count('fixes')).toBe(2);
      server.send(publishPacket(topics.fixes('S3'), fix(3), { messageId: 3 }));
      server.send(publishPacket(topics.fixes('S99'), fix(4), { messageId: 4 }));
      await server.untilAnswered('puback', 4);
      expect((await quarantined(store.pool)).sort()).toEqual([
        'unknown_seal: no seal S99 in the register',
        WRONG('FLEET'),
      ]);
      await store.pool.query(`update seals set organisation_id = 'OTHER' where id = 'S2'`);
      await open.road.directory.refreshSeals(['S2']);
      server.send(publishPacket(topics.fixes('S2'), fix(5), { messageId: 5 }));
      await server.untilAnswered('puback', 5);
      expect(await open.road.count('fixes')).toBe(2);
      await store.pool.query(`update seals set organisation_id = 'FLEET' where id = 'S2'`);
      await open.road.directory.refreshSeals(['S2']);
    });

    it('that is a will is judged like any other', async () => {
      const will = {
        topic: topics.fixes('S2'),
        payload: Buffer.from(JSON.stringify(fix(7))),
        qos: 1,
        retain: false,
      } as const;
      const device = await connect('S1', SECRETS.S1, { will });
      await device.cut();
      await waitFor(async () => (await quarantined(store.pool)).length === 1);
      expect(await quarantined(store.pool)).toEqual([WRONG('S1')]);
      expect(await open.road.count('fixes')).toBe(0);
    });
  });

  describe('a SUBSCRIBE', () => {
    async function granted(device: RawDevice, ...wanted: string[]): Promise<number[]> {
      device.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: wanted.map((topic) => ({ topic, qos: 1 as const })),
      });
      const suback = await waitFor(() => device.received.find(({ cmd }) => cmd === 'suback'));
      return (suback as unknown as { granted: number[] }).granted;
    }

    it('is granted for its own topics, each by its full name, and for nothing else [MQTT-3.9.3-2]', async () => {
      const device = await connect('S1', SECRETS.S1);
      const wanted = [
        topics.commands('S1'),
        topics.commands('S2'),
        topics.fixes('S1'),
        topics.decisions('PORT-1'),
      ];
      const filters = ['#', '+/#', 'haidang/v1/seals/+/commands', 'haidang/v1/seals/S1/#', '$SYS/#'];
      expect(await granted(device, ...wanted, ...filters)).toEqual([
        1, 128, 128, 128, 128, 128, 128, 128, 128,
      ]);
      expect(device.closed).toBe(false);
    });

    it('to decisions is granted to the gate and to its port’s server', async () => {
      const gate = await connect('PORT-1', GATE);
      expect(await granted(gate, topics.decisions('PORT-1'), topics.decisions('PORT-2'))).toEqual([1, 128]);
      const server = await connect(FLEET.name, FLEET.secret);
      expect(await granted(server, topics.decisions('PORT-1'), topics.commands('S3'))).toEqual([1, 128]);
      await open.broker.publish(topics.decisions('PORT-1'), 'pass');
      for (const device of [gate, server])
        await waitFor(() => device.received.some(({ cmd }) => cmd === 'publish'));
    });

    it('that was refused is in no session: nothing waits there for who may not hear it', async () => {
      const options = { clean: false, clientId: 'kept' };
      const device = await connect('S1', SECRETS.S1, options);
      await granted(device, topics.commands('S1'), topics.commands('S2'), topics.decisions('PORT-1'));
      await device.cut();
      await open.broker.publish(topics.commands('S2'), 'not for S1');
      await open.broker.publish(topics.decisions('PORT-1'), 'not for S1');
      await open.broker.publish(topics.commands('S1'), 'for S1');
      const back = await connect('S1', SECRETS.S1, options);
      await waitFor(() => back.received.some(({ cmd }) => cmd === 'publish'));
      const heard = back.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.topic] : []));
      expect(heard).toEqual([topics.commands('S1')]);
    });

    it('ends for a forwarder with the seal that changes hands', async () => {
      const server = await connect(FLEET.name, FLEET.secret);
      await granted(server, topics.commands('S1'), topics.commands('S2'));
      await store.pool.query(`update seals set organisation_id = 'OTHER' where id = 'S2'`);
      await open.road.directory.refreshSeals(['S2']);
      await open.broker.publish(topics.commands('S2'), 'not any more');
      await open.broker.publish(topics.commands('S1'), 'still');
      await waitFor(() => server.received.some(({ cmd }) => cmd === 'publish'));
      const heard = server.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.topic] : []));
      expect(heard).toEqual([topics.commands('S1')]);
      await store.pool.query(`update seals set organisation_id = 'FLEET' where id = 'S2'`);
      await open.road.directory.refreshSeals(['S2']);
    });
  });
});
