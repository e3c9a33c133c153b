import {
  TRANSIT_STEPS,
  type CameraSettings,
  type Instant,
  type LatLon,
  type Leg,
  type Means,
  type RuleSettings,
  type TransitState,
  type TransitStep,
  type Zone,
} from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { NUMBERED_ALARMS, type NumberedAlarm } from './commit/alarms.js';
import { pagesOf } from './queries/pages.js';
import type { Queryable } from './queries/queryable.js';

/**
 * What the hot path keeps in memory, as the database has it. Each reader takes the ids to read again,
 * or `undefined` for all.
 */
type Ids = readonly string[] | undefined;
type Reader = Pool | ClientBase;

export interface SealRecord {
  readonly id: string;
  readonly key: number;
  readonly intervalMs: number;
  /** Whose it is. */
  readonly organisationId: string | null;
}

export async function readSeals(db: Reader, ids?: Ids): Promise<SealRecord[]> {
  const { rows } = await db.query<SealRecord>(
    `select id, key, interval_s * 1000 as "intervalMs", organisation_id as "organisationId"
      from seals where $1::text[] is null or id = any($1)`,
    [ids],
  );
  return rows;
}

export interface GateRecord {
  readonly id: string;
  readonly facilityId: string;
  /** Whose the facility is, and who runs it. */
  readonly ownerIds: readonly string[];
  readonly place: LatLon;
}

export async function readGates(db: Reader, ids?: Ids): Promise<GateRecord[]> {
  const { rows } = await db.query<GateRecord>(
    `select g.id, facility_id as "facilityId", array_remove(array[organisation_id, operator_id], null) as "ownerIds",
        json_build_object('lat', g.lat, 'lon', g.lon) as place
      from gates g join facilities f on f.id = facility_id where $1::text[] is null or g.id = any($1)`,
    [ids],
  );
  return rows;
}

/** A camera, with the gate it looks at. */
export interface CameraRecord extends CameraSettings {
  readonly gateId: string;
}

export async function readCameras(db: Reader, ids?: Ids): Promise<CameraRecord[]> {
  const { rows } = await db.query<CameraRecord>(
    `select id, gate_id as "gateId", maker, channel, direction, both_ways as "bothWays", lane, reads, time_zone as "timeZone", clock, settles
      from cameras where $1::text[] is null or id = any($1)`,
    [ids],
  );
  return rows;
}

export type ZoneRecord = Zone;

type ZoneRow = Pick<Zone, 'id' | 'name' | 'kind' | 'geometry'> & {
  readonly calendar: Zone['calendar'] | null;
  readonly facility_id: string | null;
};

/** All zones. */
export async function readZones(db: Reader): Promise<Zone[]> {
  const { rows } = await db.query<ZoneRow>(
    `select id, name, kind, geometry, calendar, facility_id from zones order by id`,
  );
  return rows.map(zoneOf);
}

/** What a zone has not is left out, never `null`: to the engine a calendar that is there is one to ask. */
export function zoneOf({ id, name, kind, geometry, calendar, facility_id: facilityId }: ZoneRow): Zone {
  return {
    ...{ id, name, kind, geometry },
    ...(calendar !== null && { calendar }),
    ...(facilityId !== null && { facilityId }),
  };
}

/** The cards that may open seals at an office. */
export interface CardsRecord {
  readonly id: string;
  readonly cards: ReadonlySet<string> | null;
}

/** Of the offices that keep a list. */
export async function readCards(db: Reader, ids?: Ids): Promise<CardsRecord[]> {
  const { rows } = await db.query<CardsRow>(
    `select id, cards from facilities where cards is not null and ($1::text[] is null or id = any($1))`,
    [ids],
  );
  return rows.map(cardsOf);
}

export interface CardsRow {
  readonly id: string;
  readonly cards: readonly string[] | null;
}

/** Out of a whole row of the table. */
export function cardsOf({ id, cards }: CardsRow): CardsRecord {
  return { id, cards: cards === null ? null : new Set(cards) };
}

export interface RouteRecord {
  readonly id: string;
  readonly legs: readonly Leg[];
  readonly rules: RuleSettings | null;
}

export async function readRoutes(db: Reader, ids?: Ids): Promise<RouteRecord[]> {
  const { rows } = await db.query<RouteRecord>(
    `select id, legs, rules from routes where $1::text[] is null or id = any($1)`,
    [ids],
  );
  return rows;
}

/** Out of a whole row of the table. */
export function routeOf({ id, legs, rules }: RouteRecord): RouteRecord {
  return { id, legs, rules };
}

/** What a transit's own papers give to judge it by. */
export interface TermsRecord {
  readonly routeId: string;
  readonly rules: RuleSettings | null;
  readonly fromId: string;
  readonly toId: string;
  readonly departBy: Instant | null;
  readonly arriveBy: Instant | null;
}

/** The same as a row of `transits` in JSON. */
export interface TermsRow {
  readonly route_id: string;
  readonly rules: RuleSettings | null;
  readonly from_id: string;
  readonly to_id: string;
  readonly depart_by: string | null;
  readonly arrive_by: string | null;
}

/** A container of a transit. */
export interface TaskRecord extends TermsRecord {
  readonly transitId: string;
  readonly transitNumber: string;
  readonly transitState: string;
  readonly container: string;
  readonly sealId: string | null;
  readonly carrierSeal: string | null;
  /** Of what carries the container; a barge's or train's name. */
  readonly plate: string;
  readonly means: Means;
  readonly carrierId: string | null;
  readonly departedAt: Instant | null;
  readonly approved: boolean;
  readonly registeredAt: Instant;
  /**
   * When the seal's part in it begins: with its registration, or an earlier step (an approval is no event of its seals); or when the seal was
   * attached on the way.
   */
  readonly since: Instant;
  /** In which state the transit was when the seal was attached on the way; null: the seal was there from the beginning. */
  readonly attachedIn: TransitState | null;
  /** Since when no seal is on that was there before it; 0: it is the first, Infinity: another is. The first seal alone tells what is of the whole transit. */
  readonly firstSince: Instant;
  /** When it was closed or cancelled; or when the seal was taken off. */
  readonly endedAt: Instant | null;
  /** The transit went on without the seal. */
  readonly removed: boolean;
  /** The transit came upon its route on the way: it was sent another way, or was a part of another. */
  readonly takenUp: boolean;
}

interface TaskRow extends Omit<
  TaskRecord,
  | 'departBy'
  | 'arriveBy'
  | 'departedAt'
  | 'registeredAt'
  | 'since'
  | 'endedAt'
  | 'attachedIn'
  | 'firstSince'
  | 'means'
> {
  readonly means: Means | null;
  readonly attachedAfter: TransitStep | null;
  readonly attached: boolean;
  /** Infinity as the driver reads it. */
  readonly firstSince: Date | number | null;
  readonly departBy: Date | null;
  readonly arriveBy: Date | null;
  readonly departedAt: Date | null;
  readonly registeredAt: Date;
  readonly since: Date;
  readonly endedAt: Date | null;
}

/** The ways of a transit that lead to a state in which seals are attached, in their order. */
const ATTACHABLE_AFTER = ['seal', 'depart', 'arrive'] as const satisfies readonly TransitStep[];

/** @param c the alias of what closes or closed a container: `number`, `seal_id`, `begins` */
const taskColumns = (
  c: string,
) => `t.id as "transitId", t.number as "transitNumber", t.state as "transitState", ${c}.number as container,
    ${c}.seal_id as "sealId", t.route_id as "routeId", t.rules, t.from_id as "fromId", t.to_id as "toId",
    t.carrier_id as "carrierId", t.depart_by as "departBy", t.arrive_by as "arriveBy", t.departed_at as "departedAt",
    t.approved_at is not null as approved, t.taken_up_at is not null as "takenUp", t.created_at as "registeredAt", ${c}.begins is not null as attached,
    coalesce(${c}.begins,
      least(t.created_at, (select min(s.at) from transit_steps s where s.transit_id = t.id and s.step <> 'approve'))) as since,
    case when ${c}.begins is not null then (
      select s.step from transit_steps s where s.transit_id = t.id and s.at <= ${c}.begins
        and s.step = any ('{${ATTACHABLE_AFTER.join(',')}}')
      order by array_position('{${ATTACHABLE_AFTER.join(',')}}', s.step) desc limit 1) end as "attachedAfter",
    (select max(earlier.ends) from (
      select begins, seal_id, timestamptz 'infinity' as ends from transit_containers where transit_id = t.id and seal_id is not null
      union all select begins, seal_id, ends from past_seals where transit_id = t.id) earlier
      where (coalesce(earlier.begins, '-infinity'), earlier.seal_id) < (coalesce(${c}.begins, '-infinity'), ${c}.seal_id)) as "firstSince"`;

const TASKS = `select ${taskColumns('c')}, c.carrier_seal as "carrierSeal", coalesce(c.plate, t.plate) as plate,
    case when c.plate is null then t.means else c.means end as means, t.ended_at as "endedAt", false as removed
  from transits t join transit_containers c on c.transit_id = t.id`;

const PAST_TASKS = `select ${taskColumns('p')}, null as "carrierSeal", t.plate, t.means, p.ends as "endedAt", true as removed
  from transits t join past_seals p on p.transit_id = t.id`;

/** The containers of transits that are neither closed nor cancelled. @param tx in a transaction */
export async function readTasks(tx: ClientBase, transitIds?: Ids): Promise<TaskRecord[]> {
  const tasks: TaskRecord[] = [];
  const same = sameStrings();
  const text = `${TASKS} where c.under_way and ($1::text[] is null or t.id = any($1))`;
  for await (const rows of pagesOf<TaskRow>(tx, text, [transitIds])) {
    for (const row of rows) tasks.push(taskOf(row, same));
  }
  return tasks;
}

/** What a seal closed until a time or later: of transits that ended, or until it was taken off; the earliest end first. */
export async function readEndedTasks(db: Reader, sealId: string, since: Instant): Promise<TaskRecord[]> {
  const values = [sealId, new Date(since)];
  const ended = await db.query<TaskRow>({
    name: 'read-ended-tasks',
    text: `${TASKS} where c.seal_id = $1 and not c.under_way and t.ended_at >= $2 order by t.ended_at, t.id`,
    values,
  });
  const removed = await db.query<TaskRow>({
    name: 'read-past-tasks',
    text: `${PAST_TASKS} where p.seal_id = $1 and p.ends >= $2 order by p.ends, t.id`,
    values,
  });
  const tasks = [...ended.rows, ...removed.rows].map((row) => taskOf(row, sameStrings()));
  return tasks.sort((a, b) => a.endedAt! - b.endedAt!);
}

/** What every seal of these transits closes or closed, in the scope of whoever asks. */
export async function findTasks(db: Queryable, transitIds: readonly string[]): Promise<TaskRecord[]> {
  const held = await db.query<TaskRow>(`${TASKS} where t.id = any ($1)`, [transitIds]);
  const removed = await db.query<TaskRow>(`${PAST_TASKS} where t.id = any ($1)`, [transitIds]);
  const same = sameStrings();
  return [...held.rows, ...removed.rows].map((row) => taskOf(row, same));
}

/** All fields in one shape, what many share only once: there may be 100,000 of them. */
function taskOf(row: TaskRow, same: (text: string) => string): TaskRecord {
  return {
    transitId: row.transitId,
    transitNumber: row.transitNumber === row.transitId ? row.transitId : row.transitNumber,
    transitState: same(row.transitState),
    container: row.container,
    sealId: row.sealId,
    carrierSeal: row.carrierSeal,
    plate: row.plate,
    means: row.means ?? 'truck',
    carrierId: row.carrierId === null ? null : same(row.carrierId),
    routeId: same(row.routeId),
    rules: row.rules,
    fromId: same(row.fromId),
    toId: same(row.toId),
    departBy: row.departBy?.getTime() ?? null,
    arriveBy: row.arriveBy?.getTime() ?? null,
    departedAt: row.departedAt?.getTime() ?? null,
    approved: row.approved,
    registeredAt: row.registeredAt.getTime(),
    since: row.since.getTime(),
    attachedIn: row.attached ? stateAfter(row.attachedAfter) : null,
    firstSince: Number(row.firstSince ?? 0),
    endedAt: row.endedAt?.getTime() ?? null,
    removed: row.removed,
    takenUp: row.takenUp,
  };
}

function stateAfter(step: TransitStep | null): TransitState {
  return step === null ? 'registered' : TRANSIT_STEPS[step].to;
}

/** Answers of equal strings always the same one, so that the others need not be kept. */
function sameStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}

/** Until when each seal was last watched for a transit that has ended since a time, or that it was taken off since. */
export async function readWatchEnds(
  db: Reader,
  since: Instant,
  transitIds?: Ids,
): Promise<{ sealId: string; until: Instant }[]> {
  const { rows } = await db.query<{ sealId: string; until: Date }>(
    `select seal_id as "sealId", max(until) as until from (
        select c.seal_id, t.ended_at as until from transits t join transit_containers c on c.transit_id = t.id
          where c.seal_id is not null and not c.under_way and t.ended_at >= $1 and ($2::text[] is null or t.id = any ($2))
        union all
        select seal_id, ends from past_seals where ends >= $1 and ($2::text[] is null or transit_id = any ($2))) ends
      group by seal_id`,
    [new Date(since), transitIds],
  );
  return rows.map(({ sealId, until }) => ({ sealId, until: until.getTime() }));
}

/** Organisations and facilities as far as it is a matter of whose is what. */
export interface PlacesRecord {
  readonly organisations: readonly {
    readonly id: string;
    readonly kind: string;
    readonly parentId: string | null;
  }[];
  readonly facilities: readonly {
    readonly id: string;
    /** The customs office that answers for it. */
    readonly organisationId: string | null;
    /** Who runs it. */
    readonly operatorId: string | null;
  }[];
}

export async function readPlaces(db: Reader): Promise<PlacesRecord> {
  const organisations = await db.query<PlacesRecord['organisations'][number]>(
    'select id, kind, parent_id as "parentId" from organisations',
  );
  const facilities = await db.query<PlacesRecord['facilities'][number]>(
    'select id, organisation_id as "organisationId", operator_id as "operatorId" from facilities',
  );
  return { organisations: organisations.rows, facilities: facilities.rows };
}

export interface PartiesRecord {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  readonly carrierId: string | null;
  readonly departedAt: Instant | null;
}

/** Whose these transits are. */
export async function readParties(db: Reader, ids: readonly string[]): Promise<PartiesRecord[]> {
  const { rows } = await db.query<Omit<PartiesRecord, 'departedAt'> & { departedAt: Date | null }>(
    `select id, from_id as "fromId", to_id as "toId", carrier_id as "carrierId", departed_at as "departedAt"
      from transits where id = any ($1)`,
    [ids],
  );
  return rows.map((row) => ({ ...row, departedAt: row.departedAt?.getTime() ?? null }));
}

/** Alarms that no one has resolved, newest first. */
export async function readOpenAlarms(db: Reader): Promise<NumberedAlarm[]> {
  const { rows } = await db.query<NumberedAlarm>(
    `${NUMBERED_ALARMS} where a.state <> 'resolved' order by a.raised_at desc, a.id desc`,
  );
  return rows;
}
