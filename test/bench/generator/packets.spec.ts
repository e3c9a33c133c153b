import { generate, parser, type IPublishPacket } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import type { LoadJob } from './job.js';
import { MessageWriter } from './message-writer.js';
import { connectPacket, SENDER, sealId } from './packets.js';

const LINE = [
  [106, 20],
  [106, 20.01],
] as const;

const JOB: LoadJob = {
  port: 1883,
  connections: 1,
  window: 1,
  firstSeal: 41,
  seals: 2,
  fixesPerMessage: 1,
  lines: [LINE],
  metresPerFix: 1,
  clock: { kind: 'now' },
  firstSeq: 1_000_000_000,
  pace: { kind: 'closed' },
  warmUp: 0,
  duration: 1,
  drain: 1,
};

/** What an independent MQTT parser reads in the next message of a seal. */
function next(
  writer: MessageWriter,
  seal: number,
  now: number,
): { topic: string; payload: unknown; qos: number } {
  const bytes = Buffer.from(writer.layout.bytes);
  bytes.writeUInt16BE(7, writer.layout.packetId);
  writer.write(bytes, 0, seal, now);
  const packets: IPublishPacket[] = [];
  const reader = parser();
  reader.on('packet', (packet) => packets.push(packet as IPublishPacket));
  expect(reader.parse(bytes)).toBe(0);
  const [packet] = packets;
  expect(packet!.messageId).toBe(7);
  return {
    topic: packet!.topic,
    payload: JSON.parse(packet!.payload.toString()) as unknown,
    qos: packet!.qos,
  };
}

describe('connectPacket', () => {
  it('is the CONNECT that mqtt-packet writes', () => {
    const { name: username, secret } = SENDER;
    const theirs = generate({
      ...{ cmd: 'connect', clientId: sealId(42), clean: true, keepalive: 0 },
      ...{ username, password: Buffer.from(secret) },
    });
    expect(connectPacket('VN000042')).toEqual(theirs);
  });
});

describe('MessageWriter', () => {
  it('writes a fix with the seal, the running number, the time and the place', () => {
    const now = Date.parse('2026-11-22T08:09:10.011Z');
    const { topic, payload, qos } = next(new MessageWriter(JOB), 1, now);
    expect(topic).toBe('haidang/v1/seals/VN000042/fixes');
    expect(qos).toBe(1);
    expect(payload).toMatchObject({ seq: 1_000_000_000, time: '2026-11-22T08:09:10.011Z', lon: 106 });
  });

  it('never writes the same running number or time of a seal twice', () => {
    const writer = new MessageWriter(JOB);
    const fixes = [0, 0, 0].map(
      () => next(writer, 0, 1_800_000_000_000).payload as { seq: number; time: string },
    );
    expect(fixes.map((fix) => fix.seq)).toEqual([1_000_000_000, 1_000_000_001, 1_000_000_002]);
    expect(fixes.map((fix) => fix.time.slice(-4))).toEqual(['000Z', '001Z', '002Z']);
  });

  it('walks a metre a fix along the line', () => {
    const writer = new MessageWriter(JOB);
    const walked = [0, 0].map(() => next(writer, 0, 1_800_000_000_000).payload as { lat: number });
    expect(Math.abs(walked[1]!.lat - walked[0]!.lat) * 111_195).toBeCloseTo(1, 0);
  });

  it('writes a backlog as an array with its own times, over midnight', () => {
    const from = Date.parse('2026-11-21T23:59:59.000Z');
    const writer = new MessageWriter({
      ...JOB,
      fixesPerMessage: 3,
      clock: { kind: 'past', from, step: 1000 },
    });
    const { payload } = next(writer, 0, 1_800_000_000_000);
    expect((payload as { time: string; buffered: boolean }[]).map((fix) => [fix.time, fix.buffered])).toEqual(
      [
        ['2026-11-21T23:59:59.000Z', true],
        ['2026-11-22T00:00:00.000Z', true],
        ['2026-11-22T00:00:01.000Z', true],
      ],
    );
  });
});
