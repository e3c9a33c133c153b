import { randomUUID } from 'node:crypto';
import { HOUR, type Role } from '@haidang/domain';
import {
  ensureCentre,
  findUser,
  insertUser,
  openSession,
  startEmbedded,
  type Queryable,
} from '@haidang/store';
import pg from 'pg';

/**
 * Signs somebody in who is there for the test alone, straight in the database: the password's hash would cost each test its time.
 * @param at the organisation; the centre unless it is named
 * @returns the token
 */
export async function signInAs(db: Queryable, role: Role = 'shift_supervisor', at?: string): Promise<string> {
  const organisationId = at ?? (await ensureCentre(db));
  const username = `test.${role}.${organisationId}`.toLowerCase();
  let id = (await findUser(db, { username }))?.id;
  if (id === undefined) {
    id = randomUUID();
    const name = `Test ${role}`;
    await insertUser(db, { id, username, name, role, organisationId, passwordHash: null, mustChange: false });
  }
  const session = {
    userId: id,
    how: 'platform',
    lifeMs: 24 * HOUR,
    address: '127.0.0.1',
    agent: 'test',
  } as const;
  return (await openSession(db, session)).token;
}

/** Whom a call is left to that names nobody: the shift supervisor of the centre; an administrator and an auditor what only those may do. */
export function usualRole(method: string, path: string): 'administrator' | 'auditor' | 'shift_supervisor' {
  if (/^\/?ledger\b/.test(path)) return 'auditor';
  const administers = /^\/?(organisations|facilities|gates|cameras|seals|users)(\/[^/]+)?$/.test(
    path.split('?', 1)[0]!,
  );
  return (administers && method !== 'GET') || /^\/?(persons|users|devices)\b/.test(path)
    ? 'administrator'
    : 'shift_supervisor';
}

/** The same in the database of a platform that runs: DATABASE_URL, or the embedded one of its data folder. */
export async function signInAt(
  { databaseUrl, dataDir }: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  role?: Role,
  at?: string,
): Promise<string> {
  const connectionString = databaseUrl ?? (await startEmbedded({ dataDir })).url;
  const client = new pg.Client({ connectionString, application_name: 'testkit' });
  await client.connect();
  try {
    return await signInAs(client, role, at);
  } finally {
    await client.end();
  }
}
