import type { PatrolKind } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** Who goes and looks. `lat`, `lon`: where they are, by their own word or at their facility. */
export interface PatrolRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: PatrolKind;
  readonly facility_id: string;
  readonly contact: string;
  readonly on_duty: boolean;
  readonly lat: number;
  readonly lon: number;
  /** When the position was told; null: it is their facility's. */
  readonly placed_at: Date | null;
  /** They were sent somewhere and are not back. */
  readonly busy: boolean;
  /** The alarm they are on the way to, or on the spot of; null also where it is not one's own to see. */
  readonly busy_with: string | null;
}

export interface PatrolWords {
  readonly id: string;
  readonly name: string;
  readonly kind: PatrolKind;
  readonly facilityId: string;
  readonly contact: string;
  readonly onDuty: boolean;
  readonly place: { readonly lat: number; readonly lon: number } | null;
}

type Row = { [K in keyof PatrolRecord]: PatrolRecord[K] };

const SELECT = `select p.id, p.name, p.kind, p.facility_id, p.contact, p.on_duty, coalesce(p.lat, f.lat) as lat, coalesce(p.lon, f.lon) as lon,
    p.placed_at, p.id in (select busy_patrols()) as busy, (select d.alarm_id from dispatches d where d.patrol_id = p.id and d.state in ('sent', 'accepted', 'on_spot')) as busy_with
  from patrols p join facilities f on f.id = p.facility_id`;

/** By name. @param onDuty undefined: all */
export async function readPatrols(db: Queryable, onDuty: boolean | undefined): Promise<PatrolRecord[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} where $1::boolean is null or p.on_duty = $1 order by p.name, p.id`,
    [onDuty ?? null],
  );
  return rows;
}

export async function findPatrol(db: Queryable, id: string): Promise<PatrolRecord | undefined> {
  return (await db.query<Row>(`${SELECT} where p.id = $1`, [id])).rows[0];
}

/** Held until the transaction ends: of two who send it, one is first. */
export async function lockPatrol(tx: Queryable, id: string): Promise<PatrolRecord | undefined> {
  await tx.query('select from patrols where id = $1 for update', [id]);
  return findPatrol(tx, id);
}

/** @returns false when there is one with this id already */
export async function insertPatrol(tx: Queryable, patrol: PatrolWords): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into patrols (id, name, kind, facility_id, contact, on_duty, lat, lon, placed_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, case when $7::float8 is null then null else now() end) on conflict (id) do nothing`,
    valuesOf(patrol),
  );
  return rowCount === 1;
}

/** A position that is told anew was told now. */
export async function updatePatrol(tx: Queryable, patrol: PatrolWords): Promise<void> {
  await tx.query(
    `update patrols set name = $2, kind = $3, facility_id = $4, contact = $5, on_duty = $6,
       placed_at = case when $7::float8 is null then null when (lat, lon) is distinct from ($7, $8) then now() else placed_at end,
       lat = $7, lon = $8
     where id = $1`,
    valuesOf(patrol),
  );
}

function valuesOf({ id, name, kind, facilityId, contact, onDuty, place }: PatrolWords): unknown[] {
  return [id, name, kind, facilityId, contact, onDuty, place?.lat ?? null, place?.lon ?? null];
}
