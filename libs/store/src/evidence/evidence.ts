import type { Instant } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** What is known of a piece of evidence; its content is the file of its hash. */
export interface EvidenceRecord {
  readonly id: string;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** What the content was found to be: `image/jpeg`. */
  readonly type: string;
  readonly facilityId: string;
  readonly gateId: string | null;
  readonly cameraId: string | null;
  readonly passageId: string | null;
  /** Normalised. */
  readonly container: string | null;
  /** The transit that it shows something of. It may be over, and gone, before the evidence is. */
  readonly transitId: string | null;
  readonly takenAt: Instant;
  /** Id of the person; null: a camera's. */
  readonly uploadedBy: string | null;
  readonly createdAt: Instant;
}

export type NewEvidence = Omit<EvidenceRecord, 'createdAt'>;

export interface EvidenceFilter {
  readonly facilityId?: string | undefined;
  readonly gateId?: string | undefined;
  readonly passageId?: string | undefined;
  readonly container?: string | undefined;
  readonly transitId?: string | undefined;
}

/** @returns false when it is there already */
export async function insertEvidence(tx: Queryable, e: NewEvidence): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into evidence (id, sha256, bytes, type, facility_id, gate_id, camera_id, passage_id, container, transit_id, taken_at, uploaded_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing`,
    [
      ...[e.id, e.sha256, e.bytes, e.type, e.facilityId, e.gateId, e.cameraId, e.passageId, e.container],
      ...[e.transitId, new Date(e.takenAt), e.uploadedBy],
    ],
  );
  return rowCount === 1;
}

/**
 * Waits until nobody else writes or deletes the content of this hash, and keeps others waiting until the transaction ends: a file is then not
 * deleted between its being found there and the row that names it.
 */
export async function lockContent(tx: Queryable, sha256: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1::int8)', [contentLock(sha256)]);
}

/** The lock's number; of the session, {@link expireEvidence}. */
export function contentLock(sha256: string): string {
  return BigInt.asIntN(64, BigInt(`0x${sha256.slice(0, 16)}`)).toString();
}

const SELECT = `select *, ${preciseTime('created_at')} as place_at from evidence`;

interface EvidenceRow {
  id: string;
  place_at: string;
  sha256: string;
  bytes: number;
  type: string;
  facility_id: string;
  gate_id: string | null;
  camera_id: string | null;
  passage_id: string | null;
  container: string | null;
  transit_id: string | null;
  taken_at: Date;
  uploaded_by: string | null;
  created_at: Date;
}

export async function findEvidence(db: Queryable, id: string): Promise<EvidenceRecord | undefined> {
  const { rows } = await db.query<EvidenceRow>(`${SELECT} where id = $1`, [id]);
  return rows.map(evidenceOf)[0];
}

/** Those of them that are seen. */
export async function findEvidenceIds(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>('select id from evidence where id = any ($1::uuid[])', [
    ids,
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** The latest first. */
export async function listEvidence(
  db: Queryable,
  filter: EvidenceFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<EvidenceRecord>[]> {
  const { rows } = await db.query<EvidenceRow>(
    `${SELECT} where ($1::text is null or facility_id = $1) and ($2::text is null or gate_id = $2)
      and ($3::text is null or passage_id = $3) and ($4::text is null or container = $4)
      and ($5::text is null or transit_id = $5) and ($6::timestamptz is null or (created_at, id) < ($6, $7::uuid))
     order by created_at desc, id desc limit $8`,
    [
      ...[filter.facilityId ?? null, filter.gateId ?? null, filter.passageId ?? null],
      ...[
        filter.container ?? null,
        filter.transitId ?? null,
        page.after?.at ?? null,
        page.after?.id ?? null,
        page.limit,
      ],
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: evidenceOf(row) }));
}

function evidenceOf(row: EvidenceRow): EvidenceRecord {
  return {
    id: row.id,
    sha256: row.sha256,
    bytes: row.bytes,
    type: row.type,
    facilityId: row.facility_id,
    gateId: row.gate_id,
    cameraId: row.camera_id,
    passageId: row.passage_id,
    container: row.container,
    transitId: row.transit_id,
    takenAt: row.taken_at.getTime(),
    uploadedBy: row.uploaded_by,
    createdAt: row.created_at.getTime(),
  };
}
