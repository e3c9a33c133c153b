import { SECOND } from '@haidang/domain';
import { asFleet, failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { lockFixes, openEmbedded, waitingCommits, type EmbeddedRoad } from './embedded.js';
import { publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

/** Every kind of PUBLISH that MQTT 3.1.1 knows, by a library and by hand; and what goes the other way. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (seq: number) => JSON.stringify(fixAt(seq, start + seq * SECOND, seq));
  let open: EmbeddedRoad;
  const clients: MqttClient[] = [];
  const devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1'], start);
    open = await openEmbedded(store);
  });
  afterAll(() => open.close());
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.endAsync(true);
    for (const device of devices.splice(0)) await device.cut();
  });
  async function client(clientId: string, options: IClientOptions = {}): Promise<MqttClient> {
    const connected = await mqtt.connectAsync(asFleet(`mqtt://127.0.0.1:${open.port}`), {
      ...{ clientId, ...options },
    });
    clients.push(connected);
    return connected;
  }
  async function device(clientId: string): Promise<RawDevice> {
    const connected = await RawDevice.connect(open.port, clientId);
    devices.push(connected);
    return connected;
  }
  const stored = (count: number) =>
    waitFor(async () => (await open.road.count('fixes')) === count, 10_000, `${count} fixes`);

  it.each([0, 1, 2] as const)('QoS %i by MQTT.js is stored', async (qos) => {
    const seal = await client('S1');
    await seal.publishAsync(topics.fixes('S1'), fix(1), { qos });
    await stored(1);
  });

  it('QoS 0 stands in its place among the others: those after it wait for its commit', async () => {
    const seal = await device('S1');
    const letGo = await lockFixes(store.pool);
    seal.send(
      publishPacket(topics.fixes('S1'), JSON.parse(fix(1)), { qos: 0 }),
      publishPacket(topics.fixes('S1'), JSON.parse(fix(2)), { messageId: 2 }),
    );
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    expect(seal.ids('puback')).toEqual([]);
    await letGo();
    expect(await seal.untilAnswered('puback', 1)).toEqual([2]);
    expect(await open.road.count('fixes')).toBe(2);
  });

  describe('QoS 2 by hand', () => {
    const message = (messageId: number, dup = false) =>
      publishPacket(topics.fixes('S1'), JSON.parse(fix(messageId)), { messageId, qos: 2, dup });

    it('gets its PUBREC after the commit and its PUBCOMP after the PUBREL', async () => {
      const seal = await device('S1');
      const letGo = await lockFixes(store.pool);
      seal.send(message(1), message(2));
      await waitFor(async () => (await waitingCommits(store.pool)) > 0);
      expect(seal.ids('pubrec')).toEqual([]);
      await letGo();
      expect(await seal.untilAnswered('pubrec', 2)).toEqual([1, 2]);
      expect(await open.road.count('fixes')).toBe(2);
      seal.send({ cmd: 'pubrel', messageId: 1 }, { cmd: 'pubrel', messageId: 2 });
      expect(await seal.untilAnswered('pubcomp', 2)).toEqual([1, 2]);
    });

    it('sent again before its PUBREL stands once', async () => {
      const seal = await device('S1');
      seal.send(message(1));
      await seal.untilAnswered('pubrec', 1);
      seal.send(message(1, true));
      expect(await seal.untilAnswered('pubrec', 2)).toEqual([1, 1]);
      expect(await open.road.count('fixes')).toBe(1);
      expect(await open.road.count('quarantine')).toBe(0);
    });
  });

  describe('a will', () => {
    const will = { topic: topics.fixes('S1'), payload: Buffer.from(fix(7)), qos: 1, retain: false } as const;

    it('is a message like others when the connection breaks [MQTT-3.1.2-8]', async () => {
      const seal = await RawDevice.connect(open.port, 'S1', { will });
      await seal.cut();
      await stored(1);
    });

    it('is nothing when the device says goodbye [MQTT-3.14.4-3]', async () => {
      const seal = await RawDevice.connect(open.port, 'S1', { will });
      seal.send({ cmd: 'disconnect' });
      await seal.untilClosed();
      const other = await device('S2');
      other.send(publishPacket(topics.fixes('S1'), JSON.parse(fix(8)), { messageId: 1 }));
      await other.untilAnswered('puback', 1);
      await open.road.pipeline.drain();
      expect(await open.road.count('fixes', 'seq = 7')).toBe(0);
    });
  });

  it('a retained message is stored, and kept for nobody: what devices say is read by the platform alone', async () => {
    const seal = await client('S1');
    await seal.publishAsync(topics.fixes('S1'), fix(1), { qos: 1, retain: true });
    await stored(1);
    const heard: string[] = [];
    const curious = await client('curious');
    curious.on('message', (topic) => heard.push(topic));
    await expect(curious.subscribeAsync([topics.fixes('S1'), '#'], { qos: 1 })).rejects.toThrow('Subscribe');
    await curious.subscribeAsync(topics.commands('S1'), { qos: 1 });
    await seal.publishAsync(topics.fixes('S1'), fix(2), { qos: 1, retain: true });
    await open.broker.publish(topics.commands('S1'), '{"the":"end"}');
    await waitFor(() => heard.length > 0);
    expect(heard).toEqual([topics.commands('S1')]);
  });

  describe('a decision', () => {
    const topic = topics.decisions('PORT-1');

    it('reaches every gate that listens', async () => {
      const heard: string[] = [];
      for (const name of ['left', 'right']) {
        const gate = await client(name);
        gate.on('message', (_, payload) => heard.push(`${name} ${payload.toString()}`));
        await gate.subscribeAsync(topic, { qos: 1 });
      }
      await open.broker.publish(topic, 'pass');
      await waitFor(() => heard.length === 2);
      expect(heard.sort()).toEqual(['left pass', 'right pass']);
    });

    it('waits for a gate with a persistent session that is away', async () => {
      const options: IClientOptions = { clean: false };
      const gate = await client('camera', options);
      await gate.subscribeAsync(topic, { qos: 1 });
      await gate.endAsync();
      await open.broker.publish(topic, 'hold');
      const heard: string[] = [];
      const back = mqtt.connect(asFleet(`mqtt://127.0.0.1:${open.port}`), { clientId: 'camera', ...options });
      clients.push(back);
      back.on('message', (_, payload) => heard.push(payload.toString()));
      await waitFor(() => heard.length === 1);
      expect(heard).toEqual(['hold']);
    });
  });
});
