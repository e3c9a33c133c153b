import type { Queryable } from '../queries/queryable.js';
import { ALARM_ACTS } from '../queries/alarm-acts.js';

/** A line of an alarm's history: the engine's word on it, or an act of the desk. */
export interface AlarmLine {
  readonly at: Date;
  /** Of the evidence it was said or done on. */
  readonly revision: number;
  readonly what: string;
  /** A name; null: the platform itself. */
  readonly by: string | null;
  readonly data: Record<string, unknown>;
}

type Row = { [K in keyof AlarmLine]: AlarmLine[K] };

const LINES =
  'select h.at, h.revision, h.what, h.by, h.data from alarms a join alarm_history_seen h on h.alarm_id = a.id';
/** The log before the alarm was raised is not opened. */
const SINCE = `h.at >= a.raised_at - interval '1 second'`;

/** In their order; a line that is older than the history is kept is gone. @param most the newest of them */
export async function readAlarmHistory(db: Queryable, alarmId: string, most: number): Promise<AlarmLine[]> {
  const { rows } = await db.query<Row>(
    `${LINES} where a.id = $1 and ${SINCE} order by h.at desc, h.revision desc, h.what limit $2`,
    [alarmId, most],
  );
  return rows.reverse();
}

/** What the desk did with it last. */
export async function readLastAct(db: Queryable, alarmId: string): Promise<AlarmLine | undefined> {
  const { rows } = await db.query<Row>(
    `${LINES} where a.id = $1 and ${SINCE} and h.what = any ($2::text[]) order by h.at desc limit 1`,
    [alarmId, [...ALARM_ACTS]],
  );
  return rows[0];
}
