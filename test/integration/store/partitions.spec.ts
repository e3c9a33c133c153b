import { DAY, type Instant } from '@haidang/domain';
import { SeriesKeeper } from '@haidang/store';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { beforeEach, expect, it } from 'vitest';
import { insertFix, KEEPING, NOW, storeFix, TODAY } from './keeping.js';

failOnLeaks();

/** Native partitions: what plain PostgreSQL needs and a hypertable does by itself. */
withStore((store) => {
  let keeper: SeriesKeeper;
  const store1 = (time: Instant, seq = 1, by = keeper) => storeFix(store.pool, by, time, seq);
  const fixesStored = async () => {
    const { rows } = await store.pool.query<{ n: number }>('select count(*)::int4 as n from fixes');
    return rows[0]!.n;
  };

  it('are not made for a table that is none of the series', async () => {
    await expect(keeper.ensure('transits', [NOW])).rejects.toThrow('transits is not a series');
  });

  const partitions = async (table: string) => {
    const { rows } = await store.pool.query<{ name: string }>(
      `select relname as name from pg_inherits join pg_class on oid = inhrelid
          where inhparent = $1::regclass order by 1`,
      [table],
    );
    return rows.map(({ name }) => name);
  };
  const tableExists = async (name: string) => {
    const { rows } = await store.pool.query('select to_regclass($1) as found', [name]);
    return (rows[0] as { found: string | null }).found !== null;
  };
  beforeEach(async () => {
    for (const name of await partitions('fixes')) await store.pool.query(`drop table ${name}`);
    keeper = new SeriesKeeper(store.pool, store.kind, KEEPING);
  });

  it('are made from the horizon to three days ahead', async () => {
    await keeper.keep(NOW);
    expect(await partitions('fixes')).toEqual([
      'fixes_20261119',
      'fixes_20261120',
      'fixes_20261121',
      'fixes_20261122',
      'fixes_20261123',
      'fixes_20261124',
      'fixes_20261125',
    ]);
  });

  it('begin and end at midnight UTC', async () => {
    await store1(TODAY - 1, 1);
    await store1(TODAY, 2);
    const { rows } = await store.pool.query<{ name: string }>(
      'select tableoid::regclass::text as name from fixes order by time',
    );
    expect(rows.map(({ name }) => name)).toEqual(['fixes_20261121', 'fixes_20261122']);
  });

  it('have the key that makes a repeat a repeat', async () => {
    await store1(NOW, 7);
    await expect(insertFix(store.pool, NOW, 7)).rejects.toThrow(/duplicate key .* "fixes_20261122_pkey"/);
  });

  it('are made once by several who need the same day at once', async () => {
    const keepers = Array.from({ length: 4 }, () => new SeriesKeeper(store.pool, store.kind, KEEPING));
    await Promise.all(keepers.map((each, i) => store1(NOW, i, each)));
    expect(await partitions('fixes')).toEqual(['fixes_20261122']);
  });

  it('that somebody else took away are made again', async () => {
    await store1(NOW);
    await store.pool.query('drop table fixes_20261122');
    const error = await store1(NOW).catch((thrown: unknown) => thrown);
    expect(keeper.recovers(error)).toBe(true);
    await store1(NOW);
    expect(await fixesStored()).toBe(1);
  });

  it('other refusals are no reason to look for them again', async () => {
    await store1(NOW, 7);
    expect(keeper.recovers(await insertFix(store.pool, NOW, 7).catch((error: unknown) => error))).toBe(false);
  });

  it('that stand detached are taken back with what they hold', async () => {
    await store1(NOW, 1);
    await store.pool.query('alter table fixes detach partition fixes_20261122');
    await store1(NOW, 2, new SeriesKeeper(store.pool, store.kind, KEEPING));
    const { rows } = await store.pool.query('select seq from fixes order by seq');
    expect(rows).toEqual([{ seq: '1' }, { seq: '2' }]);
  });

  it('that somebody detached to keep them are not dropped', async () => {
    await store1(NOW - 40 * DAY);
    await store.pool.query('alter table fixes detach partition fixes_20261013');
    await keeper.keep(NOW);
    expect(await tableExists('fixes_20261013')).toBe(true);
    await store.pool.query('drop table fixes_20261013');
  });

  it('whose dropping was interrupted are dropped in the next round', async () => {
    await store1(NOW - 40 * DAY);
    await store1(NOW - 39 * DAY);
    // a reader holds the round up between the two halves of the detaching; then the round is cut
    const reader = await store.pool.connect();
    await reader.query('begin');
    await reader.query('select count(*) from fixes');
    const round = keeper.keep(NOW).catch((error: Error) => error.message);
    const waiting = await waitFor(async () => {
      const { rows } = await store.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query like '%detach partition fixes_20261013 concurrently'`,
      );
      return rows[0]?.pid;
    });
    await store.pool.query('select pg_cancel_backend($1)', [waiting]);
    expect(await round).toBe('canceling statement due to user request');
    await reader.query('commit');
    reader.release();

    await keeper.keep(NOW);
    expect(await tableExists('fixes_20261013')).toBe(false);
    expect(await tableExists('fixes_20261014')).toBe(false);
  });

  it('that were detached and not yet dropped when the process died are dropped in the next round', async () => {
    await store1(NOW - 40 * DAY);
    await store.pool.query(`create function keep_it() returns event_trigger language plpgsql as
        $$ begin raise exception 'the disk is slow'; end $$`);
    await store.pool.query(
      `create event trigger keep_it on ddl_command_start when tag in ('DROP TABLE') execute function keep_it()`,
    );
    await expect(keeper.keep(NOW)).rejects.toThrow('the disk is slow');
    await store.pool.query('drop event trigger keep_it');
    await store.pool.query('drop function keep_it');
    expect(await tableExists('fixes_20261013')).toBe(true);
    await keeper.keep(NOW);
    expect(await tableExists('fixes_20261013')).toBe(false);
  });

  it('there are no background jobs to fail', async () => {
    expect(await keeper.failingJobs()).toEqual([]);
  });
});
