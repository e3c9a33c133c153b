import type { Role } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import type { Queryable } from '../queries/queryable.js';
import type { NewUser } from './users.js';

/** A user as administrators see one: nothing that proves who it is. */
export interface UserEntry {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string;
  readonly mustChange: boolean;
  readonly secondFactor: boolean;
  readonly disabled: boolean;
  readonly createdAt: Date;
  readonly signedInAt: Date | null;
}

const COLUMNS =
  'id, username, name, role, organisation_id, must_change, totp_since, disabled_at, created_at, signed_in_at';

/** In the order of their names to sign in with. */
export async function listUserEntries(
  db: Queryable,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<UserEntry[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} from users where $1::text is null or username > $1 order by username limit $2`,
    [after, limit],
  );
  return rows.map(entryOf);
}

export async function findUserEntry(db: Queryable, id: string): Promise<UserEntry | undefined> {
  const { rows } = await db.query(`select ${COLUMNS} from users where id = $1`, [id]);
  return rows[0] === undefined ? undefined : entryOf(rows[0]);
}

/** Finds one and holds it until the transaction ends. */
export async function lockUserEntry(tx: Queryable, id: string): Promise<UserEntry | undefined> {
  const { rows } = await tx.query(`select ${COLUMNS} from users where id = $1 for update`, [id]);
  return rows[0] === undefined ? undefined : entryOf(rows[0]);
}

export async function updateUserEntry(
  tx: Queryable,
  user: Pick<NewUser, 'id' | 'name' | 'role' | 'organisationId'> & { readonly disabled: boolean },
): Promise<void> {
  await tx.query(
    `update users set name = $2, role = $3, organisation_id = $4,
       disabled_at = case when $5 then coalesce(disabled_at, now()) end
     where id = $1`,
    [user.id, user.name, user.role, user.organisationId, user.disabled],
  );
}

/** The authenticator is lost: none is wanted until another is enrolled. */
export async function clearSecondFactor(tx: Queryable, id: string): Promise<void> {
  await tx.query('update users set totp_secret = null, totp_since = null, totp_step = null where id = $1', [
    id,
  ]);
}

function entryOf(row: QueryResultRow): UserEntry {
  return {
    id: row['id'] as string,
    username: row['username'] as string,
    name: row['name'] as string,
    role: row['role'] as Role,
    organisationId: row['organisation_id'] as string,
    mustChange: row['must_change'] as boolean,
    secondFactor: row['totp_since'] !== null,
    disabled: row['disabled_at'] !== null,
    createdAt: row['created_at'] as Date,
    signedInAt: row['signed_in_at'] as Date | null,
  };
}
