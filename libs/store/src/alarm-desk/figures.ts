import type { Instant, Millis } from '@haidang/domain';
import { NUMBERED_ALARMS, type NumberedAlarm } from '../commit/alarms.js';
import type { Queryable } from '../queries/queryable.js';

/** Raised since a time, the latest first. */
export async function readRaisedSince(db: Queryable, since: Instant, most: number): Promise<NumberedAlarm[]> {
  const { rows } = await db.query<NumberedAlarm>(
    `${NUMBERED_ALARMS} where a.raised_at >= $1 order by a.raised_at desc, a.id limit $2`,
    [new Date(since), most],
  );
  return rows;
}

/** Not resolved, and raised before a time; the oldest first. */
export async function readStaleAlarms(
  db: Queryable,
  before: Instant,
  most: number,
): Promise<NumberedAlarm[]> {
  const { rows } = await db.query<NumberedAlarm>(
    `${NUMBERED_ALARMS} where a.state <> 'resolved' and a.raised_at < $1 order by a.raised_at, a.id limit $2`,
    [new Date(before), most],
  );
  return rows;
}

/** How many, and how they fared, of those raised since a time; and how many stand. */
export interface AlarmFigures {
  readonly raised: number;
  readonly critical: number;
  readonly major: number;
  readonly minor: number;
  readonly stale: number;
  readonly escalated: number;
  readonly shelved: number;
  readonly unacknowledged: number;
  /** Half of those that were acknowledged were so within this time; null: none was. */
  readonly acknowledgedWithin: Millis | null;
}

/**
 * @param recent of `raised`, the alarm rate
 * @param since of the shares by severity and of how soon they were acknowledged
 */
export async function readAlarmFigures(
  db: Queryable,
  at: { readonly recent: Instant; readonly since: Instant; readonly stale: Instant },
): Promise<AlarmFigures> {
  const of = (what: string) => `count(*) filter (where ${what})::int4`;
  const { rows } = await db.query<{ [K in keyof AlarmFigures]: AlarmFigures[K] }>(
    `with own as (select * from alarms where raised_at >= $2 or state <> 'resolved')
     select ${of('raised_at >= $1')} as raised,
       ${of(`raised_at >= $2 and severity = 'critical'`)} as critical, ${of(`raised_at >= $2 and severity = 'major'`)} as major,
       ${of(`raised_at >= $2 and severity = 'minor'`)} as minor,
       ${of(`state <> 'resolved' and raised_at < $3`)} as stale, ${of(`state <> 'resolved' and escalated_at is not null`)} as escalated,
       ${of(`state = 'shelved'`)} as shelved, ${of(`state = 'open'`)} as unacknowledged,
       (percentile_cont(0.5) within group (order by extract(epoch from acknowledged_at - raised_at) * 1000)
         filter (where raised_at >= $2 and acknowledged_at is not null))::float8 as "acknowledgedWithin"
     from own`,
    [new Date(at.recent), new Date(at.since), new Date(at.stale)],
  );
  return rows[0]!;
}

/** Alarms of one kind and one transit that were raised again and again since a time, the most first. */
export async function readChattering(
  db: Queryable,
  since: Instant,
  { often, most }: { readonly often: number; readonly most: number },
): Promise<{ readonly count: number; readonly newest: NumberedAlarm }[]> {
  const { rows } = await db.query<{ count: number; newest: string }>(
    `select count(*)::int4 as count, (array_agg(id order by raised_at desc))[1] as newest from alarms
      where raised_at >= $1 group by kind, coalesce(transit_id, seal_id, gate_id, facility_id) having count(*) >= $2
      order by count desc, newest limit $3`,
    [new Date(since), often, most],
  );
  const found = await db.query<NumberedAlarm>(`${NUMBERED_ALARMS} where a.id = any ($1::uuid[])`, [
    rows.map(({ newest }) => newest),
  ]);
  const byId = new Map(found.rows.map((alarm) => [alarm.id, alarm]));
  return rows.map(({ count, newest }) => ({ count, newest: byId.get(newest)! }));
}
