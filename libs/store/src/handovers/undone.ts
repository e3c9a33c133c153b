import type { AlarmKind } from '@haidang/domain';
import { NUMBERED_ALARMS, type NumberedAlarm } from '../commit/alarms.js';
import type { DispatchRecord } from '../field/dispatches.js';
import { OUTAGE_COLUMNS, outageOf, type OutageRecord, type OutageRow } from '../outages/outages.js';
import type { Queryable } from '../queries/queryable.js';

/** Who was sent and is not back, and to which alarm. */
export interface OpenDispatch extends DispatchRecord {
  readonly alarm_id: string;
  readonly alarm_kind: AlarmKind;
  readonly container_number: string | null;
}

/** Not resolved: the gravest first, of those the oldest; and how many there are in all. */
export async function readStandingAlarms(
  db: Queryable,
  most: number,
): Promise<{ readonly alarms: NumberedAlarm[]; readonly count: number }> {
  const { rows: alarms } = await db.query<NumberedAlarm>(
    `${NUMBERED_ALARMS} where a.state <> 'resolved'
      order by array_position(array['critical', 'major', 'minor'], a.severity), a.raised_at, a.id limit $1`,
    [most],
  );
  return { alarms, count: await countAll(db, alarms.length, most, `alarms where state <> 'resolved'`) };
}

export async function findAlarms(db: Queryable, ids: readonly string[]): Promise<NumberedAlarm[]> {
  if (ids.length === 0) return [];
  return (await db.query<NumberedAlarm>(`${NUMBERED_ALARMS} where a.id = any ($1::uuid[])`, [[...ids]])).rows;
}

/** Of whom one does not know yet how it ended; whom was sent first comes first. */
export async function readOpenDispatches(
  db: Queryable,
  most: number,
): Promise<{ readonly dispatches: OpenDispatch[]; readonly count: number }> {
  const { rows: dispatches } = await db.query<{ [K in keyof OpenDispatch]: OpenDispatch[K] }>(
    `select d.*, p.name as patrol, p.contact, a.kind as alarm_kind, a.container_number
      from dispatches d join patrols p on p.id = d.patrol_id join alarms a on a.id = d.alarm_id
      where d.state in ('sent', 'accepted', 'on_spot') order by d.sent_at, d.id limit $1`,
    [most],
  );
  const of = `dispatches where state in ('sent', 'accepted', 'on_spot')`;
  return { dispatches, count: await countAll(db, dispatches.length, most, of) };
}

/** Those that go on; which began first comes first. */
export async function readOpenOutages(
  db: Queryable,
  most: number,
): Promise<{ readonly outages: OutageRecord[]; readonly count: number }> {
  const { rows } = await db.query<OutageRow>(
    `select ${OUTAGE_COLUMNS} from outages where ended_at is null order by began_at, id limit $1`,
    [most],
  );
  const count = await countAll(db, rows.length, most, 'outages where ended_at is null');
  return { outages: rows.map(outageOf), count };
}

/** How many there are, where not all of them may have been read. @param of SQL after `from` */
async function countAll(db: Queryable, read: number, most: number, of: string): Promise<number> {
  if (read < most) return read;
  const { rows } = await db.query<{ count: number }>(`select count(*)::int4 as count from ${of}`);
  return rows[0]!.count;
}
