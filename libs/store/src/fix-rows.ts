import { contentOf, LOCK_STATES, type Fix, type Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import {
  boolArray,
  float4Array,
  float8Array,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  timestamptzArray,
} from './binary-arrays.js';
import { FIX_COLUMNS, toFix, type FixRecord } from './fix-record.js';

/** A fix on its way into the log. */
export interface FixRow {
  /** `seals.key` */
  readonly seal: number;
  readonly fix: Fix;
  /** Older than the horizon when it came: stored, not evaluated. */
  readonly tooOld: boolean;
}

const COLUMNS = `seal, time, seq, lat, lon, accuracy, speed, heading, satellites, battery, charging, lock, events,
  card, buffered, too_old`;
const ARRAYS = `$1::int4[], $2::timestamptz[], $3::int8[], $4::float8[], $5::float8[], $6::float4[], $7::float4[],
  $8::float4[], $9::int2[], $10::float4[], $11::bool[], $12::int2[], $13::int4[], $14::text[], $15::bool[], $16::bool[]`;

/**
 * Appends fixes to the log; one that is there already (same seal, time and seq) is left as it stands. $17: the mark of the whole
 * commit, later than any before; the log is read back in its order.
 */
export const INSERT_FIXES = `insert into fixes (${COLUMNS}, received_at)
  select *, $17::timestamptz from unnest(${ARRAYS}) on conflict do nothing`;

/** The parameters of {@link INSERT_FIXES}. */
export function fixValues(rows: readonly FixRow[], receivedAt: Instant): unknown[] {
  return [...arraysOf(rows), new Date(receivedAt)];
}

/** @returns how many were new */
export async function insertFixes(
  client: ClientBase,
  rows: readonly FixRow[],
  receivedAt: Instant,
): Promise<number> {
  if (rows.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'insert-fixes',
    text: INSERT_FIXES,
    values: fixValues(rows, receivedAt),
  });
  return rowCount ?? 0;
}

/** What late evidence cannot reach any more. */
export async function dropOldContests(db: Pool | ClientBase, before: Instant): Promise<void> {
  await db.query('delete from contested_fixes where time < $1', [new Date(before)]);
}

/**
 * Which of these rows stand in the log with other content: the same identity said twice, differently.
 * Asked only when an insert found some already there.
 * @returns indexes into `rows`
 */
export async function findConflicts(client: ClientBase, rows: readonly FixRow[]): Promise<number[]> {
  const { rows: found } = await client.query<{ row: number }>({
    name: 'find-conflicts',
    text: `select (n.row - 1)::int4 as row
      from unnest(${ARRAYS}) with ordinality as n (${COLUMNS}, row)
      join fixes f on f.seal = n.seal and f.time = n.time and f.seq = n.seq
      where (f.lat, f.lon, f.accuracy, f.speed, f.heading, f.satellites, f.battery, f.charging, f.lock, f.events, f.card)
        is distinct from
        (n.lat, n.lon, n.accuracy, n.speed, n.heading, n.satellites, n.battery, n.charging, n.lock, n.events, n.card)
      order by n.row`,
    values: arraysOf(rows),
  });
  return found.map(({ row }) => row);
}

/**
 * Of the contents said under one identity the engine judges the smallest ({@link contentOf}), whichever came first: whether the answer is
 * right is not to hang on that. Keeps those of these rows that are smaller than what was judged so far, and notes their seals to be folded
 * again from there.
 * @param rows that stand in the log with other content
 * @returns indexes into `rows`: what is judged from now on
 */
export async function contest(
  client: ClientBase,
  rows: readonly FixRow[],
  receivedAt: Instant,
): Promise<number[]> {
  const judged = await readJudged(client, rows);
  const smaller = new Map<string, number>();
  for (const [index, { seal, fix, tooOld }] of rows.entries()) {
    const [identity, content] = [`${seal}/${fix.time}/${fix.seq}`, contentOf(fix)];
    if (tooOld || content >= judged.get(identity)!) continue;
    judged.set(identity, content);
    smaller.set(identity, index);
  }
  const indexes = [...smaller.values()];
  if (indexes.length > 0)
    await client.query({
      name: 'contest-fixes',
      text: CONTEST_FIXES,
      values: fixValues(
        indexes.map((index) => rows[index]!),
        receivedAt,
      ),
    });
  return indexes;
}

const CONTEST_FIXES = `with contested as (
    insert into contested_fixes (${COLUMNS}, received_at)
    select *, $17::timestamptz from unnest(${ARRAYS})
    on conflict (seal, time, seq) do update set (${COLUMNS}, received_at) = (${COLUMNS.split(',')
      .map((column) => `excluded.${column.trim()}`)
      .join(', ')}, excluded.received_at)
    returning seal, time
  )
  insert into revisions_due as d (seal, from_at)
  select seal, min(time) from contested where seal in (select key from seals) group by seal
  on conflict (seal) do update set from_at = least(d.from_at, excluded.from_at), version = d.version + 1`;

/** The content of each of these identities that is judged so far. */
async function readJudged(client: ClientBase, rows: readonly FixRow[]): Promise<Map<string, string>> {
  const { rows: found } = await client.query<FixRecord>({
    name: 'read-judged',
    text: `select j.* from (select distinct * from unnest($1::int4[], $2::timestamptz[], $3::int8[]) as n (seal, time, seq)) n
      cross join lateral (
        select ${FIX_COLUMNS}, 1 as rank from contested_fixes c where c.seal = n.seal and c.time = n.time and c.seq = n.seq
        union all
        select ${FIX_COLUMNS}, 2 as rank from fixes f where f.seal = n.seal and f.time = n.time and f.seq = n.seq
        order by rank limit 1) j`,
    values: arraysOf(rows).slice(0, 3),
  });
  return new Map(
    found.map((row) => {
      const fix = toFix(row);
      return [`${row.seal}/${fix.time}/${fix.seq}`, contentOf(fix)];
    }),
  );
}

function arraysOf(rows: readonly FixRow[]): Buffer[] {
  const n = rows.length;
  const fix = (row: number) => rows[row]!.fix;
  return [
    int4Array(n, (i) => rows[i]!.seal),
    timestamptzArray(n, (i) => fix(i).time),
    int8Array(n, (i) => fix(i).seq),
    float8Array(n, (i) => fix(i).lat),
    float8Array(n, (i) => fix(i).lon),
    float4Array(n, (i) => fix(i).accuracy),
    float4Array(n, (i) => fix(i).speed),
    float4Array(n, (i) => fix(i).heading),
    int2Array(n, (i) => fix(i).satellites),
    float4Array(n, (i) => fix(i).battery),
    boolArray(n, (i) => fix(i).charging),
    int2Array(n, (i) => lockIndex(fix(i))),
    int4Array(n, (i) => fix(i).events),
    textArray(n, (i) => fix(i).card),
    boolArray(n, (i) => fix(i).buffered),
    boolArray(n, (i) => rows[i]!.tooOld),
  ];
}

function lockIndex(fix: Fix): number | null {
  return fix.lock === null ? null : LOCK_STATES.indexOf(fix.lock);
}
