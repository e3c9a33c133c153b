import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generate } from './generate.js';
import type { LoadJob } from './job.js';

const JOB: Omit<LoadJob, 'port'> = {
  connections: 3,
  window: 4,
  firstSeal: 1,
  seals: 6,
  fixesPerMessage: 2,
  lines: [
    [
      [106, 20],
      [106, 20.01],
    ],
  ],
  metresPerFix: 1,
  clock: { kind: 'now' },
  firstSeq: 1_000_000_000,
  pace: { kind: 'closed' },
  warmUp: 0,
  duration: 5_000,
  maxMessages: 300,
  drain: 5_000,
};

/** A broker that keeps the identity of every fix it was sent, and acknowledges as `hold` says. */
let broker: Aedes;
let port: number;
let fixes: string[];
let hold: (acknowledge: () => void) => void;
const server = () => createServer((socket) => void broker.handle(socket));
let listening: ReturnType<typeof server>;

beforeEach(async () => {
  fixes = [];
  hold = (acknowledge) => acknowledge();
  broker = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      const sent = JSON.parse(packet.payload.toString()) as { seq: number; time: string }[];
      for (const fix of sent) fixes.push(`${packet.topic} ${String(fix.seq)} ${fix.time}`);
      hold(() => done());
    },
  });
  listening = server();
  await new Promise<void>((ready) => listening.listen(0, '127.0.0.1', ready));
  port = (listening.address() as AddressInfo).port;
});

afterEach(async () => {
  await new Promise<void>((closed) => broker.close(closed));
  await new Promise((closed) => listening.close(closed));
});

describe('generate', () => {
  it('sends as many messages as it may, every fix new, over all seals, and counts their acknowledgements', async () => {
    const result = await generate({ ...JOB, port });
    expect(result).toMatchObject({
      sent: 300,
      acknowledged: 300,
      fixesAcknowledged: 600,
      unacknowledged: 0,
      lost: 0,
    });
    expect(fixes).toHaveLength(600);
    expect(new Set(fixes).size).toBe(600);
    expect(new Set(fixes.map((fix) => fix.split('/')[3])).size).toBe(6);
  });

  it('never has more than its window unacknowledged, and says what stayed so', async () => {
    hold = () => undefined;
    const result = await generate({ ...JOB, port, duration: 200, drain: 50 });
    expect(result).toMatchObject({ sent: 12, acknowledged: 0, unacknowledged: 12 });
  });

  it('counts latency from the schedule when the broker stalls an open load', async () => {
    const stalled: (() => void)[] = [];
    hold = (acknowledge) => stalled.push(acknowledge);
    setTimeout(() => {
      hold = (acknowledge) => acknowledge();
      for (const acknowledge of stalled) acknowledge();
    }, 300);
    const result = await generate({ ...JOB, port, pace: { kind: 'open', rate: 200 }, duration: 600 });
    // Messages due in the first 100 of 600 ms waited 200 ms and more: a sixth of all, so the 99th percentile shows it.
    expect(result.latency.p99).toBeGreaterThan(200);
    expect(result.acknowledged).toBe(result.sent);
  });

  it('counts a PUBACK that overtakes an earlier one of its connection', async () => {
    const held: (() => void)[] = [];
    hold = (acknowledge) => {
      held.push(acknowledge);
      if (held.length === 4) for (const next of held.splice(0).reverse()) next();
    };
    const result = await generate({ ...JOB, port, connections: 1, seals: 1, maxMessages: 4 });
    expect(result).toMatchObject({ acknowledged: 4, outOfOrder: 3 });
  });
});
