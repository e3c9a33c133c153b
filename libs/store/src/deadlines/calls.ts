import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { clockOf, OF_FACILITY, type ClockRecord, type ClockRow } from './clock.js';

/** Calls of vessels: lists of form 01 that name a time, with lines or only announced. Done is what has been listed once, with whatever lines. */
const CALLS = {
  discharge_list: `select c.facility_id || '/' || c.number as subject, c.due_at as from_at, c.listed_at as done_at, ${OF_FACILITY},
      f.organisation_id as responsible_id, null as transit_id, null as container, null as declaration, c.number
    from manifests c join facilities f on f.id = c.facility_id`,
  scan_list: `select c.facility_id || '/' || c.number as subject, c.due_at as from_at, s.listed_at as done_at, ${OF_FACILITY},
      f.organisation_id as responsible_id, null as transit_id, null as container, null as declaration, c.number
    from manifests c join facilities f on f.id = c.facility_id
    left join lateral (select min(listed_at) as listed_at from manifests s
      where s.facility_id = c.facility_id and s.form = '03' and s.call = c.number) s on true`,
} as const;

type ListKind = keyof typeof CALLS;
const IS_CALL = `c.form = '01' and c.due_at is not null and c.mode in ('sea', 'waterway')`;

/** Of calls that berth after a time, those whose list is not there. */
export async function readOpenCalls(db: Queryable, kind: ListKind, after: Instant): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(
    `select * from (${CALLS[kind]} where ${IS_CALL} and c.due_at > $1) clocks where done_at is null`,
    [new Date(after)],
  );
  return rows.map((row) => clockOf(kind, row));
}

/** Whether their lists are there or not. @param subjects `FACILITY/NUMBER` */
export async function findCalls(
  db: Queryable,
  kind: ListKind,
  subjects: readonly string[],
): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(
    `${CALLS[kind]} where ${IS_CALL} and c.facility_id || '/' || c.number = any ($1::text[])`,
    [subjects],
  );
  return rows.map((row) => clockOf(kind, row));
}
