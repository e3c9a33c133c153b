import { DAY, type Instant } from '@haidang/domain';
import { SeriesKeeper, StoreError } from '@haidang/store';
import { failOnLeaks, forEachStore, waitFor } from '@haidang/testkit';
import { beforeEach, expect, it } from 'vitest';
import { KEEPING, NOW, storeFix, TODAY } from './keeping.js';

failOnLeaks();

forEachStore((store) => {
  let keeper: SeriesKeeper;
  beforeEach(async () => {
    await store.pool.query('truncate fixes, passages, quarantine, alarm_history');
    keeper = new SeriesKeeper(store.pool, store.kind, KEEPING);
  });

  const store1 = (time: Instant, seq = 1) => storeFix(store.pool, keeper, time, seq);

  async function daysStored(): Promise<number[]> {
    const { rows } = await store.pool.query<{ day: Date }>(
      `select distinct date_trunc('day', time, 'UTC') as day from fixes order by 1`,
    );
    return rows.map(({ day }) => (TODAY - day.getTime()) / DAY);
  }

  it('a fix of any day not yet dropped finds its place', async () => {
    for (const age of [-2, 0, 3, 29]) await store1(NOW - age * DAY);
    expect(await daysStored()).toEqual([29, 3, 0, -2]);
  });

  it('what is older than the retention goes, a whole day at a time; what is younger stays', async () => {
    for (const age of [29, 30, 31, 32]) await store1(NOW - age * DAY);
    await keeper.keep(NOW);
    expect(await daysStored()).toEqual([30, 29]);
  });

  it('refused messages have their own age', async () => {
    for (const age of [9, 10, 11]) {
      await keeper.ensure('quarantine', [NOW - age * DAY]);
      await store.pool.query(
        `insert into quarantine values (gen_random_uuid(), $1, 'not_json', '', '', '', 0)`,
        [new Date(NOW - age * DAY)],
      );
    }
    await keeper.keep(NOW);
    const { rows } = await store.pool.query<{ at: Date }>(
      'select received_at as at from quarantine order by 1',
    );
    expect(rows.map(({ at }) => (NOW - at.getTime()) / DAY)).toEqual([10, 9]);
  });

  it('nothing that the border lets in can meet a day that was dropped', async () => {
    const border = keeper.droppedBefore(NOW);
    expect(new Date(border).toISOString()).toBe('2026-10-24T00:00:00.000Z');
    // the same round a day later still leaves the border's day in its place
    await store1(border);
    await keeper.keep(NOW + DAY);
    await store1(border, 2);
    expect(await daysStored()).toEqual([29]);
  });

  it('days are dropped while inserts go on, and none of those fails', async () => {
    for (let age = 31; age < 41; age++) await store1(NOW - age * DAY);
    let going = true;
    let seq = 0;
    const inserting = (async () => {
      while (going) await store1(NOW - (seq % 30) * DAY, ++seq);
    })();
    await waitFor(() => seq > 5);
    await keeper.keep(NOW);
    const whenDropped = seq;
    await waitFor(() => seq > whenDropped + 5);
    going = false;
    await inserting;
    expect(Math.max(...(await daysStored()))).toBeLessThan(30);
    const { rows } = await store.pool.query<{ n: number }>('select count(*)::int4 as n from fixes');
    expect(rows).toEqual([{ n: seq }]);
  });

  it('a compression that a backlog could meet is refused', () => {
    const make = () => new SeriesKeeper(store.pool, store.kind, { ...KEEPING, compressAfterDays: 3 });
    expect(make).toThrow(StoreError);
    expect(make).toThrow(
      expect.objectContaining({
        code: 'compression_before_horizon',
        message: 'compression after 3 days would meet backlogs of up to 72 hours: set it later',
      }),
    );
  });
});
