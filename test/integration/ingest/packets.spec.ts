import { SECOND } from '@haidang/domain';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { generate } from 'mqtt-packet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { openEmbedded, quarantined, type EmbeddedRoad } from './embedded.js';
import { connectPacket, publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

/** What breaks the protocol ends its connection, is counted and shown, and touches nobody else. */
withStore((store) => {
  const start = anHourAgo();
  const message = (messageId: number) =>
    publishPacket(topics.fixes('S1'), fixAt(messageId, start + messageId * SECOND, messageId), { messageId });
  let open: EmbeddedRoad;
  let devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1'], start);
    open = await openEmbedded(store);
  });
  afterAll(() => open.close());
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const device of devices) await device.cut();
    devices = [];
  });
  async function device(clientId: string): Promise<RawDevice> {
    const connected = await RawDevice.connect(open.port, clientId);
    devices.push(connected);
    return connected;
  }
  /** Waits until something stands in the quarantine. */
  const refusals = (count = 1) =>
    waitFor(async () => {
      const lines = await quarantined(store.pool);
      return lines.length >= count && lines;
    });

  /** A PUBLISH that no library would make, to any topic at all. */
  function rawPublish(topic: string): Buffer {
    const name = Buffer.from(topic);
    const body = Buffer.concat([Buffer.from([0, name.length]), name, Buffer.from([0, 9]), Buffer.from('{}')]);
    return Buffer.concat([Buffer.from([0x32, ...remainingLength(body.length)]), body]);
  }

  describe('a topic that no PUBLISH may name [MQTT-3.3.2-2]', () => {
    it.each([
      ['with the wildcard #', 'haidang/v1/seals/#', 'FLEET: # is not allowed in PUBLISH'],
      ['with the wildcard +', 'haidang/v1/seals/+/fixes', 'FLEET: + is not allowed in PUBLISH'],
      ['that is empty', '', 'FLEET: empty topic not allowed in PUBLISH'],
      ['of 101 levels', '/'.repeat(100), 'FLEET: topic has too many levels'],
    ])('%s ends the connection and is shown', async (_, topic, detail) => {
      const before = await open.road.outcome('quarantined', 'protocol_error');
      const seal = await device('S1');
      seal.write(rawPublish(topic));
      await seal.untilClosed();
      expect(await refusals()).toEqual([`protocol_error: ${detail}`]);
      expect(seal.ids('puback')).toEqual([]);
      expect(await open.road.outcome('quarantined', 'protocol_error')).toBe(before + 1);
    });

    it('does not take along what came before it on the connection', async () => {
      const seal = await device('S1');
      seal.write(Buffer.concat([generate(message(1)), rawPublish('a/#')]));
      await seal.untilClosed();
      await refusals();
      await open.road.pipeline.drain();
      expect(await open.road.count('fixes')).toBe(1);
    });
  });

  it('a topic that the platform does not take is acknowledged and kept', async () => {
    const seal = await device('S1');
    seal.send(publishPacket('haidang/v1/seals/S1/position', { seq: 1 }, { messageId: 1 }));
    seal.send(publishPacket('/'.repeat(99), { seq: 1 }, { messageId: 2 }));
    expect(await seal.untilAnswered('puback', 2)).toEqual([1, 2]);
    expect(await quarantined(store.pool)).toEqual(
      Array.from({ length: 2 }, () => 'bad_topic: the platform takes nothing on this topic'),
    );
    expect(seal.closed).toBe(false);
  });

  describe('bytes that are no MQTT', () => {
    it.each([
      ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
      ['packet type 0', Buffer.from([0x00, 0x00])],
      ['packet type 15', Buffer.from([0xf0, 0x00])],
      ['a remaining length of five bytes [2.2.3]', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x01])],
      ['a PUBLISH before the CONNECT [MQTT-3.1.0-1]', generate(message(1))],
      ['a CONNECT of another protocol', Buffer.from([0x10, 0x0a, 0, 4, 0x48, 0x54, 0x54, 0x50, 4, 2, 0, 60])],
      ['a PINGREQ before the CONNECT', Buffer.from([0xc0, 0x00])],
    ])('%s end the connection and are shown', async (_, bytes) => {
      const stranger = await RawDevice.open(open.port);
      devices.push(stranger);
      stranger.write(bytes);
      await stranger.untilClosed();
      expect(await refusals()).toEqual([expect.stringMatching(/^protocol_error: \?: ./)]);
      expect(await open.road.count('fixes')).toBe(0);
    });

    it.each([
      ['a second CONNECT [MQTT-3.1.0-2]', generate(connectPacket('S1'))],
      ['a PUBLISH of QoS 3 [MQTT-3.3.1-4]', Buffer.from([0x36, 0x05, 0, 1, 0x61, 0, 1])],
      ['a SUBSCRIBE to nothing [MQTT-3.8.3-3]', Buffer.from([0x82, 0x02, 0, 1])],
      ['a topic longer than its packet', Buffer.from([0x32, 0x04, 0xff, 0xff, 0x61, 0x62])],
    ])('%s ends the connection of a device that had got in', async (_, bytes) => {
      const seal = await device('S1');
      seal.write(bytes);
      await seal.untilClosed();
      expect(await refusals()).toEqual([expect.stringMatching(/^protocol_error: FLEET: ./)]);
    });

    it('a device that just goes is no fault of anybody', async () => {
      const stranger = await RawDevice.open(open.port);
      await stranger.cut();
      const seal = await device('S1');
      seal.write(generate(message(1)).subarray(0, 20));
      await seal.cut();
      const other = await device('S2');
      other.send(message(2));
      await other.untilAnswered('puback', 1);
      await open.road.pipeline.drain();
      expect(await quarantined(store.pool)).toEqual([]);
    });
  });

  describe('size', () => {
    const heap = () => process.memoryUsage().arrayBuffers;

    it('a packet of more than 4 MiB is cut off as soon as that much has come, and counted', async () => {
      const seal = await device('S1');
      const before = heap();
      const chunk = Buffer.alloc(256 * 1024, 0x20);
      seal.write(Buffer.concat([Buffer.from([0x32, ...remainingLength(200 * 1024 * 1024)]), chunk]));
      for (let sent = 1; sent < 40 && !seal.closed; sent++) {
        seal.write(chunk);
        await new Promise(setImmediate);
      }
      await seal.untilClosed();
      expect(await refusals()).toEqual(['protocol_error: FLEET: a packet of more than 4194304 bytes']);
      expect(heap() - before).toBeLessThan(32 * 1024 * 1024);
    });

    it('a smaller one that is no message is acknowledged, and its first 256 KiB are kept', async () => {
      const seal = await device('S1');
      seal.send(publishPacket(topics.fixes('S1'), Buffer.alloc(3 * 1024 * 1024, 0x20), { messageId: 1 }));
      expect(await seal.untilAnswered('puback', 1)).toEqual([1]);
      const { rows } = await store.pool.query(
        'select reason, length(payload) as kept, bytes from quarantine',
      );
      expect(rows).toEqual([{ reason: 'too_large', kept: 262_144, bytes: 3_145_728 }]);
    });

    it('is counted a packet: many small ones may be more than 4 MiB together', async () => {
      const seal = await device('S1');
      const big = Buffer.alloc(512 * 1024, 0x20);
      for (let id = 1; id <= 12; id++)
        seal.send(publishPacket(topics.fixes('S1'), big, { messageId: id }), { cmd: 'pingreq' });
      await seal.untilAnswered('puback', 12);
      expect(seal.closed).toBe(false);
    });
  });

  it('others on the broker are not touched by any of it', async () => {
    const good = await device('S1');
    const bad = await device('S2');
    bad.write(rawPublish('#'));
    await bad.untilClosed();
    good.send(message(5));
    expect(await good.untilAnswered('puback', 1)).toEqual([5]);
  });
});

/** MQTT's variable byte integer, 2.2.3. */
function remainingLength(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ;) {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? digit | 0x80 : digit);
    if (rest === 0) return bytes;
  }
}
