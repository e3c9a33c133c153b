import type {
  FoundStep,
  IncidentKind,
  Instant,
  Transit,
  TransitContainer,
  TransitState,
} from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { proposalRecord, type GateTimes, type CheckpointRecord, type ProposalRecord } from './journeys.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

export interface IncidentRecord {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly text: string;
  readonly at: Instant;
  readonly by: string | null;
  /** Ids. */
  readonly evidence: readonly string[];
}

/** A transit as the store holds it. */
export interface TransitRecord extends Transit {
  readonly createdAt: Instant;
  /** When an officer approved it; a departure that was entered without it is an approval too. */
  readonly approvedAt: Instant | null;
  /** The transit of which it was a part until it went on by itself. */
  readonly splitFrom: string | null;
  /** Of all that is told of it, its alarms among it: it grows whenever one of these moves on. */
  readonly revision: number;
  /** How many of its alarms nobody has resolved. */
  readonly alarms: number;
  /** How many exceptions wait for an officer. */
  readonly waiting: number;
  /** What was reported last of its way. */
  readonly incident: IncidentRecord | null;
  /** What its seals show and nobody has confirmed. */
  readonly proposal: ProposalRecord | null;
  /** Steps that were taken and that what was seen is against. */
  readonly contradicted: readonly FoundStep[];
  /** By whom its departure and its arrival were seen, and when. */
  readonly witnesses: { readonly seal: GateTimes; readonly gate: GateTimes };
  /** Those of its route that it passed or missed, in order. */
  readonly checkpoints: readonly CheckpointRecord[];
}

export interface TransitFilter {
  readonly states?: readonly TransitState[] | undefined;
  /** As it was entered. */
  readonly number?: string | undefined;
  /** Part of its number, declaration, plates, or of a container or seal of its; normalised as a container number is. */
  readonly find?: string | undefined;
  /** Normalised container number. */
  readonly container?: string | undefined;
  readonly sealId?: string | undefined;
  /** Facility ids. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Steps that wait for a confirmation. */
  readonly proposed?: readonly FoundStep[] | undefined;
  readonly carrierId?: string | undefined;
  readonly routeId?: string | undefined;
  /** The office of its place of departure. */
  readonly officeId?: string | undefined;
  /** Those alone that have none of these. */
  readonly without?: readonly TransitLack[] | undefined;
  /** True: an incident was reported of its way. */
  readonly reported?: boolean | undefined;
  /** What happened to it from the one time on, before the other. */
  readonly moved?:
    { readonly what: TransitMove; readonly since?: Instant; readonly until?: Instant } | undefined;
}

/** What a transit may be without: an office where it leaves, a carrier. */
export const TRANSIT_LACKS = ['office', 'carrier'] as const;
export type TransitLack = (typeof TRANSIT_LACKS)[number];

/** What happens to a transit, and the column that says when. */
export const MOVED_AT = { registered: 'created_at', departed: 'departed_at', arrived: 'arrived_at' } as const;
export type TransitMove = keyof typeof MOVED_AT;

const SELECT = 'select * from transits_seen';

/** A page and the row that shows whether there is another; no list is longer. */
const LONGEST = 1_001;

/**
 * Newest first, by when that happened to them which is asked for, else by when they were registered. The statement is planned for the longest page, whatever is asked: a plan for each page's own length would look better to PostgreSQL than the one it has
 * kept, and take longer to make than the page to read.
 */
export async function listTransits(
  db: Queryable,
  filter: TransitFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<TransitRecord>[]> {
  const values: unknown[] = [];
  const place = (value: unknown) => `$${String(values.push(value))}`;
  const wanted = conditions(filter, place);
  const by = MOVED_AT[filter.moved?.what ?? 'registered'];
  if (page.after !== null)
    wanted.push(`(${by}, id) < (${place(page.after.at)}::timestamptz, ${place(page.after.id)})`);
  const { rows } = await db.query(
    `select * from (select *, ${preciseTime(by)} as place_at from transits_seen ${wanted.length === 0 ? '' : `where ${wanted.join(' and ')}`}
       order by ${by} desc, id desc limit ${LONGEST}) page limit (select ${place(page.limit)}::int4)`,
    values,
  );
  return rows.map((row) => ({
    place: { at: row['place_at'] as string, id: row['id'] as string },
    value: transitRecord(row),
  }));
}

/**
 * Of the filters that are set alone: what might be asked, with all the policies of the tables it looks into, would be planned and set up with each list.
 * @param place keeps a value and gives its place in the statement
 */
function conditions(filter: TransitFilter, place: (value: unknown) => string): string[] {
  const { states, number, find, container, sealId, from, to, proposed, reported, moved } = filter;
  const { carrierId, routeId, officeId, without = [] } = filter;
  const wanted: string[] = [];
  if (moved !== undefined) {
    const at = (instant: Instant) => `${place(new Date(instant))}::timestamptz`;
    const column = MOVED_AT[moved.what];
    if (column !== MOVED_AT.registered) wanted.push(`${column} is not null`);
    if (moved.since !== undefined) wanted.push(`${column} >= ${at(moved.since)}`);
    if (moved.until !== undefined) wanted.push(`${column} < ${at(moved.until)}`);
  }
  if (carrierId !== undefined) wanted.push(`carrier_id = ${place(carrierId)}`);
  if (routeId !== undefined) wanted.push(`route_id = ${place(routeId)}`);
  const leavesFrom = (office: string) =>
    `from_id = any (array(select id from facilities where organisation_id ${office}))`;
  if (officeId !== undefined) wanted.push(leavesFrom(`= ${place(officeId)}`));
  if (without.includes('office')) wanted.push(leavesFrom('is null'));
  if (without.includes('carrier')) wanted.push('carrier_id is null');
  if (reported !== undefined) wanted.push(`${reported ? '' : 'not '}(incident is not null)`);
  if (states !== undefined) wanted.push(`state = any(${place(states)}::text[])`);
  if (container !== undefined)
    wanted.push(
      `exists (select 1 from transit_containers where transit_id = transits_seen.id and number = ${place(container)})`,
    );
  if (sealId !== undefined) {
    const seal = place(sealId);
    wanted.push(`(exists (select 1 from transit_containers where transit_id = transits_seen.id and seal_id = ${seal})
         or exists (select 1 from past_seals where transit_id = transits_seen.id and seal_id = ${seal}))`);
  }
  if (from !== undefined) wanted.push(`from_id = ${place(from)}`);
  if (to !== undefined) wanted.push(`to_id = ${place(to)}`);
  if (proposed !== undefined) wanted.push(`proposed_step = any(${place(proposed)}::text[])`);
  if (number !== undefined) wanted.push(`number = ${place(number)}`);
  if (find !== undefined) {
    const [text, under] = [
      place(find),
      states === undefined ? 'true' : `state = any(${place(states)}::text[])`,
    ];
    const holds = (words: string) => `position(${text} in translate(upper(${words}), ' -./()[]', '')) > 0`;
    // of the tables and not of all that is seen of a transit: each that there is is looked at
    wanted.push(`id in (select id from transits where ${under}
        and ${holds(`number || '|' || declaration || '|' || plate || '|' || coalesce(trailer, '')`)}
      union all select transit_id from transit_containers join transits on transits.id = transit_id where ${under}
        and ${holds(`transit_containers.number || '|' || coalesce(seal_id, '')`)})`);
  }
  return wanted;
}

export async function findTransit(db: Queryable, id: string): Promise<TransitRecord | undefined> {
  const { rows } = await db.query(`${SELECT} where id = $1`, [id]);
  return rows[0] === undefined ? undefined : transitRecord(rows[0]);
}

/** Several of them, in no order; those that are not there are left out. */
export async function findTransits(db: Queryable, ids: readonly string[]): Promise<TransitRecord[]> {
  const { rows } = await db.query(`${SELECT} where id = any($1::text[])`, [ids]);
  return rows.map(transitRecord);
}

/** Finds one and holds it until the transaction ends: two users' steps are taken one after the other. */
export async function lockTransit(tx: Queryable, id: string): Promise<TransitRecord | undefined> {
  const { rowCount } = await tx.query('select 1 from transits where id = $1 for update', [id]);
  return rowCount === 0 ? undefined : findTransit(tx, id);
}

/** The container's transit: the one under way, else the newest. */
export async function findTransitOfContainer(
  db: Queryable,
  number: string,
): Promise<TransitRecord | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `select transits.id from transit_containers join transits on transits.id = transit_id
     where transit_containers.number = $1 order by under_way desc, created_at desc, transits.id desc limit 1`,
    [number],
  );
  return rows[0] === undefined ? undefined : findTransit(db, rows[0].id);
}

function transitRecord(row: QueryResultRow): TransitRecord {
  return {
    id: row.id,
    number: row.number,
    declaration: row.declaration,
    regime: row.regime,
    from: row.from_id,
    to: row.to_id,
    carrierId: row.carrier_id,
    vehicle: {
      plate: row.plate,
      ...(row.trailer !== null && { trailer: row.trailer }),
      ...(row.means !== null && { means: row.means }),
    },
    containers: (row.containers ?? []) as TransitContainer[],
    routeId: row.route_id,
    departBy: instant(row.depart_by),
    arriveBy: instant(row.arrive_by),
    ...(row.rules === null ? {} : { rules: row.rules }),
    state: row.state,
    witnesses: {
      seal: { departedAt: instant(row.seal_departed_at), arrivedAt: instant(row.seal_arrived_at) },
      gate: { departedAt: instant(row.gate_departed_at), arrivedAt: instant(row.gate_arrived_at) },
    },
    departedAt: instant(row.departed_at),
    arrivedAt: instant(row.arrived_at),
    createdAt: row.created_at.getTime(),
    approvedAt: instant(row.approved_at),
    splitFrom: row.split_from,
    revision: row.revision,
    alarms: row.alarms,
    waiting: row.waiting,
    incident: row.incident,
    proposal: proposalRecord(row as Parameters<typeof proposalRecord>[0]),
    contradicted: row.contradicted ?? [],
    checkpoints: (row.checkpoints ?? []) as CheckpointRecord[],
  };
}

function instant(date: Date | null): Instant | null {
  return date === null ? null : date.getTime();
}
