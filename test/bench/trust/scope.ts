import { Agent, get } from 'node:http';
import type { Role } from '@haidang/domain';
import { insertUser, openSession, prepareStore, SeriesKeeper } from '@haidang/store';
import { randomUUID } from 'node:crypto';
import { message } from '../children.js';
import { median } from '../report.js';
import type { Database } from '../stage.js';
import type { TrustRun } from './figures.js';

const TRANSITS = 2_000;
const FIXES = 20_000;
/** Calls under way at once; two cores are busy with fewer. */
const AT_ONCE = 8;
const HOUR = 3_600_000;
/** Of each turn, so many short pairs: with the checks and without, one right after the other. */
const PAIRS = 6;

/** Who reads: each of them sees all of the register's transits, so that the answers are the same with the checks and without. */
const READERS: readonly { readonly role: Role; readonly at: string }[] = [
  { role: 'centre_operator', at: 'CENTRE' },
  { role: 'customs_officer', at: 'OFFICE' },
  { role: 'carrier', at: 'CARRIER' },
];

/** What they read, one call after the other. @param n grows with every call */
const reads = (n: number): string[] => {
  const i = n % TRANSITS;
  return [
    `/transits?limit=20`,
    `/transits/T${String(i)}`,
    `/transits/T${String(i)}/timeline`,
    `/seals/S${String(i)}`,
    `/seals/S0/track?limit=50`,
  ];
};

/**
 * The same reads with the permission checks and without, turn by turn in one run: what the checks take of the reads a second. The dearest of
 * the readers counts.
 */
export async function scopeOverhead(run: TrustRun): Promise<void> {
  const { report } = run;
  const database = await run.stage.database('scope');
  await prepareStore(database.pool, { url: database.url, chunkHours: 24 });
  await fill(database);
  const tokens = await Promise.all(READERS.map((reader) => signIn(database, reader)));
  const [checked, unchecked] = await Promise.all(
    ['0', '1'].map(async (UNCHECKED) => {
      const child = run.children.fork('./trust/reader.js', { DATABASE_URL: database.url, UNCHECKED });
      return { child, port: await message<number>(child, 'the reader', 60_000) };
    }),
  );
  const overheads: number[] = [];
  for (const [i, { role }] of READERS.entries()) {
    const rates = { checked: [] as number[], unchecked: [] as number[] };
    // once for nothing: plans, caches and compiled code
    for (const { port } of [checked!, unchecked!])
      await readsASecond(port, tokens[i]!, run.options.duration / 4);
    const pairs: number[] = [];
    for (let pair = 0; pair < run.options.turns * PAIRS; pair++) {
      const measured = { checked: 0, unchecked: 0 };
      // the machine's pace changes within seconds: each is first in every second pair
      const order =
        pair % 2 === 0 ? (['unchecked', 'checked'] as const) : (['checked', 'unchecked'] as const);
      for (const how of order) {
        const { port } = how === 'checked' ? checked! : unchecked!;
        measured[how] = await readsASecond(port, tokens[i]!, run.options.duration / PAIRS);
        rates[how].push(measured[how]);
      }
      pairs.push(1 - measured.checked / measured.unchecked);
    }
    const overhead = median(pairs);
    overheads.push(overhead);
    report.note(`reads ${role}`, Math.round(median(rates.checked)));
    report.note(`overhead ${role}`, Number(overhead.toFixed(4)));
    report.say(
      `  ${role}: ${median(rates.checked).toFixed(0)} read/s with the checks, ${median(rates.unchecked).toFixed(0)} without: ${(overhead * 100).toFixed(1)} %`,
    );
  }
  for (const { child } of [checked!, unchecked!]) await run.children.stop(child);
  report.figure('scopeOverhead', { value: Math.max(...overheads) });
}

async function readsASecond(port: number, token: string, duration: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const until = performance.now() + duration;
  let done = 0;
  const reader = async (first: number): Promise<void> => {
    for (let n = first; performance.now() < until; n += AT_ONCE)
      for (const path of reads(n * 7)) {
        await read(agent, port, path, token);
        done++;
      }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => reader(i)));
  agent.destroy();
  return (done * 1_000) / (performance.now() - from);
}

function read(agent: Agent, port: number, path: string, token: string): Promise<void> {
  return new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${token}` };
    get({ agent, port, host: '127.0.0.1', path: `/api/v1${path}`, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 200) done();
        else failed(new Error(`${path} answered ${String(answer.statusCode)}`));
      });
    }).on('error', failed);
  });
}

/** One office, one carrier, whose are all the transits; the log of one seal. */
async function fill({ pool }: Database): Promise<void> {
  const keeping = {
    retentionDays: 400,
    quarantineDays: 90,
    compressAfterDays: 7,
    horizonMs: 72 * HOUR,
    alarmHistoryDays: 400,
    transitDays: 1830,
    papersDays: 1830,
    ledgerDataDays: 3660,
  };
  const { rows } = await pool.query<{ kind: 'partitions' | 'timescale' }>(
    'select kind from schema_migrations limit 1',
  );
  const now = Date.now();
  await new SeriesKeeper(pool, rows[0]!.kind, keeping).keep(now);
  await pool.query(`
    insert into organisations (id, name, kind, parent_id) values ('CENTRE', 'C', 'centre', null), ('DEPARTMENT', 'D', 'department', 'CENTRE'),
      ('OFFICE', 'O', 'office', 'DEPARTMENT'), ('CARRIER', 'K', 'carrier', null);
    insert into organisations (id, name, kind, parent_id) select 'O' || n, 'O', 'office', 'DEPARTMENT' from generate_series(1, 300) n;
    insert into facilities (id, name, kind, lat, lon, organisation_id) values ('A', 'A', 'seaport', 0, 0, 'OFFICE'), ('B', 'B', 'icd', 0, 1, 'OFFICE');
    insert into facilities (id, name, kind, lat, lon, organisation_id) select 'F' || n, 'F', 'icd', 0, 0, 'O' || n from generate_series(1, 300) n;
    insert into routes (id, name, from_id, to_id, legs) values ('R', 'R', 'A', 'B',
      '[{"line":{"type":"LineString","coordinates":[[0,0],[1,0]]},"halfWidth":500,"stops":[],"checkpoints":[]}]');
    insert into seals (id, interval_s, organisation_id) select 'S' || n, 30, 'OFFICE' from generate_series(0, ${String(TRANSITS - 1)}) n;
    insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at, departed_at)
      select 'T' || n, 'T' || n, 'D', 'transit', 'A', 'B', 'CARRIER', '15C', 'R', 'in_transit', now() - interval '1 day', now() - interval '1 day'
      from generate_series(0, ${String(TRANSITS - 1)}) n;
    insert into transit_containers (transit_id, position, number, seal_id) select 'T' || n, 1, 'C' || n, 'S' || n from generate_series(0, ${String(TRANSITS - 1)}) n;
    insert into transit_steps (transit_id, step, at) select 'T' || n, s, now() from generate_series(0, ${String(TRANSITS - 1)}) n, unnest(array['register', 'seal', 'depart']) s;
    insert into fixes (seal, time, seq, lat, lon, events, buffered, too_old, received_at)
      select (select key from seals where id = 'S0'), now() - n * interval '2 seconds', n, 0, 0.5, 0, false, false, now() from generate_series(1, ${String(FIXES)}) n;
    analyze;
  `);
}

async function signIn({ pool }: Database, { role, at }: (typeof READERS)[number]): Promise<string> {
  const id = randomUUID();
  const user = {
    id,
    username: id,
    name: role,
    role,
    organisationId: at,
    passwordHash: null,
    mustChange: false,
  } as const;
  await insertUser(pool, user);
  const session = { userId: id, how: 'platform', lifeMs: HOUR, address: '127.0.0.1', agent: null } as const;
  return (await openSession(pool, session)).token;
}
