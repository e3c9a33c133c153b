import type { Instant, Purpose, StayState, TransportMode } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import type { Queryable } from '../queries/queryable.js';

/** A container's time at a facility, over or not, and what is known of its coming and going. */
export interface StayRecord {
  readonly id: string;
  readonly container: string;
  readonly facilityId: string;
  readonly state: StayState;
  readonly inAt: Instant;
  readonly inSeen: boolean;
  readonly inReported: boolean;
  readonly outAt: Instant | null;
  readonly outSeen: boolean;
  readonly outReported: boolean;
}

/** What a report says of a container that came. */
export interface Landing {
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly purpose: Purpose | null;
  readonly carrierSeal: string | null;
  readonly scanOrdered: boolean;
  /** Null: as containers come to a facility of that kind. */
  readonly mode: TransportMode | null;
  readonly at: Instant;
}

/** Columns of a stay that a report may change; what is left out stays as it is. */
export interface StayChange {
  readonly container?: string | undefined;
  readonly state?: StayState | undefined;
  readonly purpose?: Purpose | undefined;
  readonly carrierSeal?: string | undefined;
  readonly inAt?: Instant | undefined;
  readonly inReported?: boolean | undefined;
  readonly outAt?: Instant | null | undefined;
  readonly outReported?: boolean | undefined;
}

interface StayRow extends QueryResultRow {
  id: string;
  container: string;
  facility_id: string;
  state: StayState;
  in_at: Date;
  in_seen: boolean;
  in_reported: boolean;
  out_at: Date | null;
  out_seen: boolean;
  out_reported: boolean;
}

/** The one that stands, held until the transaction ends. */
export async function lockStandingStay(
  tx: Queryable,
  facilityId: string,
  container: string,
): Promise<StayRecord | undefined> {
  return first(tx, 'facility_id = $1 and container = $2 and out_at is null', [facilityId, container]);
}

/** Held, by its id. */
export async function lockStay(tx: Queryable, id: string): Promise<StayRecord | undefined> {
  return first(tx, 'id = $1', [id]);
}

/** The latest that is over by what a camera saw, was never reported as come, and was not over yet at that time. */
export async function lockUnreportedComing(
  tx: Queryable,
  facilityId: string,
  container: string,
  at: Instant,
): Promise<StayRecord | undefined> {
  return first(
    tx,
    `facility_id = $1 and container = $2 and out_at >= $3 and not in_reported and state <> 'withdrawn'`,
    [facilityId, container, new Date(at)],
  );
}

/** The latest that is over by what a camera saw and was never reported as gone, and had begun by that time. */
export async function lockUnreportedGoing(
  tx: Queryable,
  facilityId: string,
  container: string,
  at: Instant,
): Promise<StayRecord | undefined> {
  return first(
    tx,
    `facility_id = $1 and container = $2 and out_at is not null and not out_reported and in_at <= $3 and state <> 'withdrawn'`,
    [facilityId, container, new Date(at)],
  );
}

/** By what containers come to a facility of some kind, where nothing is said. */
export const USUAL_MODE = `case kind when 'seaport' then 'sea' when 'rail_station' then 'rail' else 'road' end`;

/** @returns false when one stands already */
export async function beginReportedStay(tx: Queryable, landing: Landing): Promise<boolean> {
  const { id, facilityId, container, purpose, carrierSeal, scanOrdered, mode, at } = landing;
  const { rowCount } = await tx.query(
    `insert into stays (id, container, facility_id, purpose, carrier_seal, scan_ordered, mode, in_at, in_reported)
     select $1, $2, id, $4, $5, $6, coalesce($7, ${USUAL_MODE}), $8, true from facilities where id = $3 on conflict do nothing`,
    [id, container, facilityId, purpose, carrierSeal, scanOrdered, mode, new Date(at)],
  );
  return rowCount === 1;
}

const COLUMNS = {
  container: 'container',
  state: 'state',
  purpose: 'purpose',
  carrierSeal: 'carrier_seal',
  inAt: 'in_at',
  inReported: 'in_reported',
  outAt: 'out_at',
  outReported: 'out_reported',
} as const satisfies Record<keyof StayChange, string>;

export async function changeStay(tx: Queryable, id: string, change: StayChange): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined) as [
    keyof StayChange,
    unknown,
  ][];
  if (given.length === 0) return;
  const sets = given.map(([name], i) => `${COLUMNS[name]} = $${i + 2}`).join(', ');
  const values = given.map(([, value]) => (typeof value === 'number' ? new Date(value) : value));
  await tx.query(`update stays set ${sets} where id = $1`, [id, ...values]);
}

/** Whether a container stands at another facility, whoever may see that one. */
export async function standsElsewhere(
  tx: Queryable,
  container: string,
  facilityId: string,
): Promise<boolean> {
  const { rows } = await tx.query<{ elsewhere: boolean }>('select stands_elsewhere($1, $2) as elsewhere', [
    container,
    facilityId,
  ]);
  return rows[0]!.elsewhere;
}

async function first(
  tx: Queryable,
  where: string,
  values: readonly unknown[],
): Promise<StayRecord | undefined> {
  const { rows } = await tx.query<StayRow>(
    `select id, container, facility_id, state, in_at, in_seen, in_reported, out_at, out_seen, out_reported
     from stays where ${where} order by in_at desc, id limit 1 for update`,
    [...values],
  );
  return rows.map(stayOf)[0];
}

function stayOf(row: StayRow): StayRecord {
  return {
    id: row.id,
    container: row.container,
    facilityId: row.facility_id,
    state: row.state,
    inAt: row.in_at.getTime(),
    inSeen: row.in_seen,
    inReported: row.in_reported,
    outAt: row.out_at?.getTime() ?? null,
    outSeen: row.out_seen,
    outReported: row.out_reported,
  };
}
