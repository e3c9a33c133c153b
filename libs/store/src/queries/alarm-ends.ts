import { ENDED_BY_OFFICER, type Instant } from '@haidang/domain';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import type { Queryable } from './queryable.js';

/**
 * A transit that is over is no longer watched: what was still going on ended with it, but for what only an officer ends, and meetings, which
 * are judged of both transits together. In the transaction of the
 * step, whose lock on the transit keeps the engine from saying more of it meanwhile.
 * @returns the ids of the alarms that ended
 */
export async function endAlarmsOfTransit(tx: Queryable, transitId: string, at: Instant): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with changed as (
       update alarms set end_at = greatest(start_at, $2::timestamptz), revision = revision + 1
       where transit_id = $1 and end_at is null and kind <> all ($3)
       returning *
     ), noted as (
       insert into alarm_history (alarm_id, at, revision, what, data)
       select id, clock_timestamp(), revision, 'ended',
         jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why)
       from changed
       ${NOTED}
     ), entered as (
       ${ENTER_NOTED}
     )
     select id from changed order by start_at`,
    [transitId, new Date(at), [...ENDED_BY_OFFICER, 'rendezvous']],
  );
  return rows.map(({ id }) => id);
}
