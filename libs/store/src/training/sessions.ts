import type { Instant, TrainingEnding, TrainingState } from '@haidang/domain';
import type { Pool } from 'pg';
import { enterLedger } from '../ledger/enter.js';
import {
  inTransaction,
  preciseTime,
  type Placed,
  type Queryable,
  type TimePlace,
} from '../queries/queryable.js';

/** Who is trained on what, how far it is and what came of it. `sheet`: JSON, as whoever scored it wrote it. */
export interface TrainingRecord {
  readonly id: string;
  readonly organisation_id: string;
  readonly scenario: string;
  readonly speed: number;
  readonly state: TrainingState;
  readonly ending: TrainingEnding | null;
  readonly trainee: string;
  readonly trainee_id: string;
  readonly given_by: string;
  readonly given_by_id: string;
  readonly created_at: Date;
  readonly begun_at: Date | null;
  readonly ended_at: Date | null;
  readonly points: number | null;
  readonly points_of: number | null;
  readonly sheet: unknown;
}

type Row = { [K in keyof TrainingRecord]: TrainingRecord[K] };

export type NewTraining = Pick<
  TrainingRecord,
  'id' | 'organisation_id' | 'scenario' | 'speed' | 'trainee' | 'trainee_id' | 'given_by' | 'given_by_id'
>;

/** @returns false when the person has one that is not over */
export async function insertTraining(tx: Queryable, one: NewTraining): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into training_sessions (id, organisation_id, scenario, speed, state, trainee, trainee_id, given_by, given_by_id)
      values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8) on conflict (trainee_id) where ended_at is null do nothing`,
    [
      ...[one.id, one.organisation_id, one.scenario, one.speed],
      ...[one.trainee, one.trainee_id, one.given_by, one.given_by_id],
    ],
  );
  return rowCount === 1;
}

export async function findTraining(db: Queryable, id: string): Promise<TrainingRecord | undefined> {
  return (await db.query<Row>('select * from training_sessions where id = $1', [id])).rows[0];
}

/** Held until the transaction ends. */
export async function lockTraining(tx: Queryable, id: string): Promise<TrainingRecord | undefined> {
  return (await tx.query<Row>('select * from training_sessions where id = $1 for update', [id])).rows[0];
}

/** The latest first. */
export async function listTrainings(
  db: Queryable,
  states: readonly TrainingState[] | undefined,
  { after, limit }: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<TrainingRecord>[]> {
  const { rows } = await db.query<Row & { place_at: string }>(
    `select *, ${preciseTime('created_at')} as place_at from training_sessions
      where ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid)) and ($4::text[] is null or state = any ($4)) order by created_at desc, id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit, states ?? null],
  );
  return rows.map(({ place_at: at, ...value }) => ({ value, place: { at, id: value.id } }));
}

export async function beginTraining(tx: Queryable, id: string, at: Instant): Promise<void> {
  await tx.query(`update training_sessions set state = 'running', begun_at = $2 where id = $1`, [
    id,
    new Date(at),
  ]);
}

/** What it came to. `points` null: it has no score. */
export interface TrainingEnd {
  readonly ending: TrainingEnding;
  readonly at: Instant;
  readonly points: number | null;
  readonly of: number | null;
  readonly sheet: object | null;
}

/** @returns false when it is over already */
export async function endTraining(
  tx: Queryable,
  id: string,
  { ending, at, points, of, sheet }: TrainingEnd,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update training_sessions set state = 'ended', ending = $2, ended_at = $3, points = $4, points_of = $5, sheet = $6
      where id = $1 and ended_at is null`,
    [id, ending, new Date(at), points, of, sheet === null ? null : JSON.stringify(sheet)],
  );
  return rowCount === 1;
}

/**
 * What ran when the platform stopped is over, without a score: what was done in it lay in memory. Each end is entered in the ledger.
 * @param pool the road's
 * @returns how many
 */
export async function interruptTrainings(pool: Pool, at: Instant): Promise<number> {
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `update training_sessions set state = 'ended', ending = 'interrupted', ended_at = $1 where state = 'running' returning id`,
      [new Date(at)],
    );
    await enterLedger(
      tx,
      rows.map(({ id }) => ({
        ...{ kind: 'training.end', subject: `training/${id}`, at, by: null },
        data: { ending: 'interrupted' },
      })),
    );
    return rows.length;
  });
}

/**
 * Deletes sessions that ended before a time, and those that waited for their trainee since before it.
 * @param pool the owner's
 * @returns how many
 */
export async function expireTrainings(pool: Pool, before: Instant, now: Instant): Promise<number> {
  return await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `delete from training_sessions where coalesce(ended_at, created_at) < $1 and state <> 'running' returning id`,
      [new Date(before)],
    );
    const data = { before: new Date(before).toISOString(), ids: rows.map(({ id }) => id) };
    if (rows.length > 0)
      await enterLedger(tx, [{ kind: 'keeping.expire', subject: 'training/all', at: now, by: null, data }]);
    return rows.length;
  });
}
