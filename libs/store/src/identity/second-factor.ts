import type { Queryable } from '../queries/queryable.js';

/** The sealed secret; `since`: null while it is not confirmed. */
export interface SecondFactorRecord {
  readonly sealedSecret: Buffer;
  readonly since: Date | null;
}

export async function findSecondFactor(
  db: Queryable,
  userId: string,
): Promise<SecondFactorRecord | undefined> {
  const { rows } = await db.query<{ totp_secret: Buffer | null; totp_since: Date | null }>(
    'select totp_secret, totp_since from users where id = $1',
    [userId],
  );
  const secret = rows[0]?.totp_secret;
  return secret == null ? undefined : { sealedSecret: secret, since: rows[0]!.totp_since };
}

/** It counts from its confirmation on; until then a confirmed one would be in its place. @returns false: there is one already */
export async function beginSecondFactor(db: Queryable, userId: string, sealed: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    'update users set totp_secret = $2, totp_step = null where id = $1 and totp_since is null',
    [userId, sealed],
  );
  return rowCount === 1;
}

/** A code of a time step lets somebody in once. @returns false: it, or a later one, was used before */
export async function useTimeStep(db: Queryable, userId: string, step: number): Promise<boolean> {
  const { rowCount } = await db.query(
    'update users set totp_step = $2 where id = $1 and (totp_step is null or totp_step < $2)',
    [userId, step],
  );
  return rowCount === 1;
}

/** From now on it is wanted at each sign-in; the recovery codes take the place of any there were. */
export async function confirmSecondFactor(
  tx: Queryable,
  userId: string,
  codeHashes: readonly Buffer[],
): Promise<void> {
  await tx.query('update users set totp_since = coalesce(totp_since, now()) where id = $1', [userId]);
  await tx.query('delete from recovery_codes where user_id = $1', [userId]);
  await tx.query('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])', [
    userId,
    codeHashes,
  ]);
}

/** Each once. @returns false: no such code, or it was used */
export async function useRecoveryCode(db: Queryable, userId: string, codeHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query('delete from recovery_codes where user_id = $1 and code_hash = $2', [
    userId,
    codeHash,
  ]);
  return rowCount === 1;
}

export async function removeSecondFactor(tx: Queryable, userId: string): Promise<void> {
  await tx.query('update users set totp_secret = null, totp_since = null, totp_step = null where id = $1', [
    userId,
  ]);
  await tx.query('delete from recovery_codes where user_id = $1', [userId]);
}
