import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import type { Queryable } from '../queries/queryable.js';
import { USER_COLUMNS, userOf, type UserRecord } from './users.js';

/** How somebody came in: by password, by the authority's own directory, or opened by the platform itself for its own tasks. */
export type SignInWay = 'password' | 'directory' | 'platform';

export interface SessionRecord {
  readonly id: string;
  readonly how: SignInWay;
  readonly createdAt: Date;
  readonly usedAt: Date;
  /** It ends then, however much it is used. */
  readonly expiresAt: Date;
  readonly address: string;
  readonly agent: string | null;
}

/** A session with whom it is of. */
export interface LiveSession extends SessionRecord {
  readonly user: UserRecord;
  readonly organisation: { readonly name: string; readonly kind: string; readonly secondFactor: boolean };
}

export interface NewSession {
  readonly userId: string;
  readonly how: SignInWay;
  readonly lifeMs: number;
  readonly address: string;
  readonly agent: string | null;
}

const COLUMNS = `sessions.id as session_id, sessions.how, sessions.created_at as opened_at, sessions.used_at,
  sessions.expires_at, sessions.address, sessions.agent`;
const LIVE = `from sessions join users on users.id = user_id join organisations o on o.id = users.organisation_id
  where expires_at > now() and used_at > now() - make_interval(secs => $2::float8 / 1000) and disabled_at is null`;

/** 256 random bits; the database has only their SHA-256, so that whoever reads it is not signed in. */
export async function openSession(
  tx: Queryable,
  session: NewSession,
): Promise<{ readonly id: string; readonly token: string }> {
  const id = randomUUID();
  const token = randomBytes(32).toString('base64url');
  await tx.query(
    `insert into sessions (id, token_hash, user_id, how, expires_at, address, agent)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5::float8 / 1000), $6, $7)`,
    [id, tokenHash(token), session.userId, session.how, session.lifeMs, session.address, session.agent],
  );
  return { id, token };
}

/** The session of a token, unless it is over or was not used for `idleMs`, or its user is disabled. */
export async function findSession(
  db: Queryable,
  token: string,
  idleMs: number,
): Promise<LiveSession | undefined> {
  const { rows } = await db.query(
    `select ${COLUMNS}, ${USER_COLUMNS}, o.name as organisation_name, o.kind as organisation_kind, o.second_factor
     ${LIVE} and token_hash = $1`,
    [tokenHash(token), idleMs],
  );
  return rows[0] === undefined ? undefined : liveOf(rows[0]);
}

/** Which of these sessions go on. */
export async function liveSessions(
  db: Queryable,
  ids: readonly string[],
  idleMs: number,
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select sessions.id ${LIVE} and sessions.id = any($1::uuid[])`,
    [ids, idleMs],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function listSessions(db: Queryable, userId: string, idleMs: number): Promise<SessionRecord[]> {
  const { rows } = await db.query(
    `select ${COLUMNS} ${LIVE} and user_id = $1 order by sessions.created_at desc`,
    [userId, idleMs],
  );
  return rows.map(recordOf);
}

export async function touchSessions(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('update sessions set used_at = now() where id = any($1::uuid[])', [ids]);
}

/** @returns false when the user has no such session */
export async function endSession(db: Queryable, id: string, userId: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from sessions where id = $1 and user_id = $2', [id, userId]);
  return rowCount === 1;
}

/** Ends every session of a user but one. */
export async function endSessionsOf(db: Queryable, userId: string, but: string | null = null): Promise<void> {
  await db.query('delete from sessions where user_id = $1 and id is distinct from $2::uuid', [userId, but]);
}

/** Forgets sessions that are over. */
export async function dropEndedSessions(db: Queryable, idleMs: number): Promise<void> {
  await db.query(
    `delete from sessions where expires_at < now() or used_at < now() - make_interval(secs => $1::float8 / 1000)`,
    [idleMs],
  );
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function liveOf(row: QueryResultRow): LiveSession {
  return {
    ...recordOf(row),
    user: userOf(row),
    organisation: {
      name: row['organisation_name'] as string,
      kind: row['organisation_kind'] as string,
      secondFactor: row['second_factor'] === 'required',
    },
  };
}

function recordOf(row: QueryResultRow): SessionRecord {
  return {
    id: row['session_id'] as string,
    how: row['how'] as SignInWay,
    createdAt: row['opened_at'] as Date,
    usedAt: row['used_at'] as Date,
    expiresAt: row['expires_at'] as Date,
    address: row['address'] as string,
    agent: row['agent'] as string | null,
  };
}
