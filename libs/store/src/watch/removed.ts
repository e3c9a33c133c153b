import { OF_RECEPTION, type Instant } from '@haidang/domain';
import type { ClientBase } from 'pg';
import type { NumberedAlarm } from '../commit/alarms.js';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import { oweAlarms, withdraw, type AlarmSubject } from './revision.js';

/**
 * A seal was taken off: what it was listened for ended then, and what was raised of its silence later was never about this container.
 * @returns the alarms that changed
 */
export async function settleRemoved(
  tx: ClientBase,
  { transitId, sealId, at }: AlarmSubject,
  findings: unknown,
  ended: Instant,
): Promise<NumberedAlarm[]> {
  await tx.query('update past_seals set findings = $3 where transit_id = $1 and seal_id = $2', [
    transitId,
    sealId,
    JSON.stringify(findings),
  ]);
  const heard = [transitId, sealId, [...OF_RECEPTION], new Date(ended)];
  const after = await tx.query<{ id: string }>(
    `select id from alarms where transit_id = $1 and seal_id = $2 and kind = any ($3) and raised_at > $4 and withdrawn is null`,
    heard,
  );
  const changed: string[] = [];
  for (const { id } of after.rows)
    changed.push(...(await withdraw(tx, at, { id, ending: 'corrected', intoId: null })));
  const { rows } = await tx.query<{ id: string }>(
    `with changed as (
        update alarms set end_at = greatest(start_at, $4), revision = revision + 1
        where transit_id = $1 and seal_id = $2 and kind = any ($3) and withdrawn is null and (end_at is null or end_at > $4)
          and end_at is distinct from greatest(start_at, $4)
        returning *
      ), noted as (
        insert into alarm_history (alarm_id, at, revision, what, data)
        select id, $5, revision, 'ended', jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why) from changed
        ${NOTED}
      ), entered as (
        ${ENTER_NOTED}
      )
      select id from changed`,
    [...heard, new Date(at)],
  );
  changed.push(...rows.map(({ id }) => id));
  return await oweAlarms(tx, changed);
}
