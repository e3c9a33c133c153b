import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { clockOf, OF_FACILITY, type ClockRecord, type ClockRow } from './clock.js';

/** Containers that a camera saw leave after a time, and whose exit no port has reported. */
export async function readOpenExits(db: Queryable, after: Instant): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(
    `select s.id::text as subject, s.out_at as from_at, null::timestamptz as done_at, ${OF_FACILITY},
       coalesce(f.operator_id, f.organisation_id) as responsible_id, null as transit_id, s.container, null as declaration, null as number
     from stays s join facilities f on f.id = s.facility_id
     where s.out_at > $1 and s.out_seen and not s.out_reported and s.state <> 'withdrawn'`,
    [new Date(after)],
  );
  return rows.map((row) => clockOf('gate_out_report', row));
}
