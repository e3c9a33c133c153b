import { DAY, VIETNAM_TIME, type Instant } from '@haidang/domain';
import type { Pool } from 'pg';
import { inTransaction } from '../queries/queryable.js';

/**
 * Counts the days of `passage_days_due` anew. They are taken off the list first and counted then: a passage that is committed between the two is
 * counted, and its day stays on the list; one that is committed afterwards is not, and its day stays on the list. So a day is counted as the log
 * has it, or stands on the list.
 * @param pool the road's
 * @returns how many days
 */
export async function countPassageDays(pool: Pool): Promise<number> {
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ days: string[] | null }>(
      `with taken as (delete from passage_days_due returning day)
       select array_agg(distinct day::text) as days from taken`,
    );
    const days = rows[0]!.days ?? [];
    if (days.length === 0) return 0;
    await tx.query('delete from passage_days where day = any ($1::date[])', [days]);
    await tx.query(
      `insert into passage_days (day, gate_id, count, ins, outs, held)
       select d.day, p.* from unnest($1::date[]) as d (day) cross join lateral (
         select gate_id, count(*), count(*) filter (where direction = 'in'), count(*) filter (where direction = 'out'),
           count(*) filter (where decision ->> 'verdict' = 'hold')
         from passages where time >= d.day::timestamp at time zone $2 and time < (d.day + 1)::timestamp at time zone $2 group by gate_id) p`,
      [days, VIETNAM_TIME],
    );
    return days.length;
  });
}

/** What retention drops fires no trigger: days of which something may be gone are counted anew, until nothing is left of them. */
export async function recountDroppedDays(pool: Pool, droppedBefore: Instant): Promise<void> {
  await pool.query(
    `insert into passage_days_due (day) select distinct day from passage_days where day <= ($1::timestamptz at time zone $2)::date`,
    [new Date(droppedBefore + DAY), VIETNAM_TIME],
  );
}
