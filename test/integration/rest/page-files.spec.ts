import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { failOnLeaks, startPlatform, type RunningPlatform } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

failOnLeaks();

const ASSETS = fileURLToPath(new URL('../../../dashboards/dist/assets/', import.meta.url));
const script = `/assets/${readdirSync(ASSETS).find((file) => /^index-.*\.js$/.test(file))!}`;

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ passing: true });
});
afterAll(() => platform?.dispose());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As a browser asks; `fetch` would unpack, and ask past every cache. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((answered, failed) => {
    request(platform.origin + path, { headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        answered({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .once('error', failed)
      .end();
  });
}

it.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)('sends a browser that takes %s the form made at the build', async (accepted, form, unpack) => {
  const plain = await get(script);
  const { headers, body } = await get(script, { 'accept-encoding': accepted });
  expect(headers).toMatchObject({ 'content-encoding': form, vary: 'accept-encoding' });
  expect(headers['content-type']).toBe(plain.headers['content-type']);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(unpack(body).equals(plain.body)).toBe(true);
  expect(body.length).toBeLessThan(plain.body.length / 3);
});

it('lets a browser keep for good what is named by its content, and ask anew for the page', async () => {
  expect((await get(script)).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  for (const path of ['/', '/basemap/land.json', '/names.vi.json'])
    expect((await get(path)).headers['cache-control']).toBe('no-cache');
});

it('serves what makes the gatehouse installable, the worker never from a cache', async () => {
  const worker = await get('/sw.js');
  expect(worker.headers).toMatchObject({ 'cache-control': 'no-cache' });
  expect(worker.headers['content-type']).toMatch(/^(text|application)\/javascript/);
  expect(worker.body.toString()).toContain(script);
  const { headers, body } = await get('/gatehouse.webmanifest');
  expect(headers['content-type']).toMatch(/^application\/manifest\+json/);
  const manifest = JSON.parse(body.toString()) as { scope: string; icons: { src: string; sizes: string }[] };
  expect([manifest.scope, manifest.icons.map(({ sizes }) => sizes)]).toEqual([
    '/gatehouse',
    ['192x192', '512x512', '512x512'],
  ]);
  for (const { src } of manifest.icons)
    expect((await get(src)).body.subarray(1, 4).toString(), src).toBe('PNG');
});

it.each(['/', '/basemap/land.json', script])('says of %s when nothing has changed', async (path) => {
  const accepted = { 'accept-encoding': 'br' };
  const { etag } = (await get(path, accepted)).headers;
  const again = await get(path, { ...accepted, 'if-none-match': etag! });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect((await get(path, { ...accepted, 'if-none-match': '"other"' })).status).toBe(200);
});

it.each(['/', script, '/api/v1/nowhere', '/health/live'])(
  'tells a browser on %s to run, frame and guess nothing',
  async (path) => {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(headers['content-security-policy']).split(';');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
      ]),
    );
    expect(String(headers['permissions-policy'])).toContain('microphone=()');
    expect(headers['x-powered-by']).toBeUndefined();
  },
);

it('says the least of it with every last answer, of the live socket and to what is no HTTP', async () => {
  const { headers } = await get('/socket.io/?EIO=4&transport=polling');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  // it is told to come by TLS alone by who speaks TLS
  expect(headers['strict-transport-security']).toBeUndefined();
  const { hostname, port } = new URL(platform.origin);
  const answer = await new Promise<string>((read, failed) => {
    const socket = connect(Number(port), hostname, () => socket.end('no HTTP\r\n\r\n'));
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    socket.once('end', () => read(text)).once('error', failed);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('x-content-type-options: nosniff\r\n');
});

it('lets nobody keep what is of the register, refusals among it', async () => {
  for (const path of ['/api/v1/seals', '/api/v1/nowhere'])
    expect((await get(path)).headers['cache-control']).toBe('no-store');
});

describe('the map’s tiles', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'haidang-tiles-'));
  const file = path.join(folder, 'country.pmtiles');
  const bytes = Buffer.concat([Buffer.from('PMTiles\x03', 'latin1'), randomBytes(100_000)]);
  let withTiles: RunningPlatform;
  beforeAll(async () => {
    writeFileSync(file, bytes);
    withTiles = await startPlatform({ env: { MAP_TILES_URL: file }, passing: true });
  });
  afterAll(async () => {
    await withTiles?.dispose();
    rmSync(folder, { recursive: true });
  });
  const tiles = (range?: string) =>
    fetch(`${withTiles.origin}/tiles/map.pmtiles`, range === undefined ? {} : { headers: { range } });

  it('are served a part at a time, and the page is told where', async () => {
    const settings = (await (await fetch(`${withTiles.origin}/config.json`)).json()) as object;
    expect(settings).toMatchObject({ mapTilesUrl: '/tiles/map.pmtiles' });
    const part = await tiles('bytes=8-1007');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 8-1007/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(8, 1_008))).toBe(true);
    expect((await tiles('bytes=200000-200001')).status).toBe(416);
    expect(Buffer.from(await (await tiles()).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('are nowhere without the setting', async () => {
    expect((await get('/tiles/map.pmtiles')).status).toBe(404);
  });
});
