import type { Instant } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** A time in which a facility had no line to customs, or customs no system. */
export interface OutageRecord {
  readonly id: string;
  readonly facilityId: string;
  readonly reason: string;
  readonly beganAt: Instant;
  /** A name. */
  readonly begunBy: string | null;
  /** When its beginning was entered. */
  readonly beginRecordedAt: Instant;
  /** null: it goes on. */
  readonly endedAt: Instant | null;
  readonly endNote: string | null;
  readonly endedBy: string | null;
  readonly endRecordedAt: Instant | null;
}

export interface Author {
  readonly by: string | null;
  readonly byId: string | null;
}

export interface OutageRow {
  id: string;
  facility_id: string;
  reason: string;
  began_at: Date;
  begun_by: string | null;
  begin_recorded_at: Date;
  ended_at: Date | null;
  end_note: string | null;
  ended_by: string | null;
  end_recorded_at: Date | null;
  place_at: string;
}

export const OUTAGE_COLUMNS = `*, ${preciseTime('began_at')} as place_at`;

/** @returns undefined when one goes on there already */
export async function beginOutage(
  tx: Queryable,
  o: {
    readonly id: string;
    readonly facilityId: string;
    readonly reason: string;
    readonly at: Instant;
  } & Author,
): Promise<OutageRecord | undefined> {
  const { rows } = await tx.query<OutageRow>(
    `insert into outages (id, facility_id, reason, began_at, begun_by, begun_by_id) values ($1, $2, $3, $4, $5, $6)
      on conflict (facility_id) where ended_at is null do nothing returning ${OUTAGE_COLUMNS}`,
    [o.id, o.facilityId, o.reason, new Date(o.at), o.by, o.byId],
  );
  return rows.map(outageOf)[0];
}

/** @returns undefined when it is over already, or never was */
export async function endOutage(
  tx: Queryable,
  id: string,
  { at, note, by, byId }: { readonly at: Instant; readonly note: string | null } & Author,
): Promise<OutageRecord | undefined> {
  const { rows } = await tx.query<OutageRow>(
    `update outages set ended_at = $2, end_note = $3, ended_by = $4, ended_by_id = $5, end_recorded_at = now()
      where id = $1 and ended_at is null returning ${OUTAGE_COLUMNS}`,
    [id, new Date(at), note, by, byId],
  );
  return rows.map(outageOf)[0];
}

export async function findOutage(
  db: Queryable,
  facilityId: string,
  id: string,
): Promise<OutageRecord | undefined> {
  const { rows } = await db.query<OutageRow>(
    `select ${OUTAGE_COLUMNS} from outages where facility_id = $1 and id = $2`,
    [facilityId, id],
  );
  return rows.map(outageOf)[0];
}

/** The latest first. */
export async function listOutages(
  db: Queryable,
  facilityId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<OutageRecord>[]> {
  const { rows } = await db.query<OutageRow>(
    `select ${OUTAGE_COLUMNS} from outages where facility_id = $1 and ($2::timestamptz is null or (began_at, id) < ($2, $3::uuid))
      order by began_at desc, id desc limit $4`,
    [facilityId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: outageOf(row) }));
}

export function outageOf(row: OutageRow): OutageRecord {
  return {
    id: row.id,
    facilityId: row.facility_id,
    reason: row.reason,
    beganAt: row.began_at.getTime(),
    begunBy: row.begun_by,
    beginRecordedAt: row.begin_recorded_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
    endNote: row.end_note,
    endedBy: row.ended_by,
    endRecordedAt: row.end_recorded_at?.getTime() ?? null,
  };
}
