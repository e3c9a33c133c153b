import { createHash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { StoreError } from '../errors.js';
import { mainRoad } from './0001-main-road.js';
import { engine } from './0002-engine.js';
import { meetings } from './0003-meetings.js';
import { reception } from './0004-reception.js';
import { versions } from './0005-versions.js';
import { evidence } from './0006-evidence.js';
import { journeys } from './0007-journeys.js';
import { identity } from './0008-identity.js';
import { devices } from './0009-devices.js';
import { ledger } from './0010-ledger.js';
import { keeping } from './0011-keeping.js';
import { scope } from './0012-scope.js';
import { gates } from './0013-gates.js';
import { scopeMemos } from './0014-scope-memos.js';
import { port } from './0015-port.js';
import { papers } from './0016-papers.js';
import { cameras } from './0017-cameras.js';
import { signedCalls } from './0018-signed-calls.js';
import { owedNotices } from './0019-owed-notices.js';
import { yard } from './0020-yard.js';
import { cases } from './0021-cases.js';
import { doubt } from './0022-doubt.js';
import { join } from './0023-join.js';
import { outages } from './0024-outages.js';
import { exceptions } from './0025-exceptions.js';
import { deadlines } from './0026-deadlines.js';
import { exportGoods } from './0027-export.js';
import { witnesses } from './0028-witnesses.js';
import { papersKept } from './0029-papers-kept.js';
import { plates } from './0030-plates.js';
import { loadedKept } from './0031-loaded-kept.js';
import { alarmDesk } from './0032-alarm-desk.js';
import { evidenceOfTransits } from './0033-evidence-of-transits.js';
import { fieldResponse } from './0034-field-response.js';
import { offline } from './0035-offline.js';
import { handovers } from './0036-handovers.js';
import { training } from './0037-training.js';
import { passageDays } from './0038-passage-days.js';
import { outboxByChannel } from './0039-outbox-by-channel.js';
import { holdsOnCases } from './0040-holds-on-cases.js';
import { transitsByMove } from './0041-transits-by-move.js';
import { worsenedAlarms } from './0042-worsened-alarms.js';
import { responseTimes } from './0043-response-times.js';
import { revisionsOfTransits } from './0044-revisions-of-transits.js';
import { contradictedSteps } from './0045-contradicted-steps.js';
import type { Migration, Series } from './migration.js';

export type { Migration, Series } from './migration.js';

/** In the order of their numbers. */
export const MIGRATIONS: readonly Migration[] = [
  mainRoad,
  engine,
  meetings,
  reception,
  versions,
  evidence,
  journeys,
  identity,
  devices,
  ledger,
  keeping,
  scope,
  gates,
  scopeMemos,
  port,
  papers,
  cameras,
  signedCalls,
  owedNotices,
  yard,
  cases,
  doubt,
  join,
  outages,
  exceptions,
  deadlines,
  exportGoods,
  witnesses,
  papersKept,
  plates,
  loadedKept,
  alarmDesk,
  evidenceOfTransits,
  fieldResponse,
  offline,
  handovers,
  training,
  passageDays,
  outboxByChannel,
  holdsOnCases,
  transitsByMove,
  worsenedAlarms,
  responseTimes,
  revisionsOfTransits,
  contradictedSteps,
];

export const ALL_SERIES: readonly Series[] = MIGRATIONS.flatMap((migration) => migration.series);

/** `timescale`: the series are hypertables. `partitions`: PostgreSQL's own range partitions by day. */
export type StoreKind = 'timescale' | 'partitions';

export interface MigrateOptions {
  /** Length of a hypertable's chunk in hours. */
  readonly chunkHours: number;
  /** What else is brought up to date under the lock, when the schema is. */
  readonly afterwards?: (client: ClientBase) => Promise<void>;
}

/** One lock for all who start at once; the number is arbitrary and ours. */
const MIGRATION_LOCK = 4_846_413;

/**
 * Brings the database to this code's schema: one transaction a migration, under an advisory lock.
 * A store keeps the kind it was made with.
 * @throws StoreError `database_newer` when it has migrations this code does not know,
 * `migration_edited` when an applied migration is not the one this code has
 */
export async function migrate(pool: Pool, options: MigrateOptions): Promise<StoreKind> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const kind = await migrateLocked(client, options);
      await options.afterwards?.(client);
      return kind;
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    client.release();
  }
}

export function fingerprint(migration: Migration): string {
  return createHash('sha256').update(JSON.stringify(migration)).digest('hex');
}

async function migrateLocked(client: ClientBase, options: MigrateOptions): Promise<StoreKind> {
  await client.query(`create table if not exists schema_migrations (
    number integer primary key, name text not null, fingerprint text not null, kind text not null,
    applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ number: number; name: string; fingerprint: string; kind: StoreKind }>(
    'select number, name, fingerprint, kind from schema_migrations order by number',
  );
  for (const row of rows) checkApplied(row);
  const kind = rows[0]?.kind ?? ((await hasTimescale(client)) ? 'timescale' : 'partitions');
  const applied = new Set(rows.map(({ number }) => number));
  for (const migration of MIGRATIONS)
    if (!applied.has(migration.number)) await apply(client, migration, kind, options);
  return kind;
}

function checkApplied(row: { number: number; name: string; fingerprint: string }): void {
  const known = MIGRATIONS.find((migration) => migration.number === row.number);
  if (known === undefined) {
    throw new StoreError(
      'database_newer',
      `the database has migration ${row.number} (${row.name}), this version knows ${MIGRATIONS.length}: start the newer version`,
    );
  }
  if (fingerprint(known) !== row.fingerprint) {
    throw new StoreError(
      'migration_edited',
      `migration ${row.number} (${row.name}) is not the one the database was made with`,
    );
  }
}

async function apply(
  client: ClientBase,
  migration: Migration,
  kind: StoreKind,
  options: MigrateOptions,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    for (const series of migration.series) await createSeries(client, series, kind, options);
    await client.query(
      'insert into schema_migrations (number, name, fingerprint, kind) values ($1, $2, $3, $4)',
      [migration.number, migration.name, fingerprint(migration), kind],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function createSeries(
  client: ClientBase,
  series: Series,
  kind: StoreKind,
  options: MigrateOptions,
): Promise<void> {
  const partitioned = kind === 'partitions' ? ` partition by range (${series.timeColumn})` : '';
  await client.query(`create table ${series.table} (${series.columns})${partitioned}`);
  if (kind === 'timescale') {
    await client.query(
      `select create_hypertable('${series.table}', '${series.timeColumn}',
        chunk_time_interval => make_interval(hours => $1), create_default_indexes => false)`,
      [options.chunkHours],
    );
  }
  for (const index of series.indexes) await client.query(index);
}

/** The extension is created when the server offers it; without the right to, the store is a plain one. */
async function hasTimescale(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ installed: string | null }>(
    `select installed_version as installed from pg_available_extensions where name = 'timescaledb'`,
  );
  if (rows[0] === undefined) return false;
  if (rows[0].installed !== null) return true;
  const { rows: preload } = await client.query<{ libraries: string }>(
    `select current_setting('shared_preload_libraries') as libraries`,
  );
  if (!preload[0]!.libraries.includes('timescaledb')) return false;
  await client.query('create extension if not exists timescaledb');
  return true;
}
