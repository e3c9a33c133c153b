import {
  LOCK_STATES,
  type Fix,
  type Instant,
  type Leg,
  type LatLon,
  type RuleSettings,
  type Zone,
} from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { NumberedAlarm } from './commit/alarms.js';
import { pagesInTransaction, pagesOf } from './queries/pages.js';
import { int4Array, textArray, timestamptzArray } from './binary-arrays.js';

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
  readonly plate: string;
  readonly carrierId: string | null;
  readonly departedAt: Instant | null;
  readonly registeredAt: Instant;
  /** Its registration, or an earlier step; an approval is no event of its seals. */
  readonly since: Instant;
  /** When it was closed or cancelled. */
  readonly endedAt: Instant | null;
}

interface TaskRow extends Omit<
  TaskRecord,
  'departBy' | 'arriveBy' | 'departedAt' | 'registeredAt' | 'since' | 'endedAt'
> {
  readonly departBy: Date | null;
  readonly arriveBy: Date | null;
  readonly departedAt: Date | null;
  readonly registeredAt: Date;
  readonly since: Date;
  readonly endedAt: Date | null;
}

const TASKS = `select t.id as "transitId", t.number as "transitNumber", t.state as "transitState", c.number as container, c.seal_id as "sealId",
    c.carrier_seal as "carrierSeal", t.plate, t.route_id as "routeId", t.rules, t.from_id as "fromId", t.to_id as "toId",
    t.carrier_id as "carrierId", t.depart_by as "departBy", t.arrive_by as "arriveBy", t.departed_at as "departedAt", t.ended_at as "endedAt",
    t.created_at as "registeredAt",
    least(t.created_at, (select min(s.at) from transit_steps s where s.transit_id = t.id and s.step <> 'approve')) as since
  from transits t join transit_containers c on c.transit_id = t.id`;

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

/** What a seal closed of transits that ended at a time or later, the earliest end first. */
export async function readEndedTasks(db: Reader, sealId: string, since: Instant): Promise<TaskRecord[]> {
  const { rows } = await db.query<TaskRow>({
    name: 'read-ended-tasks',
    text: `${TASKS} where c.seal_id = $1 and not c.under_way and t.ended_at >= $2 order by t.ended_at, t.id`,
    values: [sealId, new Date(since)],
  });
  return rows.map((row) => taskOf(row, sameStrings()));
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
    carrierId: row.carrierId === null ? null : same(row.carrierId),
    routeId: same(row.routeId),
    rules: row.rules,
    fromId: same(row.fromId),
    toId: same(row.toId),
    departBy: row.departBy?.getTime() ?? null,
    arriveBy: row.arriveBy?.getTime() ?? null,
    departedAt: row.departedAt?.getTime() ?? null,
    registeredAt: row.registeredAt.getTime(),
    since: row.since.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
  };
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

/** Until when each seal was last watched for a transit that has ended since a time. */
export async function readWatchEnds(
  db: Reader,
  since: Instant,
  transitIds?: Ids,
): Promise<{ sealId: string; until: Instant }[]> {
  const { rows } = await db.query<{ sealId: string; until: Date }>(
    `select c.seal_id as "sealId", max(t.ended_at) as until from transits t join transit_containers c on c.transit_id = t.id
      where c.seal_id is not null and not c.under_way and t.ended_at >= $1 and ($2::text[] is null or t.id = any ($2))
      group by c.seal_id`,
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

export interface SealStateRecord {
  readonly seal: number;
  readonly receivedAt: Instant;
  readonly last: Fix | null;
  readonly placed: Fix | null;
  readonly transitId: string | null;
  /** The engine's memory, as it wrote it. */
  readonly watch: unknown;
}

const CHECKPOINT = 'checkpoint';

/** The mark up to which every committed fix is in `seal_states`; 0 before the first checkpoint. */
export async function readCheckpoint(db: Reader): Promise<Instant> {
  const { rows } = await db.query<{ mark: number }>(
    `select (value #>> '{}')::float8 as mark from settings where name = $1`,
    [CHECKPOINT],
  );
  return rows[0]?.mark ?? 0;
}

export async function writeCheckpoint(db: Reader, mark: Instant): Promise<void> {
  await db.query(
    `insert into settings (name, value) values ($1, to_jsonb($2::float8))
      on conflict (name) do update set value = excluded.value`,
    [CHECKPOINT, mark],
  );
}

/** Some thousands at a time: read at once they would weigh more than what becomes of them. */
export async function* readSealStates(pool: Pool): AsyncGenerator<SealStateRecord[]> {
  yield* pagesInTransaction<SealStateRecord>(
    pool,
    `select seal, extract(epoch from received_at)::float8 * 1000 as "receivedAt", last_fix -> 'last' as last,
        last_fix -> 'placed' as placed, transit_id as "transitId", watch
      from seal_states`,
    [],
  );
}

export async function writeSealStates(db: Reader, states: readonly SealStateRecord[]): Promise<void> {
  const n = states.length;
  await db.query({
    name: 'write-seal-states',
    text: `insert into seal_states (seal, received_at, last_fix, transit_id, watch)
      select seal, received_at, last_fix::jsonb, transit_id, watch::jsonb
      from unnest($1::int4[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
        as s (seal, received_at, last_fix, transit_id, watch)
      where seal in (select key from seals)
      on conflict (seal) do update set received_at = excluded.received_at, last_fix = excluded.last_fix,
        transit_id = excluded.transit_id, watch = excluded.watch`,
    values: [
      int4Array(n, (i) => states[i]!.seal),
      timestamptzArray(n, (i) => states[i]!.receivedAt),
      textArray(n, (i) => JSON.stringify({ last: states[i]!.last, placed: states[i]!.placed })),
      textArray(n, (i) => states[i]!.transitId),
      textArray(n, (i) => (states[i]!.watch === null ? null : JSON.stringify(states[i]!.watch))),
    ],
  });
}

/** A row of the log, as it was committed. */
export interface LoggedFix {
  readonly seal: number;
  readonly receivedAt: Instant;
  readonly tooOld: boolean;
  readonly fix: Fix;
}

/**
 * The log after a mark, in the order of the commits and, inside one, of event time; pages of some thousands.
 * @param oldest fixes before it were never evaluated and are left out
 */
export async function* readLogSince(pool: Pool, mark: Instant, oldest: Instant): AsyncGenerator<LoggedFix[]> {
  const pages = pagesInTransaction<FixRecord & { received: number }>(
    pool,
    `select ${FIX_COLUMNS}, extract(epoch from received_at)::float8 * 1000 as received
      from fixes where received_at > $1 and time >= $2 and not too_old
      order by received_at, seal, time, seq`,
    [new Date(mark), new Date(oldest)],
  );
  for await (const rows of pages)
    yield rows.map((row) => ({
      seal: row.seal,
      receivedAt: Math.round(row.received),
      tooOld: false,
      fix: toFix(row),
    }));
}

/** The columns of `fixes` that {@link toFix} reads. */
export const FIX_COLUMNS = `seal, time, seq, lat, lon, accuracy, speed, heading, satellites, battery, charging, lock,
  events, card, buffered`;

export interface FixRecord {
  readonly seal: number;
  readonly time: Date;
  readonly seq: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: number | null;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly satellites: number | null;
  readonly battery: number | null;
  readonly charging: boolean | null;
  readonly lock: number | null;
  readonly events: number;
  readonly card: string | null;
  readonly buffered: boolean;
}

export function toFix(row: FixRecord): Fix {
  return {
    seq: Number(row.seq),
    time: row.time.getTime(),
    lat: row.lat,
    lon: row.lon,
    accuracy: row.accuracy,
    speed: row.speed,
    heading: row.heading,
    satellites: row.satellites,
    battery: row.battery,
    charging: row.charging,
    lock: row.lock === null ? null : LOCK_STATES[row.lock]!,
    events: row.events,
    card: row.card,
    buffered: row.buffered,
  };
}

/** Alarms that no one has resolved, newest first. */
export async function readOpenAlarms(db: Reader): Promise<NumberedAlarm[]> {
  const { rows } = await db.query<NumberedAlarm>(
    `select a.*, t.number as transit_number from alarms a left join transits t on t.id = a.transit_id
      where a.state <> 'resolved' order by a.raised_at desc, a.id desc`,
  );
  return rows;
}
