import type { Instant } from '@haidang/domain';
import type { Queryable } from './queryable.js';

/** A write that its caller may repeat: same key, same call, same body. */
export interface KeyedCall {
  readonly key: string;
  /** Method and path. */
  readonly call: string;
  readonly bodyHash: string;
}

export interface KeptAnswer {
  readonly bodyHash: string;
  /** HTTP status of the first answer. */
  readonly status: number;
  /** Its body; `null` when it had none. */
  readonly answer: unknown;
}

/**
 * Claims the key until the transaction ends, however it ends: the lock dies with the connection, so a crash leaves no claim
 * behind.
 * @returns false while another transaction holds it
 */
export async function claimKey(tx: Queryable, call: KeyedCall): Promise<boolean> {
  const { rows } = await tx.query<{ claimed: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0)) as claimed`,
    [call.key, call.call],
  );
  return rows[0]!.claimed;
}

export async function findKeptAnswer(tx: Queryable, call: KeyedCall): Promise<KeptAnswer | undefined> {
  const { rows } = await tx.query<{ body_hash: string; status: number; answer: unknown }>(
    'select body_hash, status, answer from idempotency_keys where key = $1 and call = $2',
    [call.key, call.call],
  );
  const row = rows[0];
  return row === undefined ? undefined : { bodyHash: row.body_hash, status: row.status, answer: row.answer };
}

/** Keeps the first answer; a second one changes nothing. */
export async function keepAnswer(
  tx: Queryable,
  call: KeyedCall,
  status: number,
  answer: unknown,
): Promise<void> {
  await tx.query(
    `insert into idempotency_keys (key, call, body_hash, status, answer) values ($1, $2, $3, $4, $5)
     on conflict (key, call) do nothing`,
    [call.key, call.call, call.bodyHash, status, JSON.stringify(answer ?? null)],
  );
}

/** Forgets answers kept before an instant: their keys are free again. */
export async function forgetAnswers(db: Queryable, before: Instant): Promise<void> {
  await db.query('delete from idempotency_keys where created_at < $1', [new Date(before)]);
}
