import type { Instant } from '@haidang/domain';
import type { Pool } from 'pg';
import { heldRows } from '../keeping/held-rows.js';
import type { Series } from '../migrations/index.js';
import { inTransaction } from '../queries/queryable.js';

/** What TimescaleDB is to do with a hypertable by itself, in days of age. It drops nothing: it knows no holds. */
export interface WantedPolicies {
  readonly compressAfterDays: number;
}

/** What it does already; `null`: nothing. */
export interface StandingPolicies {
  readonly compressed: boolean;
  readonly compressAfterDays: number | null;
  readonly dropAfterDays: number | null;
}

/** True where the licence has compression and policies (the Community edition); the Apache edition has neither. */
export async function hasPolicies(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ licence: string }>(
    `select current_setting('timescaledb.license') as licence`,
  );
  return rows[0]!.licence === 'timescale';
}

/**
 * Drops the chunks that end before a time. Rows of one that a hold keeps go back where they were, in a chunk that holds nothing else.
 * @returns the beginnings of those that were dropped
 */
export async function dropChunks(
  pool: Pool,
  table: string,
  timeColumn: string,
  before: Instant,
): Promise<Instant[]> {
  const { rows } = await pool.query<{ start: Date; end: Date }>(
    `select range_start as start, range_end as end from timescaledb_information.chunks
      where hypertable_name = $1 and range_end <= $2 order by range_start`,
    [table, new Date(before)],
  );
  const dropped: Instant[] = [];
  for (const { start, end } of rows)
    if (await dropChunk(pool, table, timeColumn, start, end)) dropped.push(start.getTime());
  return dropped;
}

/** @returns false when it holds nothing but what is held */
async function dropChunk(
  pool: Pool,
  table: string,
  timeColumn: string,
  start: Date,
  end: Date,
): Promise<boolean> {
  const range = `${timeColumn} >= '${start.toISOString()}' and ${timeColumn} < '${end.toISOString()}'`;
  const held = heldRows(table, `(select * from ${table} where ${range})`);
  const drop = `select drop_chunks('${table}', older_than => '${end.toISOString()}'::timestamptz, newer_than => '${start.toISOString()}'::timestamptz)`;
  return await inTransaction(pool, async (tx) => {
    if (held !== undefined) {
      await tx.query(`create temporary table held on commit drop as ${held}`);
      const { rows } = await tx.query<{ all: boolean }>(
        `select (select count(*) from held) = (select count(*) from ${table} where ${range}) and exists (select from held) as all`,
      );
      if (rows[0]!.all) return false;
    }
    await tx.query(drop);
    if (held !== undefined) await tx.query(`insert into ${table} select * from held`);
    return true;
  });
}

export async function readPolicies(pool: Pool, table: string): Promise<StandingPolicies> {
  const { rows } = await pool.query<StandingPolicies>(
    `select h.compression_enabled as compressed,
        ${daysOf('policy_compression', 'compress_after')} as "compressAfterDays",
        ${daysOf('policy_retention', 'drop_after')} as "dropAfterDays"
      from timescaledb_information.hypertables h where h.hypertable_name = $1`,
    [table],
  );
  return rows[0]!;
}

/**
 * The statements that bring a table from its standing policies to the wanted ones; none when they are the same. A policy
 * is not made anew without need: that would put off its next run each time.
 */
export function policyChanges(series: Series, standing: StandingPolicies, wanted: WantedPolicies): string[] {
  const { table, segmentBy, orderBy } = series;
  const changes: string[] = [];
  if (!standing.compressed) {
    changes.push(
      `alter table ${table} set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
        timescaledb.compress_orderby = '${orderBy}')`,
    );
  }
  if (standing.compressAfterDays !== wanted.compressAfterDays)
    changes.push(...renewed('compression_policy', table, wanted.compressAfterDays));
  if (standing.dropAfterDays !== null)
    changes.push(`select remove_retention_policy('${table}', if_exists => true)`);
  return changes;
}

/**
 * Background jobs whose last run failed, one line each with the reason. A job that the licence does not let run
 * (feature_not_supported; the Apache edition schedules one such of its own) is not a fault of this database.
 */
export async function readFailingJobs(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select format('job %s (%s) failed %s times, last at %s: %s', s.job_id, coalesce(j.proc_name, '?'), s.total_failures,
        to_char(s.last_run_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        coalesce(e.err_message, 'no reason given')) as line
      from timescaledb_information.job_stats s
      left join timescaledb_information.jobs j using (job_id)
      left join lateral (
        select err_message, sqlerrcode from timescaledb_information.job_errors
        where job_id = s.job_id order by finish_time desc limit 1
      ) e on true
      where s.last_run_status = 'Failed' and e.sqlerrcode is distinct from '0A000'
      order by s.job_id`,
  );
  return rows.map(({ line }) => line);
}

function daysOf(policy: string, setting: string): string {
  return `(select (extract(epoch from (config ->> '${setting}')::interval) / 86400)::float8 from timescaledb_information.jobs j
    where j.hypertable_name = h.hypertable_name and j.proc_name = '${policy}')`;
}

function renewed(policy: string, table: string, days: number): string[] {
  return [
    `select remove_${policy}('${table}', if_exists => true)`,
    `select add_${policy}('${table}', make_interval(days => ${days}))`,
  ];
}
