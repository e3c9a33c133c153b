import type { Queryable } from '../queries/queryable.js';
import { clockOf, OF_FACILITY, type ClockRecord, type ClockRow } from './clock.js';

/** From the sealing that stands to the approval; one that ended otherwise is done when it ended. */
const APPROVALS = `select t.id as subject, sealed.at as from_at, coalesce(t.approved_at, t.departed_at, t.ended_at) as done_at, ${OF_FACILITY},
    f.organisation_id as responsible_id, t.id as transit_id, c.number as container, t.declaration, t.number
  from transits t join facilities f on f.id = t.from_id
  join lateral (select max(at) as at from transit_steps where transit_id = t.id and step = 'seal') sealed on sealed.at is not null
  left join lateral (select number from transit_containers where transit_id = t.id order by position limit 1) c on true`;

/** Transits that are sealed and wait for an officer. */
export async function readOpenApprovals(db: Queryable): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(
    `${APPROVALS} where t.state = 'sealed' and t.approved_at is null`,
  );
  return rows.map((row) => clockOf('transit_approval', row));
}

/** Whether they are approved or not. */
export async function findApprovals(db: Queryable, transitIds: readonly string[]): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(`${APPROVALS} where t.id = any ($1::text[])`, [transitIds]);
  return rows.map((row) => clockOf('transit_approval', row));
}
