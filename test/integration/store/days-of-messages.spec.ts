import { DAY, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from '../road.js';

failOnLeaks();

/** Days come and go under the messages: none is lost for it. */
forEachStore((store) => {
  const start = anHourAgo();
  let road: Road;
  beforeAll(() => registerTransits(store.pool, ['S1'], start));
  beforeEach(async () => {
    await store.pool.query('truncate fixes, quarantine, seal_states, settings');
    road = await Road.open(store);
  });
  afterEach(() => {
    vi.useRealTimers();
    return road.pipeline.drain();
  });

  it('what came five days ago and could not be committed before is kept under its day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 5 * DAY });
    road.takeFixes('S1', 'no fix');
    vi.useRealTimers();
    await road.pipeline.drain();
    expect(road.acknowledged).toHaveLength(1);
    expect(await road.count('quarantine', `received_at < now() - interval '4 days'`)).toBe(1);
  });

  it('a day whose partition somebody dropped is made again; nothing is refused for it', async () => {
    road.takeFixes('S1', fixAt(1, start, 100));
    await road.pipeline.drain();
    if (store.kind === 'partitions') {
      const day = new Date(start).toISOString().slice(0, 10).replaceAll('-', '');
      await store.pool.query(`drop table fixes_${day}`);
    } else {
      await store.pool.query(`select drop_chunks('fixes', now() + interval '7 days')`);
    }
    for (const seq of [2, 3, 4]) road.takeFixes('S1', fixAt(seq, start + seq * MINUTE, 100));
    await road.pipeline.drain();
    expect(road.acknowledged).toHaveLength(4);
    expect(await road.count('fixes')).toBe(3);
    expect(await road.count('quarantine')).toBe(0);
  });
});
