import type { Person, Role } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import type { Queryable } from '../queries/queryable.js';

/** Somebody who may sign in. */
export interface UserRecord extends Person {
  readonly username: string;
  /** argon2id; null: no password, the directory alone. */
  readonly passwordHash: string | null;
  readonly passwordSetAt: Date | null;
  /** The password was given by somebody else and must be changed before anything else. */
  readonly mustChange: boolean;
  /** When the second factor was confirmed. */
  readonly secondFactorSince: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly signedInAt: Date | null;
}

/** What a new user is given. */
export interface NewUser extends Person {
  readonly username: string;
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  /** An account of the demo, which is of no use outside it. */
  readonly demo?: boolean;
}

export const USER_COLUMNS = `users.id, users.username, users.name, users.role, users.organisation_id, users.password_hash,
  users.password_set_at, users.must_change, users.totp_since, users.disabled_at, users.created_at, users.signed_in_at`;

/** By id, or by name as it was typed: names are in lower case. */
export async function findUser(
  db: Queryable,
  by: { readonly id: string } | { readonly username: string },
): Promise<UserRecord | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['username', by.username.trim().toLowerCase()];
  const { rows } = await db.query(`select ${USER_COLUMNS} from users where ${column} = $1`, [value]);
  return rows[0] === undefined ? undefined : userOf(rows[0]);
}

/** Finds one and holds it until the transaction ends. */
export async function lockUser(tx: Queryable, id: string): Promise<UserRecord | undefined> {
  const { rows } = await tx.query(`select ${USER_COLUMNS} from users where id = $1 for update`, [id]);
  return rows[0] === undefined ? undefined : userOf(rows[0]);
}

export async function insertUser(tx: Queryable, user: NewUser): Promise<void> {
  await tx.query(
    `insert into users (id, username, name, role, organisation_id, password_hash, password_set_at, must_change, demo)
     values ($1, $2, $3, $4, $5, $6, case when $6::text is null then null else now() end, $7, $8)`,
    [
      user.id,
      user.username.toLowerCase(),
      user.name,
      user.role,
      user.organisationId,
      user.passwordHash,
      user.mustChange,
      user.demo ?? false,
    ],
  );
}

export async function setPassword(
  tx: Queryable,
  id: string,
  passwordHash: string,
  mustChange: boolean,
): Promise<void> {
  await tx.query(
    'update users set password_hash = $2, password_set_at = now(), must_change = $3 where id = $1',
    [id, passwordHash, mustChange],
  );
}

export async function noteSignIn(db: Queryable, id: string): Promise<void> {
  await db.query('update users set signed_in_at = now() where id = $1', [id]);
}

/**
 * Administrators who can sign in. They are held until the transaction ends, so that two of them cannot put each other out at once.
 * @returns their ids
 */
export async function lockAdministrators(tx: Queryable): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from users where role = 'administrator' and disabled_at is null and not demo order by id for update`,
  );
  return rows.map(({ id }) => id);
}

/** Makes a demo's account what it was made as. */
export async function restoreDemoUser(tx: Queryable, user: NewUser): Promise<void> {
  await tx.query(
    `update users set name = $2, role = $3, organisation_id = $4, password_hash = $5, must_change = false, demo = true,
       disabled_at = null, totp_secret = null, totp_since = null, totp_step = null
     where id = $1`,
    [user.id, user.name, user.role, user.organisationId, user.passwordHash],
  );
}

/** Nobody signs in with the demo's accounts any more, and who was is no longer. */
export async function disableDemoUsers(db: Queryable): Promise<void> {
  await db.query('delete from sessions using users where users.id = user_id and demo');
  await db.query('update users set disabled_at = now() where demo and disabled_at is null');
}

export async function ensureOrganisation(
  db: Queryable,
  { id, name, kind }: { readonly id: string; readonly name: string; readonly kind: string },
): Promise<void> {
  await db.query(
    'insert into organisations (id, name, kind) values ($1, $2, $3) on conflict (id) do nothing',
    [id, name, kind],
  );
}

/**
 * The centre that administrators belong to before anybody registered one.
 * @returns its id
 */
export async function ensureCentre(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from organisations where kind = 'centre' order by parent_id is not null, id limit 1`,
  );
  if (rows[0] !== undefined) return rows[0].id;
  await ensureOrganisation(tx, { id: 'CENTRE', name: 'Trung tâm giám sát', kind: 'centre' });
  return 'CENTRE';
}

export function userOf(row: QueryResultRow): UserRecord {
  return {
    id: row['id'] as string,
    username: row['username'] as string,
    name: row['name'] as string,
    role: row['role'] as Role,
    organisationId: row['organisation_id'] as string,
    passwordHash: row['password_hash'] as string | null,
    passwordSetAt: row['password_set_at'] as Date | null,
    mustChange: row['must_change'] as boolean,
    secondFactorSince: row['totp_since'] as Date | null,
    disabledAt: row['disabled_at'] as Date | null,
    createdAt: row['created_at'] as Date,
    signedInAt: row['signed_in_at'] as Date | null,
  };
}
