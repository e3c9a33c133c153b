import type { EligibilityState, Instant } from '@haidang/domain';
import { boolArray, textArray, timestamptzArray } from '../binary-arrays.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** That something may pass (forms 04, 05), as it is issued. */
export interface NewEligibility {
  readonly id: string;
  readonly facilityId: string;
  readonly form: '04' | '05';
  readonly declaration: string;
  /** Form 04. */
  readonly container: string | null;
  /** Form 05. */
  readonly goods: object | null;
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  readonly customsSeal: string | null;
  readonly officerConfirmed: boolean;
  readonly validUntil: Instant | null;
  readonly noticeId: string;
  /** A compact JWS. */
  readonly token: string;
}

export interface EligibilityRecord extends Omit<NewEligibility, 'noticeId' | 'token'> {
  readonly noticeId: string | null;
  readonly token: string | null;
  readonly state: EligibilityState;
  readonly reason: string | null;
  readonly issuedAt: Instant;
  readonly changedAt: Instant;
  readonly usedAt: Instant | null;
  readonly usedGate: string | null;
  readonly usedPassage: string | null;
}

export interface EligibilityFilter {
  readonly facilityId?: string | undefined;
  readonly container?: string | undefined;
  readonly declaration?: string | undefined;
  readonly state?: EligibilityState | undefined;
}

/**
 * Issues them in one statement, whatever their number.
 * @returns the ids of those that were not: their containers have one that stands at the facility, and nothing may be committed
 */
export async function insertEligibilities(
  tx: Queryable,
  rows: readonly NewEligibility[],
  { at, by }: { readonly at: Instant; readonly by: string | null },
): Promise<Set<string>> {
  const n = rows.length;
  const ids = textArray(n, (i) => rows[i]!.id);
  const { rowCount } = await tx.query(
    `insert into eligibilities (id, facility_id, form, declaration, container, goods, plate, carrier_seal, customs_seal, officer_confirmed,
        valid_until, notice_id, token, issued_at, changed_at, issued_by)
      select id::uuid, facility_id, form, declaration, container, goods::jsonb, plate, carrier_seal, customs_seal, officer_confirmed,
        valid_until, notice_id::uuid, token, $14::timestamptz, $14::timestamptz, $15
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bool[],
        $11::timestamptz[], $12::text[], $13::text[]) as e (id, facility_id, form, declaration, container, goods, plate, carrier_seal,
        customs_seal, officer_confirmed, valid_until, notice_id, token)
      order by facility_id, container
      on conflict (facility_id, container) where state in ('eligible', 'suspended') do nothing`,
    [
      ids,
      textArray(n, (i) => rows[i]!.facilityId),
      textArray(n, (i) => rows[i]!.form),
      textArray(n, (i) => rows[i]!.declaration),
      textArray(n, (i) => rows[i]!.container),
      textArray(n, (i) => (rows[i]!.goods === null ? null : JSON.stringify(rows[i]!.goods))),
      textArray(n, (i) => rows[i]!.plate),
      textArray(n, (i) => rows[i]!.carrierSeal),
      textArray(n, (i) => rows[i]!.customsSeal),
      boolArray(n, (i) => rows[i]!.officerConfirmed),
      timestamptzArray(n, (i) => rows[i]!.validUntil),
      textArray(n, (i) => rows[i]!.noticeId),
      textArray(n, (i) => rows[i]!.token),
      new Date(at),
      by,
    ],
  );
  if (rowCount === n) return new Set();
  const left = await tx.query<{ id: string }>(
    `select id from unnest($1::text[]) as said (id) where not exists (select from eligibilities e where e.id = said.id::uuid)`,
    [ids],
  );
  return new Set(left.rows.map(({ id }) => id));
}

export async function findEligibility(db: Queryable, id: string): Promise<EligibilityRecord | undefined> {
  const { rows } = await db.query<EligibilityRow>('select * from eligibilities where id = $1', [id]);
  return rows.map(eligibilityOf)[0];
}

/** Finds them and holds them: of two who act at once the second sees what the first did. In the order of their ids, so that nobody waits in a circle. */
export async function lockEligibilities(
  tx: Queryable,
  ids: readonly string[],
): Promise<Map<string, EligibilityRecord>> {
  const { rows } = await tx.query<EligibilityRow>(
    'select * from eligibilities where id = any ($1::uuid[]) order by id for update',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, eligibilityOf(row)]));
}

/** Of some that are held. */
export async function changeEligibilities(
  tx: Queryable,
  ids: readonly string[],
  { state, reason, at }: { readonly state: EligibilityState; readonly reason: string; readonly at: Instant },
): Promise<void> {
  await tx.query(
    'update eligibilities set state = $2, reason = $3, changed_at = $4 where id = any ($1::uuid[])',
    [ids, state, reason, new Date(at)],
  );
}

/** The latest first. */
export async function listEligibilities(
  db: Queryable,
  filter: EligibilityFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<EligibilityRecord>[]> {
  const { rows } = await db.query<EligibilityRow & { place_at: string }>(
    `select *, ${preciseTime('issued_at')} as place_at from eligibilities
     where ($1::text is null or facility_id = $1) and ($2::text is null or container = $2) and ($3::text is null or declaration = $3)
       and ($4::text is null or state = $4) and ($5::timestamptz is null or (issued_at, id) < ($5, $6::uuid))
     order by issued_at desc, id desc limit $7`,
    [
      filter.facilityId ?? null,
      filter.container ?? null,
      filter.declaration ?? null,
      filter.state ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: eligibilityOf(row) }));
}

export interface EligibilityRow {
  id: string;
  facility_id: string;
  form: '04' | '05';
  declaration: string;
  container: string | null;
  goods: object | null;
  plate: string | null;
  carrier_seal: string | null;
  customs_seal: string | null;
  officer_confirmed: boolean;
  state: EligibilityState;
  reason: string | null;
  valid_until: Date | null;
  issued_at: Date;
  changed_at: Date;
  used_at: Date | null;
  used_gate: string | null;
  used_passage: string | null;
  notice_id: string | null;
  token: string | null;
}

export function eligibilityOf(row: EligibilityRow): EligibilityRecord {
  return {
    id: row.id,
    facilityId: row.facility_id,
    form: row.form,
    declaration: row.declaration,
    container: row.container,
    goods: row.goods,
    plate: row.plate,
    carrierSeal: row.carrier_seal,
    customsSeal: row.customs_seal,
    officerConfirmed: row.officer_confirmed,
    state: row.state,
    reason: row.reason,
    validUntil: row.valid_until?.getTime() ?? null,
    issuedAt: row.issued_at.getTime(),
    changedAt: row.changed_at.getTime(),
    usedAt: row.used_at?.getTime() ?? null,
    usedGate: row.used_gate,
    usedPassage: row.used_passage,
    noticeId: row.notice_id,
    token: row.token,
  };
}
