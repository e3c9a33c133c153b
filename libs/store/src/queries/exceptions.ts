import type { ExceptionKind, ExceptionState, Instant, TransitState } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** A person as what they did names them. */
export interface Doer {
  readonly id: string;
  readonly name: string;
}

/** What happened on the way otherwise than planned. */
export interface ExceptionRecord {
  readonly id: string;
  readonly transitId: string;
  readonly kind: ExceptionKind;
  readonly state: ExceptionState;
  /** When it happened, as who asked for it says. */
  readonly at: Instant;
  readonly reason: string;
  /** What was asked for, in the contract's form. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Ids. */
  readonly evidence: readonly string[];
  readonly container: string | null;
  /** What it changed, and into what; null while it waits, and where that is nothing to be named. */
  readonly was: string | null;
  readonly isNow: string | null;
  readonly askedAt: Instant;
  readonly askedBy: Doer | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: Doer | null;
  /** The officer's own words. */
  readonly decision: string | null;
}

export type NewException = Pick<
  ExceptionRecord,
  'id' | 'transitId' | 'kind' | 'state' | 'at' | 'reason' | 'fields' | 'evidence' | 'container' | 'askedBy'
>;

export async function insertException(tx: Queryable, one: NewException): Promise<void> {
  await tx.query(
    `insert into transit_exceptions (id, transit_id, kind, state, at, reason, fields, evidence, container_number, asked_by, asked_by_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      one.id,
      one.transitId,
      one.kind,
      one.state,
      new Date(one.at),
      one.reason,
      JSON.stringify(one.fields),
      one.evidence,
      one.container,
      one.askedBy?.name ?? null,
      one.askedBy?.id ?? null,
    ],
  );
}

export async function decideException(
  tx: Queryable,
  id: string,
  decided: Pick<ExceptionRecord, 'state' | 'was' | 'isNow' | 'decidedBy' | 'decision'>,
): Promise<void> {
  await tx.query(
    `update transit_exceptions set state = $2, was = $3, is_now = $4, decided_by = $5, decided_by_id = $6, decision = $7,
       decided_at = clock_timestamp()
     where id = $1`,
    [
      id,
      decided.state,
      decided.was,
      decided.isNow,
      decided.decidedBy?.name ?? null,
      decided.decidedBy?.id ?? null,
      decided.decision,
    ],
  );
}

const SELECT = `select *, ${preciseTime('asked_at')} as place_at from transit_exceptions`;

export async function findException(
  db: Queryable,
  transitId: string,
  id: string,
): Promise<ExceptionRecord | undefined> {
  const { rows } = await db.query<Row>(`${SELECT} where transit_id = $1 and id = $2`, [transitId, id]);
  return rows[0] === undefined ? undefined : recordOf(rows[0]);
}

/** Of a transit, in the order in which they were asked for. */
export async function listExceptions(
  db: Queryable,
  transitId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<ExceptionRecord>[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} where transit_id = $1 and ($2::timestamptz is null or (asked_at, id) > ($2, $3::uuid))
      order by asked_at, id limit $4`,
    [transitId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: recordOf(row) }));
}

/** An exception with what a list says of its transit. */
export interface ListedException extends ExceptionRecord {
  readonly transit: {
    readonly number: string;
    readonly from: string;
    readonly to: string;
    readonly routeId: string;
    readonly state: TransitState;
    readonly revision: number;
  };
}

export interface ExceptionFilter {
  readonly states?: readonly ExceptionState[] | undefined;
  readonly kinds?: readonly ExceptionKind[] | undefined;
}

/** Of all transits, those asked for last first. */
export async function listAllExceptions(
  db: Queryable,
  { states, kinds }: ExceptionFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<ListedException>[]> {
  const { rows } = await db.query<Row & { transit: ListedException['transit'] }>(
    `select x.*, ${preciseTime('x.asked_at')} as place_at, jsonb_build_object('number', t.number, 'from', t.from_id, 'to', t.to_id,
       'routeId', t.route_id, 'state', t.state, 'revision', (select s.revision from transits_seen s where s.id = t.id)) as transit
     from transit_exceptions x join transits t on t.id = x.transit_id
     where ($1::text[] is null or x.state = any($1)) and ($2::text[] is null or x.kind = any($2))
       and ($3::timestamptz is null or (x.asked_at, x.id) < ($3, $4::uuid))
     order by x.asked_at desc, x.id desc limit $5`,
    [states ?? null, kinds ?? null, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({
    place: { at: row.place_at, id: row.id },
    value: { ...recordOf(row), transit: row.transit },
  }));
}

interface Row extends QueryResultRow {
  id: string;
  transit_id: string;
  kind: ExceptionKind;
  state: ExceptionState;
  at: Date;
  reason: string;
  fields: Record<string, unknown>;
  evidence: string[];
  container_number: string | null;
  was: string | null;
  is_now: string | null;
  asked_at: Date;
  asked_by: string | null;
  asked_by_id: string | null;
  decided_at: Date | null;
  decided_by: string | null;
  decided_by_id: string | null;
  decision: string | null;
  place_at: string;
}

function recordOf(row: Row): ExceptionRecord {
  return {
    id: row.id,
    transitId: row.transit_id,
    kind: row.kind,
    state: row.state,
    at: row.at.getTime(),
    reason: row.reason,
    fields: row.fields,
    evidence: row.evidence,
    container: row.container_number,
    was: row.was,
    isNow: row.is_now,
    askedAt: row.asked_at.getTime(),
    askedBy: doer(row.asked_by_id, row.asked_by),
    decidedAt: row.decided_at?.getTime() ?? null,
    decidedBy: doer(row.decided_by_id, row.decided_by),
    decision: row.decision,
  };
}

function doer(id: string | null, name: string | null): Doer | null {
  return id === null || name === null ? null : { id, name };
}
