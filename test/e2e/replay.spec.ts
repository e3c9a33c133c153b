import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '@haidang/store';
import { NodeProcess } from '@haidang/testkit/platform';
import pg from 'pg';
import { metric } from './support/api.js';
import { expect, test } from './support/test.js';
import { CARRIER } from './support/truck.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TRACE = path.resolve(ROOT, '../shared/data/gps/capmetro-2016-03-22.csv');
const IS_MISSING = !existsSync(TRACE) && process.env['CI'] !== 'true';

/** An evening of a city's buses, 195 of them, moved to Hải Phòng. */
const REPLAY = [
  ...['--replay', TRACE, '--columns', 'id=vehicle_id,time=timestamp,lat=latitude,lon=longitude,speed=speed'],
  ...[
    '--speed-unit',
    'm/s',
    '--move',
    '20.85,106.68',
    '--distinct',
    '--flat-out',
    '--batch',
    '20',
    '--register',
  ],
];
const STORED = 'haidang_fixes_total{outcome="new"}';

test('a recorded evening is stored to the last fix, and the map shows it in Vietnam', async ({
  desk,
  platform,
  fleetBroker,
}) => {
  test.skip(IS_MISSING, 'needs ../shared/data/gps beside the clone');
  await desk.open();
  const before = await metric(platform.origin, STORED);
  const simulator = new NodeProcess({
    script: path.join(ROOT, 'firmware-sim/dist/main.js'),
    args: [...REPLAY, '--organisation', CARRIER, '--broker', fleetBroker, '--api', platform.origin],
    // seals are registered by an administrator alone
    env: { HAIDANG_TOKEN: await platform.token('administrator') },
  });
  expect((await simulator.ended).code, simulator.log).toBe(0);
  expect(simulator.log).toContain('sent 21786, acknowledged 21786');

  expect(await countInDatabase(platform.dataDir)).toEqual({ fixes: 21_786, distinct: 21_786, seals: 195 });
  expect((await metric(platform.origin, STORED)) - before).toBe(21_786);

  const replayed = async () => (await desk.positions()).filter(({ sealId }) => sealId.startsWith('RP-'));
  await expect.poll(async () => (await replayed()).length).toBe(195);
  for (const { lat, lon } of await replayed()) {
    expect(lat).toBeCloseTo(20.85, 0);
    expect(lon).toBeCloseTo(106.68, 0);
  }
  expect(await desk.isSameDocument()).toBe(true);
});

/** What SQL says of the replayed seals, asked at the platform's own PostgreSQL. */
async function countInDatabase(dataDir: string): Promise<{ fixes: number; distinct: number; seals: number }> {
  const { url } = await startEmbedded({ dataDir });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ fixes: number; distinct: number; seals: number }>(
      `select count(*)::int4 as fixes, count(distinct (f.seal, f.seq, f.time))::int4 as distinct,
        count(distinct f.seal)::int4 as seals
      from fixes f join seals s on s.key = f.seal where s.id like 'RP-%'`,
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}
