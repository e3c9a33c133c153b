import { DAY, HOUR } from '@haidang/domain';
import { SeriesKeeper } from '@haidang/store';
import { failOnLeaks, withTimescale } from '@haidang/testkit';
import { beforeEach, expect, it } from 'vitest';
import { KEEPING, NOW, storeFix } from './keeping.js';

failOnLeaks();

/** What only TimescaleDB has: chunks, policies, background jobs. */
withTimescale((store) => {
  let keeper: SeriesKeeper;
  beforeEach(async () => {
    await store.pool.query('truncate fixes');
    keeper = new SeriesKeeper(store.pool, store.kind, KEEPING);
  });

  const edition = async () => {
    const { rows } = await store.pool.query<{ licence: string }>(
      `select current_setting('timescaledb.license') as licence`,
    );
    return rows[0]!.licence;
  };

  it('have chunks of the length that was asked for', async () => {
    const { rows } = await store.pool.query(
      `select hypertable_name as name, extract(epoch from time_interval)::int4 / 3600 as hours
          from timescaledb_information.dimensions order by 1`,
    );
    expect(rows).toEqual(
      ['alarm_history', 'fixes', 'passages', 'quarantine'].map((name) => ({ name, hours: 24 })),
    );
  });

  it('lose their chunks to the round; on the Community edition a policy compresses them', async () => {
    await storeFix(store.pool, keeper, NOW - 32 * DAY);
    await storeFix(store.pool, keeper, NOW);
    await keeper.keep(NOW);
    const { rows: chunks } = await store.pool.query(
      `select range_start::date::text as day from timescaledb_information.chunks
          where hypertable_name = 'fixes' order by 1`,
    );
    const { rows: jobs } = await store.pool.query(
      `select hypertable_name as name, proc_name as job from timescaledb_information.jobs
          where hypertable_name = 'fixes' order by 2`,
    );
    expect(chunks).toEqual([{ day: '2026-11-22' }]);
    const compresses = [{ name: 'fixes', job: 'policy_compression' }];
    expect(jobs).toEqual((await edition()) === 'apache' ? [] : compresses);
  });

  it('keep their policies from round to round', async () => {
    const jobs = async () => {
      const { rows } = await store.pool.query<{ id: number }>(
        `select job_id as id from timescaledb_information.jobs where hypertable_name is not null order by 1`,
      );
      return rows;
    };
    await keeper.keep(NOW);
    const before = await jobs();
    await keeper.keep(NOW + HOUR);
    expect(await jobs()).toEqual(before);
  });

  it('a job that only the licence keeps from running is no fault', async () => {
    const { rows } = await store.pool.query<{ id: number }>(
      'select job_id as id from timescaledb_information.jobs order by 1',
    );
    expect(rows.length).toBeGreaterThan(0);
    await report(rows[0]!.id, '0A000');
    expect(await keeper.failingJobs()).toEqual([]);
  });

  it('a job whose last run failed is named with its reason', async () => {
    const { rows } = await store.pool.query<{ id: number; name: string }>(
      'select job_id as id, proc_name as name from timescaledb_information.jobs order by 1',
    );
    const { id, name } = rows[0]!;
    await report(id, '53100');
    expect(await keeper.failingJobs()).toEqual([
      `job ${id} (${name}) failed 3 times, last at 2026-11-22T08:00:00Z: disk full`,
    ]);
  });

  /**
   * Writes a failed run of a job where TimescaleDB's scheduler writes it. The Apache edition refuses jobs of users
   * (`add_job`, `run_job`), so that none can be made to fail by itself here.
   */
  async function report(job: number, sqlState: string): Promise<void> {
    const client = await store.pool.connect();
    try {
      await client.query('begin');
      await client.query('delete from _timescaledb_internal.bgw_job_stat where job_id = $1', [job]);
      await client.query('delete from _timescaledb_internal.bgw_job_stat_history where job_id = $1', [job]);
      await client.query(
        `insert into _timescaledb_internal.bgw_job_stat (job_id, last_start, last_finish, next_start,
              last_successful_finish, last_run_success, total_runs, total_duration, total_duration_failures,
              total_successes, total_failures, total_crashes, consecutive_failures, consecutive_crashes, flags)
            values ($1, '2026-11-22T08:00:00Z', '2026-11-22T08:00:01Z', '2036-01-01', '-infinity', false, 3, '1s',
              '1s', 0, 3, 0, 3, 0, 0)`,
        [job],
      );
      await client.query(
        `insert into _timescaledb_internal.bgw_job_stat_history
              (job_id, pid, execution_start, execution_finish, succeeded, data)
            values ($1, 1, '2026-11-22T08:00:00Z', '2026-11-22T08:00:01Z', false, $2)`,
        [job, JSON.stringify({ job: {}, error_data: { sqlerrcode: sqlState, message: 'disk full' } })],
      );
      await client.query('commit');
    } finally {
      client.release();
    }
  }
});
