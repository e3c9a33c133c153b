import type { Instant, RuleSettings } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { AlarmRecord, NumberedAlarm } from '../commit/alarms.js';
import { inTransaction } from '../queries/queryable.js';
import {
  resolveOf,
  standingOf,
  type ResolveRecord,
  type ResolveRow,
  type StandingRecord,
} from './history.js';
import { reviseAlarms, type RevisedAlarm, type WithdrawnAlarm } from './revision.js';

/** What there is to say anew of two transits' meetings. The alarms are the first one's, and name the other in `why.measured.with`. */
export interface PairRevision {
  readonly first: string;
  readonly at: Instant;
  readonly alarms: readonly RevisedAlarm[];
  readonly withdrawn: readonly WithdrawnAlarm[];
}

/** Every alarm of a pair, withdrawn ones as well. */
export async function readPairStanding(db: Pool | ClientBase, cause: string): Promise<StandingRecord[]> {
  const { rows } = await db.query<AlarmRecord>({
    name: 'read-pair-standing',
    text: `select * from alarms where kind = 'rendezvous' and cause = $1`,
    values: [cause],
  });
  return rows.map(standingOf);
}

/** What officers resolved of a pair, in time order. */
export async function readPairResolves(db: Pool | ClientBase, cause: string): Promise<ResolveRecord[]> {
  const { rows } = await db.query<ResolveRow>({
    name: 'read-pair-resolves',
    text: `select a.kind, a.cause, h.at, h.data from alarms a join alarm_history h on h.alarm_id = a.id
      where a.kind = 'rendezvous' and a.cause = $1 and h.what = 'resolve' and h.data ? 'seen' order by h.at`,
    values: [cause],
  });
  return rows.map(resolveOf);
}

/** Whether one of two transits is a part of the other that goes on by itself, or both are parts of a third. */
export async function wereOne(db: Pool | ClientBase, first: string, second: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'were-one',
    text: `select from transits a, transits b where a.id = $1 and b.id = $2
      and (a.split_from = b.id or b.split_from = a.id or a.split_from = b.split_from)`,
    values: [first, second],
  });
  return rowCount !== 0;
}

/** The settings that hold for each of some transits, the general ones first: the route's, then its own. */
export async function readPairRules(
  db: Pool | ClientBase,
  transits: readonly string[],
): Promise<(readonly (RuleSettings | undefined)[])[]> {
  const { rows } = await db.query<{ of_route: RuleSettings | null; own: RuleSettings | null }>({
    name: 'read-pair-rules',
    text: `select r.rules as of_route, t.rules as own from transits t join routes r on r.id = t.route_id where t.id = any($1)`,
    values: [transits],
  });
  return rows.map(({ of_route, own }) => [of_route ?? undefined, own ?? undefined]);
}

/** The pairs whose alarms stand and had not ended before a time. */
export async function readPairsStanding(
  db: Pool | ClientBase,
  since: Instant,
): Promise<{ first: string; second: string }[]> {
  const { rows } = await db.query<{ first: string; second: string }>(
    `select distinct transit_id as first, why #>> '{measured,with}' as second from alarms
      where kind = 'rendezvous' and withdrawn is null and (end_at is null or end_at >= $1)`,
    [new Date(since)],
  );
  return rows;
}

/**
 * Stores what there is to say of a pair, in one transaction; nothing when the transit was deleted.
 * @returns the alarms that changed, as they stand now; the live feed is owed them
 */
export async function commitPair(
  pool: Pool,
  { first, at, alarms, withdrawn }: PairRevision,
): Promise<NumberedAlarm[]> {
  return await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('select from transits where id = $1 for key share', [first]);
    if (rowCount === 0) return [];
    return await reviseAlarms(tx, { transitId: first, sealId: null, container: null, at }, alarms, withdrawn);
  });
}
