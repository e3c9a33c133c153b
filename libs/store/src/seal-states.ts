import type { Fix, Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { int4Array, textArray, timestamptzArray } from './binary-arrays.js';
import { FIX_COLUMNS, toFix, type FixRecord } from './fix-record.js';
import { pagesInTransaction } from './queries/pages.js';

/** What a seal was at a checkpoint; the log after it says the rest. */
export interface SealStateRecord {
  readonly seal: number;
  readonly receivedAt: Instant;
  readonly last: Fix | null;
  readonly placed: Fix | null;
  readonly transitId: string | null;
  /** The engine's memory, as it wrote it. */
  readonly watch: unknown;
}

const CHECKPOINT = 'checkpoint';

/** The mark up to which every committed fix is in `seal_states`; 0 before the first checkpoint. */
export async function readCheckpoint(db: Pool | ClientBase): Promise<Instant> {
  const { rows } = await db.query<{ mark: number }>(
    `select (value #>> '{}')::float8 as mark from settings where name = $1`,
    [CHECKPOINT],
  );
  return rows[0]?.mark ?? 0;
}

export async function writeCheckpoint(db: Pool | ClientBase, mark: Instant): Promise<void> {
  await db.query(
    `insert into settings (name, value) values ($1, to_jsonb($2::float8))
      on conflict (name) do update set value = excluded.value`,
    [CHECKPOINT, mark],
  );
}

/** Some thousands at a time: read at once they would weigh more than what becomes of them. */
export async function* readSealStates(pool: Pool): AsyncGenerator<SealStateRecord[]> {
  yield* pagesInTransaction<SealStateRecord>(
    pool,
    `select seal, extract(epoch from received_at)::float8 * 1000 as "receivedAt", last_fix -> 'last' as last,
        coalesce(last_fix -> 'placed', last_fix -> 'last') as placed, transit_id as "transitId", watch
      from seal_states`,
    [],
  );
}

export async function writeSealStates(
  db: Pool | ClientBase,
  states: readonly SealStateRecord[],
): Promise<void> {
  const n = states.length;
  await db.query({
    name: 'write-seal-states',
    text: `insert into seal_states (seal, received_at, last_fix, transit_id, watch)
      select seal, received_at, last_fix::jsonb, transit_id, watch::jsonb
      from unnest($1::int4[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
        as s (seal, received_at, last_fix, transit_id, watch)
      where seal in (select key from seals)
      on conflict (seal) do update set received_at = excluded.received_at, last_fix = excluded.last_fix,
        transit_id = excluded.transit_id, watch = excluded.watch`,
    values: [
      int4Array(n, (i) => states[i]!.seal),
      timestamptzArray(n, (i) => states[i]!.receivedAt),
      textArray(n, (i) => JSON.stringify(saidOf(states[i]!))),
      textArray(n, (i) => states[i]!.transitId),
      textArray(n, (i) => (states[i]!.watch === null ? null : JSON.stringify(states[i]!.watch))),
    ],
  });
}

/** Mostly the last has a position, and is written once: 100,000 of them are written each minute. */
function saidOf({ last, placed }: SealStateRecord): object {
  return last?.lat == null ? { last, placed } : { last };
}

/** A row of the log, as it was committed. */
export interface LoggedFix {
  readonly seal: number;
  readonly receivedAt: Instant;
  readonly tooOld: boolean;
  readonly fix: Fix;
}

/**
 * The log after a mark, in the order of the commits and, inside one, of event time; pages of some thousands.
 * @param oldest fixes before it were never evaluated and are left out
 */
export async function* readLogSince(pool: Pool, mark: Instant, oldest: Instant): AsyncGenerator<LoggedFix[]> {
  const pages = pagesInTransaction<FixRecord & { received: number }>(
    pool,
    `select ${FIX_COLUMNS}, extract(epoch from received_at)::float8 * 1000 as received
      from fixes where received_at > $1 and time >= $2 and not too_old
      order by received_at, seal, time, seq`,
    [new Date(mark), new Date(oldest)],
  );
  for await (const rows of pages)
    yield rows.map((row) => ({
      seal: row.seal,
      receivedAt: Math.round(row.received),
      tooOld: false,
      fix: toFix(row),
    }));
}
