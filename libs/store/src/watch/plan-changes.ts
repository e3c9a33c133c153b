import type { Instant } from '@haidang/domain';
import type { ClientBase, Pool, QueryResultRow } from 'pg';
import {
  cardsOf,
  readCards,
  readEndedTasks,
  readRoutes,
  readTasks,
  readWatchEnds,
  readZones,
  routeOf,
  zoneOf,
  type CardsRecord,
  type RouteRecord,
  type TaskRecord,
  type TermsRecord,
  type TermsRow,
  type ZoneRecord,
} from '../directory.js';
import { inTransaction } from '../queries/queryable.js';
import { readPastFindings } from '../queries/transit-changes.js';

type Reader = Pool | ClientBase;

/** Until `at`, the thing of this id was `before`; null: it was not there. */
export interface PlanChange<T> {
  readonly id: string;
  readonly at: Instant;
  readonly before: T | null;
}

/** What holds now, and what changed since a time, newest first: seen in one moment. */
export interface WithChanges<T> {
  readonly now: readonly T[];
  readonly changes: readonly PlanChange<T>[];
}

/** All zones. */
export async function readZoneVersions(pool: Pool, since: Instant): Promise<WithChanges<ZoneRecord>> {
  return await inOneMoment(pool, async (tx) => ({
    now: await readZones(tx),
    changes: await readChanges(tx, 'zones', since, undefined, zoneOf),
  }));
}

/** @param ids undefined: all, also those that are there no more */
export async function readRouteVersions(
  pool: Pool,
  since: Instant,
  ids?: readonly string[],
): Promise<WithChanges<RouteRecord>> {
  return await inOneMoment(pool, async (tx) => ({
    now: await readRoutes(tx, ids),
    changes: await readChanges(tx, 'routes', since, ids, routeOf),
  }));
}

/** The cards of offices. @param ids of facilities; undefined: all */
export async function readCardVersions(
  pool: Pool,
  since: Instant,
  ids?: readonly string[],
): Promise<WithChanges<CardsRecord>> {
  return await inOneMoment(pool, async (tx) => ({
    now: await readCards(tx, ids),
    changes: await readChanges(tx, 'facilities', since, ids, cardsOf),
  }));
}

/**
 * What the seals are to be watched for, how it was changed, until when each was watched for a transit that is over for it, and what those found
 * of its journey that were taken off it: null where that is still to be folded.
 */
export interface TaskVersions {
  readonly tasks: readonly TaskRecord[];
  readonly changes: readonly PlanChange<TermsRecord>[];
  readonly ends: readonly { readonly sealId: string; readonly until: Instant }[];
  readonly removed: readonly { readonly transitId: string; readonly findings: unknown }[];
}

/** @param ids of transits; undefined: all that are not over */
export async function readTaskVersions(
  pool: Pool,
  since: Instant,
  ids?: readonly string[],
): Promise<TaskVersions> {
  return await inOneMoment(pool, async (tx) => ({
    tasks: await readTasks(tx, ids),
    changes: await readChanges(tx, 'transits', since, ids, termsOf),
    ends: await readWatchEnds(tx, since, ids),
    removed: await readPastFindings(tx, ids),
  }));
}

/** What a seal closed of transits that ended at `endedSince` or later, and how their papers were changed. */
export async function readEndedTaskVersions(
  pool: Pool,
  since: Instant,
  sealId: string,
  endedSince: Instant,
): Promise<Pick<TaskVersions, 'tasks' | 'changes'>> {
  return await inOneMoment(pool, async (tx) => {
    const tasks = await readEndedTasks(tx, sealId, endedSince);
    const ids = tasks.map(({ transitId }) => transitId);
    return { tasks, changes: ids.length === 0 ? [] : await readChanges(tx, 'transits', since, ids, termsOf) };
  });
}

/** What late evidence cannot reach any more. */
export async function dropOldPlanChanges(db: Reader, before: Instant): Promise<void> {
  await db.query('delete from plan_changes where at < $1', [new Date(before)]);
}

async function readChanges<Row, T>(
  db: Reader,
  what: 'zones' | 'routes' | 'facilities' | 'transits',
  since: Instant,
  ids: readonly string[] | undefined,
  valueOf: (row: Row) => T,
): Promise<PlanChange<T>[]> {
  const { rows } = await db.query<QueryResultRow & { id: string; at: Date; before: Row | null }>(
    `select id, at, before from plan_changes
      where what = $1 and at >= $2 and ($3::text[] is null or id = any ($3)) order by at desc, id`,
    [what, new Date(since), ids],
  );
  return rows.map(({ id, at, before }) => ({
    id,
    at: at.getTime(),
    before: before === null ? null : valueOf(before),
  }));
}

function termsOf(row: TermsRow): TermsRecord {
  const instantOf = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    routeId: row.route_id,
    rules: row.rules,
    fromId: row.from_id,
    toId: row.to_id,
    departBy: instantOf(row.depart_by),
    arriveBy: instantOf(row.arrive_by),
  };
}

/** Several queries that see the same state of the database. */
async function inOneMoment<T>(pool: Pool, work: (tx: ClientBase) => Promise<T>): Promise<T> {
  return await inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    return await work(tx);
  });
}
