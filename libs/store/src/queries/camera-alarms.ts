import type { AlarmReason, Instant, LatLon } from '@haidang/domain';
import type { Pool } from 'pg';
import type { NumberedAlarm } from '../commit/alarms.js';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import { oweAlarms } from '../watch/revision.js';
import { inTransaction } from './queryable.js';

/** An alarm about a camera that goes on. */
export interface StandingCameraAlarm {
  readonly id: string;
  readonly cameraId: string;
  readonly fault: string;
  readonly start: Instant;
}

export interface CameraAlarm extends StandingCameraAlarm {
  readonly gateId: string;
  readonly place: LatLon;
  readonly why: AlarmReason;
}

/** `cause` is the fault and the camera, whose id has no blank. */
export async function readCameraAlarms(db: Pool): Promise<StandingCameraAlarm[]> {
  const { rows } = await db.query<Omit<StandingCameraAlarm, 'start'> & { start: Date }>(
    `select id, split_part(cause, ' ', 1) as fault, split_part(cause, ' ', 2) as "cameraId", start_at as start
      from alarms where kind = 'camera_fault' and end_at is null`,
  );
  return rows.map((row) => ({ ...row, start: row.start.getTime() }));
}

/**
 * Raises some and ends others, in one transaction with their history and the ledger; a repeat changes nothing.
 * @param ended ids
 * @returns those that changed, as they stand now; the live feed is owed them
 */
export function writeCameraAlarms(
  pool: Pool,
  raised: readonly CameraAlarm[],
  ended: readonly string[],
  at: Instant,
): Promise<NumberedAlarm[]> {
  return inTransaction(pool, async (tx) => {
    const opened = await tx.query<{ id: string }>(
      `with changed as (
         insert into alarms (id, key, kind, cause, severity, gate_id, start_at, raised_at, lat, lon, why, evidence_at, settled_at, resolved)
         select id, 'camera_fault ' || cause || ' ' || extract(epoch from began), 'camera_fault', cause, 'minor', gate_id, began, $8,
           lat, lon, why::jsonb, began, began, false
         from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[], $7::text[])
           as a (id, cause, gate_id, began, lat, lon, why)
         on conflict do nothing returning *
       ), noted as (
         insert into alarm_history (alarm_id, at, revision, what, data)
         select id, $8, revision, 'opened', jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why)
         from changed ${NOTED}
       ), entered as (${ENTER_NOTED})
       select id from changed`,
      [
        raised.map(({ id }) => id),
        raised.map(({ fault, cameraId }) => `${fault} ${cameraId}`),
        raised.map(({ gateId }) => gateId),
        raised.map(({ start }) => new Date(start)),
        raised.map(({ place }) => place.lat),
        raised.map(({ place }) => place.lon),
        raised.map(({ why }) => JSON.stringify(why)),
        new Date(at),
      ],
    );
    const closed = await tx.query<{ id: string }>(
      `with changed as (
         update alarms set end_at = greatest(start_at, $2::timestamptz), evidence_at = $2, settled_at = $2, revision = revision + 1
         where id = any ($1::uuid[]) and end_at is null returning *
       ), noted as (
         insert into alarm_history (alarm_id, at, revision, what, data)
         select id, $2, revision, 'ended', jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why)
         from changed ${NOTED}
       ), entered as (${ENTER_NOTED})
       select id from changed`,
      [ended, new Date(at)],
    );
    return await oweAlarms(
      tx,
      [...opened.rows, ...closed.rows].map(({ id }) => id),
    );
  });
}
