import { prepareStore } from '@haidang/store';
import pg from 'pg';
import { withDatabase } from './servers.js';

/** Two test files may want the template at once; the number is arbitrary and ours. */
const TEMPLATE_LOCK = 7_071_922;

/** One template a run: a server that outlives the run (TEST_TIMESCALE_URL) must not hand out yesterday's schema. */
export function templateName(): string {
  return `haidang_template_${process.env['HAIDANG_TEST_RUN'] ?? process.ppid}`;
}

/**
 * Makes the database that all test databases are copies of: migrated once, then closed to everyone, because
 * PostgreSQL copies only a database that nobody is connected to (TimescaleDB's workers included).
 */
export async function ensureTemplate(admin: pg.Client, serverUrl: string): Promise<string> {
  const name = templateName();
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await admin.query<{ ready: boolean }>(
      'select not datallowconn as ready from pg_database where datname = $1',
      [name],
    );
    if (rows[0]?.ready === true) return name;
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name}`);
    await migrateTemplate(withDatabase(serverUrl, name));
    await admin.query(`alter database ${name} with allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    return name;
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function migrateTemplate(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // its session may still be closing when all sessions of the template are ended
  pool.on('error', () => undefined);
  try {
    await prepareStore(pool, { url, chunkHours: 24 });
  } finally {
    await pool.end();
  }
}
