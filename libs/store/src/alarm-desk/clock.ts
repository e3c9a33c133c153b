import type { Instant, Millis } from '@haidang/domain';
import type { ClientBase } from 'pg';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import type { NumberedAlarm } from '../commit/alarms.js';
import { oweAlarms } from '../watch/revision.js';

/** How long an alarm may wait for somebody to acknowledge it. */
export interface Waiting {
  readonly critical: Millis;
  readonly major: Millis;
}

/** One that a person holds just now is left for the next look. */
const held = (where: string): string =>
  `select id from alarms where ${where} order by id for update skip locked`;

/**
 * Hands up what nobody has acknowledged in time, once each: the row is the clock, so that it goes on over a restart, and of two who look only
 * one finds it.
 * @returns those, as they stand now; the live feed is owed them
 */
export async function escalateWaiting(
  tx: ClientBase,
  now: Instant,
  waiting: Waiting,
): Promise<NumberedAlarm[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with changed as (
       update alarms set escalated_at = $1, acts = acts + 1 where id in (${held(`state = 'open' and escalated_at is null
         and waiting_since <= case severity when 'critical' then $2::timestamptz when 'major' then $3::timestamptz end`)})
       returning *
     ), noted as (
       insert into alarm_history (alarm_id, at, revision, what, data)
       select id, clock_timestamp(), revision, 'escalate', jsonb_build_object('waitingSince', waiting_since, 'severity', severity)
       from changed ${NOTED}
     ), entered as (${ENTER_NOTED})
     select id from changed`,
    [new Date(now), new Date(now - waiting.critical), new Date(now - waiting.major)],
  );
  return await oweAlarms(
    tx,
    rows.map(({ id }) => id),
  );
}

/**
 * Brings back what was shelved until now, and what has become critical meanwhile: it waits for somebody anew.
 * @returns those, as they stand now; the live feed is owed them
 */
export async function endShelving(tx: ClientBase, now: Instant): Promise<NumberedAlarm[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with changed as (
       update alarms set state = 'open', acts = acts + 1 where id in (${held(`state = 'shelved' and (
         shelved_until <= $1 or (severity = 'critical' and shelved_severity <> 'critical'))`)})
       returning *
     ), noted as (
       insert into alarm_history (alarm_id, at, revision, what, data)
       select id, clock_timestamp(), revision, 'unshelve', '{}' from changed ${NOTED}
     ), entered as (${ENTER_NOTED})
     select id from changed`,
    [new Date(now)],
  );
  return await oweAlarms(
    tx,
    rows.map(({ id }) => id),
  );
}
