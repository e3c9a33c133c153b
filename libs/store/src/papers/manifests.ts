import type { Instant, ManifestForm, TransportMode } from '@haidang/domain';
import { USUAL_MODE } from '../port/stays.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** The head of a list of what comes (forms 01, 02, 03, 08). */
export interface ManifestHead {
  readonly id: string;
  readonly form: ManifestForm;
  readonly facilityId: string;
  readonly number: string;
  readonly version: number;
  readonly means: string | null;
  readonly mode: TransportMode | null;
  readonly dueAt: Instant | null;
  readonly lines: number;
}

export interface ManifestRecord extends ManifestHead {
  /** Of this version. */
  readonly createdAt: Instant;
}

export interface NewManifest extends ManifestHead {
  /** Lines that make no expectation: goods of form 02, containers of form 03. */
  readonly listed: readonly unknown[] | null;
  /** Of form 03: the list of form 01 that it is about. */
  readonly call: string | null;
  /** Only announced: the list is still to come. */
  readonly isAnnounced: boolean;
  readonly createdBy: string | null;
}

export interface ManifestFilter {
  readonly facilityId?: string | undefined;
  readonly form?: ManifestForm | undefined;
}

/** The version that is known, held until the transaction ends. */
export async function lockManifest(
  tx: Queryable,
  { facilityId, form, number }: Pick<ManifestHead, 'facilityId' | 'form' | 'number'>,
): Promise<(ManifestRecord & { readonly listed: unknown[] | null }) | undefined> {
  const { rows } = await tx.query<ManifestRow>(
    'select * from manifests where facility_id = $1 and form = $2 and number = $3 for update',
    [facilityId, form, number],
  );
  return rows.map((row) => ({ ...manifestOf(row), listed: row.listed }))[0];
}

/**
 * Writes the first version, or the next over the one that is held.
 * @returns false when somebody else wrote the same number meanwhile
 */
export async function writeManifest(tx: Queryable, manifest: NewManifest): Promise<boolean> {
  const {
    id,
    facilityId,
    form,
    number,
    version,
    means,
    mode,
    dueAt,
    lines,
    createdBy,
    listed,
    call,
    isAnnounced,
  } = manifest;
  const { rowCount } = await tx.query(
    `insert into manifests as known (id, facility_id, form, number, version, means, mode, due_at, lines, created_by, listed, call,
        listed_at)
      values ($1, $2, $3, $4, $5, $6, coalesce($11, (select ${USUAL_MODE} from facilities where id = $2)), $7, $8, $9, $10,
        $12, case when not $13 then now() end)
      on conflict (facility_id, form, number) do update set version = excluded.version, means = excluded.means, mode = excluded.mode,
        due_at = excluded.due_at,
        lines = excluded.lines, created_by = excluded.created_by, listed = excluded.listed,
        call = excluded.call, listed_at = coalesce(known.listed_at, excluded.listed_at), created_at = now()
        where known.version < excluded.version and known.id = excluded.id`,
    [
      ...[id, facilityId, form, number, version, means, timeOrNull(dueAt), lines, createdBy],
      ...[listed === null ? null : JSON.stringify(listed), mode, call, isAnnounced],
    ],
  );
  return rowCount === 1;
}

export async function findManifest(
  db: Queryable,
  id: string,
): Promise<(ManifestRecord & { readonly listed: unknown[] | null }) | undefined> {
  const { rows } = await db.query<ManifestRow>('select * from manifests where id = $1', [id]);
  return rows.map((row) => ({ ...manifestOf(row), listed: row.listed }))[0];
}

/** The latest first. */
export async function listManifests(
  db: Queryable,
  filter: ManifestFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<ManifestRecord>[]> {
  const { rows } = await db.query<ManifestRow & { place_at: string }>(
    `select *, ${preciseTime('created_at')} as place_at from manifests
     where ($1::text is null or facility_id = $1) and ($2::text is null or form = $2)
       and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
     order by created_at desc, id desc limit $5`,
    [
      ...[filter.facilityId ?? null, filter.form ?? null],
      ...[page.after?.at ?? null, page.after?.id ?? null, page.limit],
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: manifestOf(row) }));
}

interface ManifestRow {
  id: string;
  form: ManifestForm;
  facility_id: string;
  number: string;
  version: number;
  means: string | null;
  mode: TransportMode | null;
  due_at: Date | null;
  lines: number;
  listed: unknown[] | null;
  created_at: Date;
}

function manifestOf(row: ManifestRow): ManifestRecord {
  return {
    id: row.id,
    form: row.form,
    facilityId: row.facility_id,
    number: row.number,
    version: row.version,
    means: row.means,
    mode: row.mode,
    dueAt: row.due_at?.getTime() ?? null,
    lines: row.lines,
    createdAt: row.created_at.getTime(),
  };
}

function timeOrNull(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}
