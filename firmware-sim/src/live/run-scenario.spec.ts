import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestBroker } from '../../testing/broker.js';
import type { DeviceFix } from '../device/device-fix.js';
import { runScenario } from './run-scenario.js';
import { waitFor } from './wait.js';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
}

let folder: string;
let broker: TestBroker;
let api: Server;
let calls: Call[];
/** What `GET /transits` and `GET /alarms` answer. */
let transits: object[];
let alarms: object[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scenario-'));
  broker = await TestBroker.start();
  calls = [];
  transits = [];
  alarms = [];
  api = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const body = (text === '' ? {} : JSON.parse(text)) as Call['body'];
      const key = request.headers['idempotency-key'] as string | undefined;
      calls.push({ method: request.method!, path: request.url!, key, body });
      response.setHeader('content-type', 'application/json');
      const items = request.url!.startsWith('/api/v1/alarms') ? alarms : transits;
      response.end(JSON.stringify(request.method === 'GET' ? { items, next: null } : {}));
    });
  });
  await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
});
afterEach(async () => {
  await broker.kill();
  await new Promise((closed) => api.close(closed));
  await rm(folder, { recursive: true });
});

async function run(scenario: object, more: { api?: string; duration?: number; signal?: AbortSignal } = {}) {
  const file = path.join(folder, 'story.json');
  await writeFile(file, JSON.stringify({ name: 'story', about: 'For a test.', ...scenario }));
  const signal = more.signal ?? new AbortController().signal;
  return runScenario({ name: file, broker: broker.url, speed: 120, log: () => {}, ...more, signal });
}

const apiUrl = () => `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
const steps = () =>
  calls.map(({ method, path }) => `${method} ${path.replace(/SIM-[0-9A-Z]+-/, 'SIM-').split('?')[0]}`);
const fixesOf = (sealId: string) => broker.on(`haidang/v1/seals/${sealId}/fixes`).flat() as DeviceFix[];

describe('a scenario played live', () => {
  it(
    'takes a truck from the registered to the closed transit, through both gates',
    { timeout: 30_000 },
    async () => {
      transits = [
        { id: 'SIM-OLD-1', state: 'in_transit' },
        { id: 'SIM-OLD-2', state: 'closed' },
        { id: 'REAL-3', state: 'in_transit' },
      ];
      const trucks = [{ seal: 'VN000101', route: 'CATLAI-MOCBAI', startKm: 85, speed: 40 }];
      const begun = Date.now();
      const tally = await run({ duration: 360, trucks }, { api: apiUrl() }); // 6 minutes in 3 s
      expect(steps()).toEqual([
        'GET /api/v1/transits',
        'POST /api/v1/transits/SIM-1/cancel',
        'GET /api/v1/alarms',
        'POST /api/v1/transits',
        'POST /api/v1/transits/SIM-0/seal',
        'POST /api/v1/transits/SIM-0/depart',
        'POST /api/v1/transits/SIM-0/arrive',
        'POST /api/v1/transits/SIM-0/close',
      ]);
      expect(calls[3]!.body).toMatchObject({ from: 'CATLAI', to: 'MOCBAI', routeId: 'CATLAI-MOCBAI' });
      expect(calls[3]!.key).toBe(`${String(calls[3]!.body['id'])}:register`);
      const [passage] = broker.on('haidang/v1/gates/G-MOCBAI-1/passages');
      expect(passage).toMatchObject({ direction: 'in', sealId: 'VN000101', source: 'camera' });

      const fixes = fixesOf('VN000101');
      expect(fixes[0]!.events).toEqual(['restart', 'locked']);
      expect(fixes.at(-1)).toMatchObject({ lock: 'open', events: ['unlocked'] });
      // opened only once the officer has said that it arrived
      const { at } = calls.find(({ path }) => path.endsWith('/arrive'))!.body as { at: string };
      expect(Date.parse(at)).toBeLessThan(Date.parse(fixes.at(-1)!.time));
      expect(fixes.slice(0, -1).every(({ lock }) => lock === 'locked')).toBe(true);
      expect(tally.acknowledged).toBe(fixes.length);
      for (const { time } of fixes) {
        expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
        expect(Date.parse(time)).toBeGreaterThan(begun - 361_000);
      }
    },
  );

  it('goes silent in a gap and sends what it held as a backlog', { timeout: 30_000 }, async () => {
    const faults = [{ kind: 'gap', at: 60, duration: 60 }];
    const trucks = [{ seal: 'VN000102', route: 'VINH-CAUTREO', startKm: 20, faults }];
    const tally = await run({ duration: 240, trucks });
    expect(calls).toEqual([]);
    const backlogs = broker.on('haidang/v1/seals/VN000102/fixes').filter(Array.isArray) as DeviceFix[][];
    const held = backlogs.flat().filter(({ buffered }) => buffered === true);
    expect(held.map(({ seq }) => seq)).toEqual([7, 8, 9, 10, 11, 12]);
    // What was under way when the radio went may have come twice; nothing is missing.
    const seqs = new Set(fixesOf('VN000102').map(({ seq }) => seq));
    expect(seqs).toEqual(new Set(Array.from({ length: 25 }, (_, i) => i + 1)));
    expect(tally.acknowledged).toBe(25);
  });

  it(
    'endless sends a new trip after the one that arrived, with another seal',
    { timeout: 30_000 },
    async () => {
      const trucks = [{ seal: 'VN000103', route: 'CAIMEP-PHUOCLONG', startKm: 63, speed: 40 }];
      await run({ endless: true, trucks }, { api: apiUrl(), duration: 240 });
      const registered = calls.filter(
        ({ path }) => path === '/api/v1/transits' || path.startsWith('/api/v1/transits?'),
      );
      const seals = registered.flatMap(
        ({ body }) => (body['containers'] as { sealId: string }[] | undefined) ?? [],
      );
      expect(seals.map(({ sealId }) => sealId)).toEqual(['VN000103', 'VN000101']);
      expect(fixesOf('VN000101').length).toBeGreaterThan(3);
    },
  );

  it(
    'tells a drill by its papers, calls it off, and resolves what nobody took on',
    { timeout: 30_000 },
    async () => {
      alarms = [
        { id: 'A1', revision: 3, comments: [], transitId: 'SIM-X-1', why: { measured: {} } },
        {
          id: 'A2',
          revision: 1,
          comments: [],
          assignee: 'Lan P.',
          transitId: 'SIM-X-1',
          why: { measured: {} },
        },
      ];
      const transit = {
        departBy: 20,
        acts: [
          { at: 0, step: 'seal' },
          { at: 60, step: 'depart' },
        ],
      };
      const trucks = [
        { seals: ['VN000201', 'VN000202'], route: 'DT-TIENSA-LAOBAO', startKm: 50, apartKm: 2, transit },
      ];
      const story = { kinds: ['late_departure'], at: 20, trucks };
      const drills = { firstRound: 60, laterFrom: 3_600, laterEvery: 3_600, lasts: 120, stories: [story] };
      const trucksOfEveryday = [{ seal: 'VN000104', route: 'TIENSA-LAOBAO', startKm: 50 }];
      await run({ endless: true, trucks: trucksOfEveryday, drills }, { api: apiUrl(), duration: 240 });
      const [, second, third] = calls.filter(({ path }) => path === '/api/v1/transits');
      expect(second!.body['number']).toMatch(/^DT-/);
      expect(third!.body['routeId']).toBe('DT-TIENSA-LAOBAO');
      const ofDrill = calls.filter(({ path }) => path.includes(`/${String(second!.body['id'])}/`));
      expect(ofDrill.map(({ path }) => path.split('/').at(-1))).toEqual(['seal', 'depart', 'cancel']);
      expect(Date.parse(ofDrill[1]!.body['at'] as string)).toBeGreaterThan(
        Date.parse(second!.body['departBy'] as string),
      );
      const resolved = calls.filter(({ path }) => path.endsWith('/resolve'));
      expect(new Set(resolved.map(({ path }) => path))).toEqual(new Set(['/api/v1/alarms/A1/resolve']));
      expect(resolved[0]!.body).toMatchObject({ revision: 3, ending: 'true' });
      const last = fixesOf('VN000201').at(-1)!;
      expect(Date.parse(last.time)).toBeLessThan(Date.parse(fixesOf('VN000104').at(-1)!.time) - 60_000);
    },
  );

  it('ends when told to, with everything acknowledged', { timeout: 30_000 }, async () => {
    const stop = new AbortController();
    const trucks = [{ seal: 'VN000104', route: 'TIENSA-LAOBAO', startKm: 50 }];
    const ended = run({ duration: 3_600, trucks }, { signal: stop.signal });
    expect(await waitFor(() => fixesOf('VN000104').length >= 3, 10_000)).toBe(true);
    stop.abort();
    const tally = await ended;
    expect(tally.acknowledged).toBe(tally.sent);
  });
});
