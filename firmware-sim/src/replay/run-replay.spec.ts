import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestBroker } from '../../testing/broker.js';
import type { DeviceFix } from '../device/device-fix.js';
import { runReplay, type ReplayRun } from './run-replay.js';
import { parseColumns } from './trace.js';

const CAPMETRO = fileURLToPath(
  new URL('../../../../shared/data/gps/capmetro-2016-03-22.csv', import.meta.url),
);
const isThere = existsSync(CAPMETRO) || process.env['CI'] === 'true';
if (!isThere) console.log('skipped: the recorded evening is not in ../shared/data');

let folder: string;
let broker: TestBroker;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'replay-'));
});
beforeEach(async () => {
  broker = await TestBroker.start();
});
afterEach(() => broker.kill());
afterAll(() => rm(folder, { recursive: true }));

function replay(changes: Partial<ReplayRun>) {
  return runReplay({
    file: '',
    format: {
      columns: parseColumns('id=id,time=time,lat=lat,lon=lon'),
      timeFormat: 'rfc3339',
      speedUnit: 'km/h',
    },
    broker: broker.url,
    register: false,
    speedUp: 1,
    distinct: true,
    sealPrefix: 'RP-',
    flatOut: true,
    batch: 1,
    log: () => {},
    signal: new AbortController().signal,
    ...changes,
  });
}

async function threeRows(): Promise<string> {
  const file = path.join(folder, 'three.csv');
  const rows = [
    '1,2026-01-01T00:00:00Z,20,106',
    '1,2026-01-01T00:00:02Z,20.1,106',
    '1,2026-01-01T00:00:01Z,20.2,106',
  ];
  await writeFile(file, ['id,time,lat,lon', ...rows].join('\n'));
  return file;
}

describe('runReplay', () => {
  it('flat out keeps the order of the file, alone or in backlogs', async () => {
    const file = await threeRows();
    await replay({ file });
    expect(broker.on('haidang/v1/seals/RP-1/fixes').map((fix) => (fix as DeviceFix).seq)).toEqual([1, 3, 2]);
    await replay({ file, batch: 2, sealPrefix: 'B-' });
    const backlogs = broker.on('haidang/v1/seals/B-1/fixes') as (DeviceFix | DeviceFix[])[];
    expect(backlogs.map((one) => [one].flat().map(({ seq }) => seq))).toEqual([[1, 3], [2]]);
  });

  it('paced takes the time of the trace, divided by the speed-up, and ends now', async () => {
    const file = await threeRows();
    const begun = Date.now();
    const tally = await replay({ file, flatOut: false, speedUp: 4 }); // 2 s of trace in 0.5 s
    const ended = Date.now();
    expect(ended - begun).toBeGreaterThanOrEqual(500);
    expect(tally).toMatchObject({ sent: 3, acknowledged: 3 });
    const times = broker.on('haidang/v1/seals/RP-1/fixes').map((fix) => Date.parse((fix as DeviceFix).time));
    expect(times[1]! - times[0]!).toBe(500);
    expect(times[1]).toBeLessThanOrEqual(ended);
  });

  it('registers its seals first, and takes one that is known for registered', async () => {
    const posted: string[] = [];
    const api: Server = createServer((request, response) => {
      posted.push(`${request.method} ${request.url} ${request.headers['idempotency-key']}`);
      response.writeHead(409, { 'content-type': 'application/problem+json' }).end('{"code":"exists"}');
    });
    await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
    const { port } = api.address() as AddressInfo;
    await replay({ file: await threeRows(), register: true, api: `http://127.0.0.1:${port}` });
    await new Promise((closed) => api.close(closed));
    expect(posted).toEqual(['POST /api/v1/seals seal:RP-1']);
  });

  it.skipIf(!isThere)(
    'sends the recorded evening as its 21,786 distinct fixes',
    { timeout: 60_000 },
    async () => {
      const columns = parseColumns('id=vehicle_id,time=timestamp,lat=latitude,lon=longitude,speed=speed');
      const tally = await replay({
        file: CAPMETRO,
        format: { columns, timeFormat: 'rfc3339', speedUnit: 'm/s' },
        moveTo: { lat: 20.85, lon: 106.68 },
        speedUp: 10,
        batch: 20,
      });
      expect(tally).toMatchObject({ sent: 21_786, acknowledged: 21_786 });
      const keys = new Set<string>();
      const now = Date.now();
      for (const { topic, payload } of broker.received) {
        for (const { seq, time } of [payload as DeviceFix | DeviceFix[]].flat()) {
          keys.add(`${topic} ${seq} ${time}`);
          expect(Date.parse(time)).toBeLessThanOrEqual(now);
        }
      }
      expect(keys.size).toBe(21_786);
      expect(new Set(broker.received.map(({ topic }) => topic)).size).toBe(195);
    },
  );
});
