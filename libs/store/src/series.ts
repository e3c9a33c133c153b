import { DAY, HOUR, type Instant } from '@haidang/domain';
import type { Pool } from 'pg';
import { StoreError } from './errors.js';
import { ALL_SERIES, type Series, type StoreKind } from './migrations/index.js';

export interface KeepingOptions {
  /** Days that fixes, passages and alarms' history are kept. */
  readonly retentionDays: number;
  /** Days that refused messages are kept. */
  readonly quarantineDays: number;
  /** TimescaleDB compresses chunks older than this. */
  readonly compressAfterDays: number;
  /** The oldest backlog that is still evaluated, in milliseconds. */
  readonly horizonMs: number;
}

/**
 * Looks after the tables that grow with time. On plain PostgreSQL it makes a partition a day ahead of need and drops the
 * expired ones. On TimescaleDB chunks make themselves; policies compress and drop them where the licence has policies,
 * and {@link SeriesKeeper.keep} drops them where it has not.
 */
export class SeriesKeeper {
  private readonly known = new Set<string>();

  constructor(
    private readonly pool: Pool,
    readonly kind: StoreKind,
    private readonly options: KeepingOptions,
  ) {
    if (options.compressAfterDays * DAY <= options.horizonMs) {
      throw new StoreError(
        'compression_before_horizon',
        `compression after ${options.compressAfterDays} days would meet backlogs of up to ${options.horizonMs / HOUR} hours: set it later`,
      );
    }
  }

  /** What lies before this instant is or may be dropped: it cannot be stored any more. */
  droppedBefore(now: Instant): Instant {
    return startOfDay(now - this.options.retentionDays * DAY) + DAY;
  }

  /** Makes the partitions for these instants, where they are missing. Nearly always it finds nothing to do. */
  async ensure(table: string, instants: Iterable<Instant>): Promise<void> {
    if (this.kind === 'timescale') return;
    const missing = new Set<Instant>();
    for (const instant of instants) {
      const day = startOfDay(instant);
      if (!this.known.has(partitionName(table, day))) missing.add(day);
    }
    for (const day of missing) await this.createPartition(seriesOf(table), day);
  }

  /** The regular round: partitions from the horizon to two days ahead; what is expired goes. */
  async keep(now: Instant): Promise<void> {
    if (this.kind === 'timescale') return this.keepChunks(now);
    for (const series of ALL_SERIES) {
      const days: Instant[] = [];
      for (let day = now - this.options.horizonMs; day <= now + 3 * DAY; day += DAY) days.push(day);
      await this.ensure(series.table, days);
      await this.dropPartitions(series, this.expiryOf(series, now));
    }
  }

  /** Background jobs of TimescaleDB whose last run failed, one line each; none on plain PostgreSQL. */
  async failingJobs(): Promise<string[]> {
    if (this.kind !== 'timescale') return [];
    const { rows } = await this.pool.query<{ line: string }>(
      `select format('job %s (%s) failed %s times, last at %s', s.job_id, coalesce(j.proc_name, '?'), s.total_failures,
          s.last_run_started_at) as line
        from timescaledb_information.job_stats s left join timescaledb_information.jobs j using (job_id)
        where s.last_run_status = 'Failed'`,
    );
    return rows.map(({ line }) => line);
  }

  private expiryOf(series: Series, now: Instant): Instant {
    const days = series.table === 'quarantine' ? this.options.quarantineDays : this.options.retentionDays;
    return startOfDay(now - days * DAY);
  }

  private async createPartition(series: Series, day: Instant): Promise<void> {
    const name = partitionName(series.table, day);
    const bounds = `from ('${new Date(day).toISOString()}') to ('${new Date(day + DAY).toISOString()}')`;
    const client = await this.pool.connect();
    try {
      // made beside the table and attached: attaching lets readers and writers go on
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [name]);
      const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
        name,
      ]);
      if (!rows[0]!.there) {
        await client.query(
          `create table ${name} (like ${series.table} including defaults including constraints)`,
        );
        await client.query(`alter table ${series.table} attach partition ${name} for values ${bounds}`);
      }
      await client.query('commit');
      this.known.add(name);
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async dropPartitions(series: Series, expiry: Instant): Promise<void> {
    const { rows } = await this.pool.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = $1::regclass and c.relname < $2 order by 1`,
      [series.table, partitionName(series.table, expiry)],
    );
    for (const { name } of rows) {
      await this.pool.query(`alter table ${series.table} detach partition ${name} concurrently`);
      await this.pool.query(`drop table ${name}`);
      this.known.delete(name);
    }
  }

  private async keepChunks(now: Instant): Promise<void> {
    const licence = await this.pool.query<{ licence: string }>(
      `select current_setting('timescaledb.license') as licence`,
    );
    const hasPolicies = licence.rows[0]!.licence === 'timescale';
    for (const series of ALL_SERIES) {
      if (hasPolicies) await this.setPolicies(series);
      else
        await this.pool.query('select drop_chunks($1, $2::timestamptz)', [
          series.table,
          new Date(this.expiryOf(series, now)),
        ]);
    }
  }

  private async setPolicies(series: Series): Promise<void> {
    const { table, segmentBy, orderBy } = series;
    const days = table === 'quarantine' ? this.options.quarantineDays : this.options.retentionDays;
    await this.pool.query(
      `alter table ${table} set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
        timescaledb.compress_orderby = '${orderBy}')`,
    );
    const policies = [
      ['remove_compression_policy', 'add_compression_policy', this.options.compressAfterDays],
      ['remove_retention_policy', 'add_retention_policy', days],
    ] as const;
    for (const [remove, add, after] of policies) {
      await this.pool.query(`select ${remove}($1, if_exists => true)`, [table]);
      await this.pool.query(`select ${add}($1, make_interval(days => $2))`, [table, after]);
    }
  }
}

function seriesOf(table: string): Series {
  const series = ALL_SERIES.find((candidate) => candidate.table === table);
  if (series === undefined) throw new Error(`${table} is not a series`);
  return series;
}

function startOfDay(instant: Instant): Instant {
  return Math.floor(instant / DAY) * DAY;
}

/** `fixes_20261122`: names of one table sort as their days do. */
function partitionName(table: string, day: Instant): string {
  return `${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
