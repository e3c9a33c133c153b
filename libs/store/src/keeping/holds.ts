import type { Instant } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** Nothing that belongs to what it names is deleted while it stands. */
export interface HoldRecord {
  readonly id: string;
  /** Of the authority that asked for it. */
  readonly caseNumber: string | null;
  readonly transits: readonly string[];
  readonly containers: readonly string[];
  /** Ids of cases: what each is about is held as well. */
  readonly cases: readonly string[];
  readonly reason: string;
  readonly placedAt: Instant;
  /** Ids of persons; null: by the command line. */
  readonly placedBy: string | null;
  readonly liftedAt: Instant | null;
  readonly liftedBy: string | null;
  readonly liftReason: string | null;
}

export type NewHold = Pick<
  HoldRecord,
  'id' | 'caseNumber' | 'transits' | 'containers' | 'cases' | 'reason' | 'placedAt' | 'placedBy'
>;

export interface HoldFilter {
  /** True: not lifted. */
  readonly standing?: boolean | undefined;
  readonly caseNumber?: string | undefined;
  readonly transitId?: string | undefined;
  readonly container?: string | undefined;
  readonly caseId?: string | undefined;
}

const SELECT = `select h.*, ${preciseTime('h.placed_at')} as place_at, t.transits, t.containers, t.cases
  from holds h cross join lateral (
    select coalesce(array_agg(target order by target) filter (where kind = 'transit'), '{}') as transits,
      coalesce(array_agg(target order by target) filter (where kind = 'container'), '{}') as containers,
      coalesce(array_agg(target order by target) filter (where kind = 'case'), '{}') as cases
    from hold_targets where hold_id = h.id) t`;

interface HoldRow {
  id: string;
  place_at: string;
  case_number: string | null;
  transits: string[];
  containers: string[];
  cases: string[];
  reason: string;
  placed_at: Date;
  placed_by: string | null;
  lifted_at: Date | null;
  lifted_by: string | null;
  lift_reason: string | null;
}

export async function insertHold(tx: Queryable, hold: NewHold): Promise<void> {
  await tx.query(
    'insert into holds (id, case_number, reason, placed_at, placed_by) values ($1, $2, $3, $4, $5)',
    [hold.id, hold.caseNumber, hold.reason, new Date(hold.placedAt), hold.placedBy],
  );
  await tx.query(
    `insert into hold_targets (hold_id, kind, target)
      select $1::uuid, 'transit', t from unnest($2::text[]) t union select $1::uuid, 'container', c from unnest($3::text[]) c
      union select $1::uuid, 'case', c from unnest($4::text[]) c`,
    [hold.id, hold.transits, hold.containers, hold.cases],
  );
}

/** @returns false when there is none that stands */
export async function liftHold(
  tx: Queryable,
  id: string,
  { at, by, reason }: { readonly at: Instant; readonly by: string | null; readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update holds set lifted_at = $2, lifted_by = $3, lift_reason = $4 where id = $1 and lifted_at is null',
    [id, new Date(at), by, reason],
  );
  return rowCount === 1;
}

export async function findHold(db: Queryable, id: string): Promise<HoldRecord | undefined> {
  const { rows } = await db.query<HoldRow>(`${SELECT} where h.id = $1`, [id]);
  return rows.map(holdOf)[0];
}

/** The latest first. */
export async function listHolds(
  db: Queryable,
  filter: HoldFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<HoldRecord>[]> {
  const { rows } = await db.query<HoldRow>(
    `${SELECT} where ($1::bool is null or (h.lifted_at is null) = $1) and ($2::text is null or h.case_number = $2)
      and ($3::text is null or $3 = any (t.transits)) and ($4::text is null or $4 = any (t.containers))
      and ($5::text is null or $5 = any (t.cases)) and ($6::timestamptz is null or (h.placed_at, h.id) < ($6, $7::uuid))
     order by h.placed_at desc, h.id desc limit $8`,
    [
      filter.standing ?? null,
      filter.caseNumber ?? null,
      filter.transitId ?? null,
      filter.container ?? null,
      filter.caseId ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: holdOf(row) }));
}

/** Which of what a hold names there is: ids of transits and of cases. */
export async function findKnownTargets(
  db: Queryable,
  { transits, cases }: Pick<NewHold, 'transits' | 'cases'>,
): Promise<{ readonly transits: Set<string>; readonly cases: Set<string> }> {
  const { rows } = await db.query<{ kind: 'transits' | 'cases'; id: string }>(
    `select 'transits' as kind, id from transits where id = any ($1::text[])
      union all select 'cases', id::text from cases where id = any ($2::uuid[])`,
    [transits, cases],
  );
  const known = { transits: new Set<string>(), cases: new Set<string>() };
  for (const { kind, id } of rows) known[kind].add(id);
  return known;
}

function holdOf(row: HoldRow): HoldRecord {
  return {
    id: row.id,
    caseNumber: row.case_number,
    transits: row.transits,
    containers: row.containers,
    cases: row.cases,
    reason: row.reason,
    placedAt: row.placed_at.getTime(),
    placedBy: row.placed_by,
    liftedAt: row.lifted_at?.getTime() ?? null,
    liftedBy: row.lifted_by,
    liftReason: row.lift_reason,
  };
}
