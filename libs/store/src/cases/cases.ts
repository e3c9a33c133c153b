import type {
  CaseDecision,
  CaseKind,
  CaseOutcome,
  CaseSource,
  CaseState,
  Instant,
  StayState,
} from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';
import { aboutGoods } from './about.js';

/** A row of `cases`. */
export interface CaseRecord extends QueryResultRow {
  readonly id: string;
  readonly number: string;
  readonly cause: string;
  readonly source: CaseSource;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly facility_id: string;
  readonly container: string | null;
  readonly declaration: string | null;
  readonly company_id: string | null;
  readonly transit_id: string | null;
  readonly gate_id: string | null;
  readonly alarm_id: string | null;
  readonly port_message_id: string | null;
  readonly description: string | null;
  readonly details: Record<string, unknown> | null;
  /** The stay that is set apart on its account, and what it was before. */
  readonly stay_id: string | null;
  readonly stay_was: StayState | null;
  readonly segregated_at: Date | null;
  readonly freed_at: Date | null;
  readonly assignee: string | null;
  readonly opened_at: Date;
  readonly opened_by: string | null;
  readonly decision: CaseDecision | null;
  readonly decision_reason: string | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly outcome: CaseOutcome | null;
  readonly outcome_reason: string | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
}

/** Of a declaration and a transit that are not said, those on file are taken. */
export interface NewCase {
  readonly id: string;
  /** What opened it, `thing/id`: of one cause there is one case. */
  readonly cause: string;
  readonly source: CaseSource;
  readonly kind: CaseKind;
  readonly facilityId: string;
  readonly container: string | null;
  readonly declaration: string | null;
  readonly transitId: string | null;
  readonly gateId: string | null;
  readonly alarmId: string | null;
  readonly portMessageId: string | null;
  readonly description: string | null;
  readonly details: object | null;
  /** Of a container that the port has set apart already. */
  readonly setApart: { readonly stayId: string; readonly stayWas: StayState } | null;
  readonly at: Instant;
  readonly by: string | null;
  readonly byId: string | null;
}

export interface CaseFilter {
  readonly states?: readonly CaseState[] | undefined;
  readonly kinds?: readonly CaseKind[] | undefined;
  readonly facilityId?: string | undefined;
  readonly container?: string | undefined;
  readonly companyId?: string | undefined;
  readonly transitId?: string | undefined;
  readonly assignee?: string | undefined;
}

/** @returns it as it stands; undefined when one of this cause is there already */
export async function insertCase(tx: Queryable, c: NewCase): Promise<CaseRecord | undefined> {
  const about = aboutGoods({
    declaration: '$7::text',
    facility: '$5::text',
    container: '$6::text',
    transit: 'way.transit_id',
  });
  const { rows } = await tx.query<CaseRecord>(
    `insert into cases (id, cause, source, kind, facility_id, container, declaration, company_id, transit_id, gate_id, alarm_id,
       port_message_id, description, details, stay_id, stay_was, segregated_at, opened_at, opened_by, opened_by_id)
     select $1, $2, $3, $4, $5::text, $6::text, about.declaration, about.company_id, way.transit_id, $9, $10, $11, $12, $13, $14, $15,
       case when $14::uuid is null then null else $16::timestamptz end, $16, $17, $18
     from (select coalesce($8::text, (select t.id from transit_containers c join transits t on t.id = c.transit_id
       where c.number = $6 and c.under_way and $5 in (t.from_id, t.to_id) limit 1)) as transit_id) way
     cross join lateral ${about} about
     on conflict (cause) do nothing returning *`,
    [
      ...[c.id, c.cause, c.source, c.kind, c.facilityId, c.container, c.declaration, c.transitId, c.gateId],
      ...[c.alarmId, c.portMessageId, c.description, c.details === null ? null : JSON.stringify(c.details)],
      ...[c.setApart?.stayId ?? null, c.setApart?.stayWas ?? null, new Date(c.at), c.by, c.byId],
    ],
  );
  return rows[0];
}

/** Columns that an act changes; what is left out stays as it is. */
export type CaseChange = Partial<
  Pick<
    CaseRecord,
    | 'state'
    | 'assignee'
    | 'stay_id'
    | 'stay_was'
    | 'segregated_at'
    | 'freed_at'
    | 'decision'
    | 'decision_reason'
    | 'decided_at'
    | 'decided_by'
    | 'outcome'
    | 'outcome_reason'
    | 'closed_at'
    | 'closed_by'
  >
> & { readonly decided_by_id?: string | null; readonly closed_by_id?: string | null };

/** Of one that is held. @returns it as it stands now */
export async function changeCase(tx: Queryable, id: string, change: CaseChange): Promise<CaseRecord> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = given.map(([column], i) => `${column} = $${i + 2}`).join(', ');
  const { rows } = await tx.query<CaseRecord>(`update cases set ${sets} where id = $1 returning *`, [
    id,
    ...given.map(([, value]) => value),
  ]);
  return rows[0]!;
}

/** @param id a UUID */
export async function findCase(db: Queryable, id: string): Promise<CaseRecord | undefined> {
  return (await db.query<CaseRecord>('select * from cases where id = $1', [id])).rows[0];
}

export async function findCaseByCause(db: Queryable, cause: string): Promise<CaseRecord | undefined> {
  return (await db.query<CaseRecord>('select * from cases where cause = $1', [cause])).rows[0];
}

/** Held until the transaction ends. @param id a UUID */
export async function lockCase(tx: Queryable, id: string): Promise<CaseRecord | undefined> {
  return (await tx.query<CaseRecord>('select * from cases where id = $1 for update', [id])).rows[0];
}

/** The latest first. */
export async function listCases(
  db: Queryable,
  filter: CaseFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<CaseRecord>[]> {
  const { rows } = await db.query<CaseRecord & { place_at: string }>(
    `select *, ${preciseTime('opened_at')} as place_at from cases
     where ($1::text[] is null or state = any ($1)) and ($2::text[] is null or kind = any ($2))
       and ($3::text is null or facility_id = $3) and ($4::text is null or container = $4)
       and ($5::text is null or company_id = $5) and ($6::text is null or transit_id = $6)
       and ($7::text is null or assignee = $7) and ($8::timestamptz is null or (opened_at, id) < ($8, $9::uuid))
     order by opened_at desc, id desc limit $10`,
    [
      ...[filter.states ?? null, filter.kinds ?? null, filter.facilityId ?? null, filter.container ?? null],
      ...[filter.companyId ?? null, filter.transitId ?? null, filter.assignee ?? null],
      ...[page.after?.at ?? null, page.after?.id ?? null, page.limit],
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: row }));
}

/**
 * What a stay was before it was set apart.
 * @returns undefined while another case keeps it apart
 */
export async function stateBeforeSetApart(
  tx: Queryable,
  caseId: string,
  stayId: string,
): Promise<StayState | undefined> {
  const { rows } = await tx.query<{ was: StayState | null; held: boolean }>(
    `select (array_agg(stay_was order by segregated_at desc) filter (where stay_was <> 'segregated'))[1] as was,
       coalesce(bool_or(id <> $1 and freed_at is null), false) as held
     from cases where stay_id = $2 and segregated_at is not null`,
    [caseId, stayId],
  );
  const { was, held } = rows[0]!;
  return held ? undefined : (was ?? 'landed');
}
