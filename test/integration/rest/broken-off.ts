import { request } from 'node:http';
import { promisify } from 'node:util';
import { waitFor } from '@haidang/testkit';
import type pg from 'pg';
import type { Api } from './api.js';

interface BrokenOff {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the work waits for, as somebody else holds it. */
  readonly table: string;
}

/** Posts, and breaks off while the work waits for a table. Comes back when the platform is done with it. */
export async function breakOff(
  api: Api,
  pool: pg.Pool,
  { path, body, headers, table }: BrokenOff,
): Promise<void> {
  const server = api.app.getHttpServer();
  const connections = promisify(server.getConnections.bind(server));
  const before = await connections();
  const blocker = await pool.connect();
  try {
    await blocker.query('begin');
    await blocker.query(`lock table ${table}`);
    const asking = request(`${api.origin}/api/v1${path}`, { method: 'POST', headers, agent: false });
    const ended = new Promise((resolve) => asking.once('error', resolve));
    asking.end(body);
    const waiting = `select from pg_locks where not granted and relation = $1::regclass`;
    await waitFor(async () => (await pool.query(waiting, [table])).rowCount === 1);
    asking.destroy();
    await ended;
    await waitFor(async () => (await connections()) <= before);
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  const open = `select from pg_stat_activity
    where state <> 'idle' and pid <> pg_backend_pid() and datname = current_database()`;
  await waitFor(async () => (await pool.query(open)).rowCount === 0);
}
