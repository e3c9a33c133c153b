import type { Role } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { USER_COLUMNS, userOf, type UserRecord } from './users.js';

/** A person as the directory names one for good: names there change hands, this does not (OpenID Connect Core, section 5.7). */
export interface DirectoryName {
  readonly issuer: string;
  readonly subject: string;
}

export async function findLinkedUser(
  db: Queryable,
  { issuer, subject }: DirectoryName,
): Promise<UserRecord | undefined> {
  const { rows } = await db.query(
    `select ${USER_COLUMNS} from directory_links join users on users.id = user_id where issuer = $1 and subject = $2`,
    [issuer, subject],
  );
  return rows[0] === undefined ? undefined : userOf(rows[0]);
}

/** A user made for the directory (without a password) whom nobody of this issuer has come as yet. */
export async function findUnlinkedUser(
  tx: Queryable,
  username: string,
  issuer: string,
): Promise<UserRecord | undefined> {
  const { rows } = await tx.query(
    `select ${USER_COLUMNS} from users where username = $1 and password_hash is null
       and not exists (select from directory_links where user_id = users.id and issuer = $2) for update`,
    [username.trim().toLowerCase(), issuer],
  );
  return rows[0] === undefined ? undefined : userOf(rows[0]);
}

export async function linkUser(
  tx: Queryable,
  userId: string,
  { issuer, subject }: DirectoryName,
): Promise<void> {
  await tx.query('insert into directory_links (issuer, subject, user_id) values ($1, $2, $3)', [
    issuer,
    subject,
    userId,
  ]);
}

/** What the directory says of a person now. */
export async function followDirectory(
  tx: Queryable,
  userId: string,
  {
    name,
    role,
    organisationId,
  }: { readonly name: string; readonly role: Role; readonly organisationId: string },
): Promise<void> {
  await tx.query('update users set name = $2, role = $3, organisation_id = $4 where id = $1', [
    userId,
    name,
    role,
    organisationId,
  ]);
}
