import type pg from 'pg';
import type { Fleet } from './fleet.js';

/** Numbers of the fixes stored of each seal, ascending; a fix stored twice would stand here twice. */
export async function storedFixes(pool: pg.Pool): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await pool.query<{ id: string; seqs: number[] }>(
    `select s.id, array_agg(f.seq::int4 order by f.seq) as seqs
      from fixes f join seals s on s.key = f.seal group by s.id`,
  );
  return new Map(rows.map(({ id, seqs }) => [id, seqs]));
}

/** Fixes that a device was told are safe and the database does not hold: `seal#seq`. Must be empty at every moment. */
export async function brokenPromises(pool: pg.Pool, fleet: Fleet): Promise<string[]> {
  // first the book, then the database: what is acknowledged meanwhile does not count
  const told = fleet.seals.map(({ id, memory }) => ({ id, seqs: [...memory.acknowledged] }));
  const stored = await storedFixes(pool);
  return told.flatMap(({ id, seqs }) => {
    const here = new Set(stored.get(id));
    return seqs.filter((seq) => !here.has(seq)).map((seq) => `${id}#${seq}`);
  });
}

/** What every seal has recorded, as {@link storedFixes} must answer in the end. */
export function recordedFixes(fleet: Fleet): ReadonlyMap<string, readonly number[]> {
  return new Map(
    fleet.seals.map(({ id, recorded }) => [id, Array.from({ length: recorded }, (_, i) => i + 1)]),
  );
}

/** An alarm with everything that two runs of the same fixes must agree on. */
export interface AlarmFacts {
  readonly key: string;
  readonly kind: string;
  readonly severity: string;
  readonly start: string;
  readonly end: string | null;
  /** What its history says, in order: `opened`, `ended`. */
  readonly history: readonly string[];
}

export async function alarmFacts(pool: pg.Pool): Promise<AlarmFacts[]> {
  const { rows } = await pool.query<AlarmFacts>(
    `select a.key, a.kind, a.severity, a.start_at::text as start, a.end_at::text as end,
        array(select h.what from alarm_history h where h.alarm_id = a.id order by h.revision, h.at) as history
      from alarms a order by a.key`,
  );
  return rows;
}

/** Alarm messages to operators that were written more than once: (alarm, revision). */
export async function alarmsOwedTwice(pool: pg.Pool): Promise<number> {
  return count(
    pool,
    `(select 1 from outbox where channel = 'live' and topic = 'alarm'
      group by payload->>'id', payload->>'revision' having count(*) > 1) as twice`,
  );
}

/** Alarms whose last word was never owed to anybody. */
export async function alarmsNotOwed(pool: pg.Pool): Promise<number> {
  return count(
    pool,
    `(select 1 from alarms a where not exists (select 1 from outbox o where o.channel = 'live' and o.topic = 'alarm'
      and o.payload->>'id' = a.id::text and (o.payload->>'revision')::int4 = a.revision)) as silent`,
  );
}

export async function count(pool: pg.Pool, from: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int4 as n from ${from}`);
  return rows[0]!.n;
}
