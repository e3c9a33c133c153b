import { randomBytes } from 'node:crypto';
import { loginsOf, type LoginRole } from '@haidang/store';
import pg from 'pg';
import { waitFor } from '../wait-for.js';
import { withDatabase } from './servers.js';
import { ensureTemplate } from './template.js';

/** A database of one's own, migrated and empty. */
export interface TestDatabase {
  readonly url: string;
  /** Closed by {@link drop}; a test that needs its own pool opens it by `url` and ends it itself. */
  readonly pool: pg.Pool;
  /** Connections of one of the platform's logins, which may do what its grants say; closed by {@link drop}. */
  as(role: LoginRole): pg.Pool;
  /**
   * Removes the database.
   * @throws Error when a session is still open: something was not ended
   */
  drop(): Promise<void>;
}

/** Copies the template of a server; `url` names the server by any of its databases. */
export function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  return create(serverUrl, (admin) => ensureTemplate(admin, serverUrl));
}

/** A database with nothing in it: for tests of the migrations. From template0, which no background worker ever opens. */
export function createEmptyDatabase(serverUrl: string): Promise<TestDatabase> {
  return create(serverUrl, () => Promise.resolve('template0'));
}

async function create(
  serverUrl: string,
  templateOf: (admin: pg.Client) => Promise<string>,
): Promise<TestDatabase> {
  const name = `haidang_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(serverUrl, async (admin) => {
    await admin.query(`create database ${name} template ${await templateOf(admin)}`);
  });
  const url = withDatabase(serverUrl, name);
  const pool = new pg.Pool({ connectionString: url, max: 4, application_name: 'test' });
  // the server may be stopped by the test itself; a pool without a listener would end the process
  pool.on('error', () => undefined);
  const others = new Map<LoginRole, pg.Pool>();
  const as = (role: LoginRole): pg.Pool => {
    const known = others.get(role);
    if (known !== undefined) return known;
    const made = new pg.Pool({ ...loginsOf(url)[role], max: 4, application_name: `test ${role}` });
    made.on('error', () => undefined);
    others.set(role, made);
    return made;
  };
  return { url, pool, as, drop: () => drop(serverUrl, name, [pool, ...others.values()]) };
}

async function drop(serverUrl: string, name: string, pools: readonly pg.Pool[]): Promise<void> {
  const ended = Promise.all(pools.map((pool) => pool.end())).then(() => undefined);
  await withinTime(ended, 'the pools of the test database: a client was taken and not released');
  await asAdmin(serverUrl, async (admin) => {
    let open: string[] = [];
    try {
      await waitFor(async () => (open = await sessions(admin, name)).length === 0, 3_000);
    } catch {
      throw new Error(`${open.length} sessions left open on the test database: ${open.join('; ')}`);
    } finally {
      await admin.query(`drop database if exists ${name} with (force)`);
    }
  });
}

/** Sessions of clients; TimescaleDB's own workers are none. */
async function sessions(admin: pg.Client, name: string): Promise<string[]> {
  const { rows } = await admin.query<{ line: string }>(
    `select format('%s: %s', coalesce(nullif(application_name, ''), 'unnamed'), left(query, 80)) as line
      from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
    [name],
  );
  return rows.map(({ line }) => line);
}

async function asAdmin(serverUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl, application_name: 'testkit' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function withinTime(done: Promise<void>, what: string): Promise<void> {
  let ended = false;
  void done.then(() => (ended = true));
  await waitFor(() => ended, 5_000, `the end of ${what}`);
}
