import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { type Role } from '@haidang/domain';
import { failOnLeaks, shortOrLong, signInAs, waitFor, type RunningPlatform } from '@haidang/testkit';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../firmware-sim/src/random.js';
import { CONTAINERS } from '../integration/road.js';
import { HttpFuzzer, type Document, type FuzzedRequest } from './fuzz-http.js';
import { report } from './report.js';
import { tripStart } from './seal-trip.js';
import { openStage, readiness, residentMegabytes, sealIds, type Stage } from './stage.js';

failOnLeaks();

const SEALS = sealIds(20);
const { requests, garbage } = shortOrLong(
  { requests: 5_000, garbage: 60 },
  { requests: 100_000, garbage: 2_000 },
);
const AT_ONCE = 16;
/** Who asks: mostly those before whom the doors are open, now and then somebody who may do little, or nobody. */
const WHO: readonly (Role | null)[] = [
  ...Array<Role>(5).fill('shift_supervisor'),
  ...Array<Role>(3).fill('administrator'),
  ...(['carrier', 'auditor', null] as const),
];
/** So many bring the heap to its working size; from there on it may grow by {@link MAY_GROW}. */
const WARM_UP = 3_000;
/** So many more at each look whether the memory is back. */
const STILL_ASKED = 200;
/** Megabytes. */
const MAY_GROW = 100;

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

it(`answers ${requests} requests of chance without a fault of its own, in flat memory`, async () => {
  const stage = await openStage(SEALS, tripStart());
  opened.push(stage.close);
  const { platform } = stage;
  const { pid } = platform;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  opened.push(() => Promise.resolve(agent.destroy()));

  const document = (await (await fetch(`${platform.origin}/api/openapi.json`)).json()) as Document;
  const fuzzer = new HttpFuzzer(document, new Random(1, 'http'), await knownValues(stage));
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  const chance = new Random(1, 'who');
  // what is sent ends sessions and disables people too: then the next signs in again
  const tokens = new Map<Role, Promise<string>>();
  const tokenOf = (role: Role) => {
    const token = tokens.get(role) ?? signInAs(stage.pool, role);
    tokens.set(role, token);
    return token;
  };
  const send = async (count: number) => {
    let left = count;
    const worker = async () => {
      while (left-- > 0) {
        const one = fuzzer.next();
        const role = chance.pick(WHO);
        const token = role === null ? 'x' : await tokenOf(role);
        const { status, type, body } = await answerTo(platform, agent, token, one);
        if (role !== null && status === 401) tokens.delete(role);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 || (status >= 400 && !isProblem(type, body)))
          faults.push(
            `${String(status)} ${one.method} ${one.path} ${String(one.body?.subarray(0, 400))} -> ${body.slice(0, 300)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await send(WARM_UP);
  const before = await residentMegabytes(platform);
  await send(requests - WARM_UP);
  const random = new Random(1, 'garbage');
  for (let i = 0; i < garbage; i++) await sendGarbage(platform.port, random);

  expect(faults.slice(0, 10)).toEqual([]);
  expect(platform.pid).toBe(pid);
  expect(await readiness(platform)).toBe(200);
  let after = 0;
  // it is asked on meanwhile: who is idle collects no garbage
  const isFlat = async () => {
    await send(STILL_ASKED);
    return (after = await residentMegabytes(platform)) < before + MAY_GROW;
  };
  await waitFor(isFlat, 30_000, `resident memory below ${before + MAY_GROW} MB`);
  // they came far: some were taken, some changed something, some found nothing
  for (const status of [200, 201, 400, 401, 404, 422])
    expect([status, statuses.has(status)]).toEqual([status, true]);
  report('fuzz-http', {
    requests,
    garbage,
    statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
    faults: faults.length,
    megabytesBefore: before,
    megabytesAfter: after,
  });
});

/** Values that are there, by the name of the parameter or field that means them. */
async function knownValues({ pool }: Stage): Promise<Record<string, readonly string[]>> {
  const ids = async (sql: string) => (await pool.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  const transits = await ids('select id from transits');
  const facilities = await ids('select id from facilities');
  const every = [...transits, ...facilities, ...SEALS, 'PORT-1', 'R'];
  return {
    id: every,
    sealId: SEALS,
    gateId: ['PORT-1'],
    number: CONTAINERS,
    container: CONTAINERS,
    routeId: ['R'],
    from: facilities,
    to: facilities,
    facilityId: facilities,
    plate: ['15C-123.45'],
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function answerTo(
  { port }: RunningPlatform,
  agent: Agent,
  token: string,
  { method, path, headers, body }: FuzzedRequest,
): Promise<Answer> {
  const withToken = { authorization: `Bearer ${token}`, ...headers };
  return new Promise((done, failed) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, agent, method, path, headers: withToken },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () =>
          done({
            status: response.statusCode!,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    // refused while it was still being written: the answer is there or the connection was closed, which is an answer too
    request.on('error', (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '')
        ? done({ status: 0, type: '', body: '' })
        : failed(error),
    );
    request.end(body);
  });
}

function isProblem(type: string, body: string): boolean {
  if (!type.startsWith('application/problem+json')) return false;
  return typeof (JSON.parse(body) as { code?: unknown }).code === 'string';
}

/** Bytes that are no HTTP, or only at first. The connection ends, one way or the other. */
async function sendGarbage(port: number, random: Random): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined).resume();
  const closed = new Promise((ended) => socket.once('close', ended));
  socket.write(
    random.pick([
      () => Buffer.from(Array.from({ length: random.integer(1, 500) }, () => random.integer(0, 255))),
      () => `GET /${'a'.repeat(random.integer(1, 100_000))} HTTP/1.1\r\n\r\n`,
      () => `POST /api/v1/seals HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}`,
      () =>
        `POST /api/v1/seals HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n`,
      () => `GET /api/v1/seals HTTP/1.1\r\n${'X-Y: z\r\n'.repeat(random.integer(1, 4_000))}\r\n`,
      () => `\x16\x03\x01\x00\xa5\x01\x00`,
      () => `GET /socket.io/?EIO=4&transport=polling&sid=${'x'.repeat(50)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    ])(),
  );
  socket.end();
  await closed;
}
