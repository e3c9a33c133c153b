import type { Instant } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { AlarmRecord, NumberedAlarm } from '../commit/alarms.js';
import { inTransaction, type Queryable } from '../queries/queryable.js';
import { standingOf, type ResolveData, type ResolveRecord, type StandingRecord } from './history.js';
import { reviseAlarms, type RevisedAlarm, type WithdrawnAlarm } from './revision.js';

/** What there is to say of a transit of which no container has a seal yet. */
export interface UnsealedRevision {
  readonly transitId: string;
  readonly container: string;
  readonly at: Instant;
  readonly alarms: readonly RevisedAlarm[];
  readonly withdrawn: readonly WithdrawnAlarm[];
}

const OF_NO_SEAL = `a.transit_id = $1 and a.kind = 'late_departure' and a.seal_id is null`;

/** Transits that have such an alarm which goes on. */
export async function readUnsealedLate(db: Pool | ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ transit_id: string }>(
    `select transit_id from alarms where kind = 'late_departure' and seal_id is null and end_at is null and withdrawn is null`,
  );
  return rows.map((row) => row.transit_id);
}

/** Every alarm of the transit's own clock, withdrawn ones as well. */
export async function readUnsealedStanding(
  db: Pool | ClientBase,
  transitId: string,
): Promise<StandingRecord[]> {
  const { rows } = await db.query<AlarmRecord>(`select a.* from alarms a where ${OF_NO_SEAL}`, [transitId]);
  return rows.map(standingOf);
}

/** What officers resolved of them, in time order. */
export async function readUnsealedResolves(
  db: Pool | ClientBase,
  transitId: string,
): Promise<ResolveRecord[]> {
  const { rows } = await db.query<{ cause: string; at: Date; data: ResolveData }>(
    `select a.cause, h.at, h.data from alarms a join alarm_history h on h.alarm_id = a.id
      where ${OF_NO_SEAL} and h.what = 'resolve' and h.data ? 'seen' order by h.at`,
    [transitId],
  );
  return rows.map(({ cause, at, data }) => ({ time: at.getTime(), alarm: 'late_departure', cause, ...data }));
}

/**
 * Stores it in one transaction, in which no seal is put on; nothing where one was, or where a seal that was taken off again has told of it.
 * @returns the alarms that changed, as they stand now; the live feed is owed them
 */
export async function commitUnsealed(
  pool: Pool,
  { transitId, container, at, alarms, withdrawn }: UnsealedRevision,
): Promise<NumberedAlarm[]> {
  return await inTransaction(pool, async (tx) => {
    const held = await tx.query(`select from transits where id = $1 and state = 'registered' for share`, [
      transitId,
    ]);
    const sealed = await tx.query(
      `select from transit_containers where transit_id = $1 and seal_id is not null
        union all select from alarms
          where transit_id = $1 and kind = 'late_departure' and seal_id is not null and withdrawn is null`,
      [transitId],
    );
    if (held.rowCount === 0 || sealed.rowCount !== 0) return [];
    return await reviseAlarms(tx, { transitId, sealId: null, container, at }, alarms, withdrawn);
  });
}

/**
 * In the transaction that puts seals on: what the transit's own clock has told goes on as told of the first of them, whose watch is folded again
 * with the times that the clock knew.
 * @returns the ids of those alarms
 */
export async function handOnUnsealed(tx: Queryable, transitId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>('select hand_on_unsealed($1) as id', [transitId]);
  return rows.map(({ id }) => id);
}
