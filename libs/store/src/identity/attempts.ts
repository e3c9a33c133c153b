import { createHash } from 'node:crypto';
import type { Queryable } from '../queries/queryable.js';

/** Failures in a row that cost nothing; from then on each doubles the wait. */
export const FREE_FAILURES = 5;
/** No wait is longer, in seconds. */
export const LONGEST_WAIT = 900;
/** So long after the last failure they are forgotten, in seconds. */
const FORGOTTEN_AFTER = 3_600;

/** People type their password into the wrong field: what was typed as a name is kept as a hash alone. */
export function accountKey(username: string): Buffer {
  return createHash('sha256').update(username.trim().toLowerCase()).digest();
}

/**
 * Counts an attempt as failed before it is looked at, so that a thousand at once are a thousand; one that succeeds is taken back by
 * {@link forgetFailures}.
 * @param place where the account is tried from: an address it is known at, '' for all others
 * @returns milliseconds to wait while it may not be tried; 0 when it may
 */
export async function claimAttempt(db: Queryable, account: Buffer, place: string): Promise<number> {
  const { rowCount } = await db.query(
    `insert into sign_in_failures as f (account, place, failures, failed_at) values ($1, $2, 1, now())
     on conflict (account, place) do update set (failures, failed_at, wait_until) = (
       select n, now(), case when n >= $3 then now() + make_interval(secs => least($4, power(2, n - $3))) end
       from (select case when f.failed_at < now() - make_interval(secs => $5) then 1 else f.failures + 1 end as n) counted)
     where f.wait_until is null or f.wait_until <= now()`,
    [account, place, FREE_FAILURES, LONGEST_WAIT, FORGOTTEN_AFTER],
  );
  if (rowCount === 1) return 0;
  const { rows } = await db.query<{ wait: number }>(
    `select greatest(1, extract(epoch from wait_until - now()) * 1000)::float8 as wait
     from sign_in_failures where account = $1 and place = $2`,
    [account, place],
  );
  return rows[0]?.wait ?? 1_000;
}

export async function forgetFailures(db: Queryable, account: Buffer, place: string): Promise<void> {
  await db.query('delete from sign_in_failures where account = $1 and place = $2', [account, place]);
}

/** Every wait of an account is over. */
export async function forgetAllFailures(db: Queryable, account: Buffer): Promise<void> {
  await db.query('delete from sign_in_failures where account = $1', [account]);
}

/** Whether somebody signed in to the account from this address in the last three months. */
export async function isKnownPlace(db: Queryable, username: string, address: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select 1 from known_places join users on users.id = user_id
     where username = $1 and address = $2 and used_at > now() - interval '90 days'`,
    [username.trim().toLowerCase(), address],
  );
  return rowCount === 1;
}

export async function noteKnownPlace(db: Queryable, userId: string, address: string): Promise<void> {
  await db.query(
    `insert into known_places (user_id, address) values ($1, $2)
     on conflict (user_id, address) do update set used_at = now()`,
    [userId, address],
  );
}

/** Forgets failures and places that count no more. */
export async function dropOldAttempts(db: Queryable): Promise<void> {
  await db.query(
    `delete from sign_in_failures where failed_at < now() - make_interval(secs => $1)
       and (wait_until is null or wait_until < now())`,
    [FORGOTTEN_AFTER],
  );
  await db.query(`delete from known_places where used_at < now() - interval '90 days'`);
}
