import { MINUTE } from '@haidang/domain';
import { keepWatch } from '@haidang/engine';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, expect, it } from 'vitest';
import { anHourAgo, fixAt, registerTransits, Road } from './road.js';

failOnLeaks();

/** As devices say them: with a digit or two, or as their arithmetic leaves them. */
const NUMBERS = [
  ...[12.3, 12.34, 12.30001, 99.9999, 0.1, 0.30000000000000004, 7.000000001, 100 / 3, 200 / 7],
  ...[1e-7, 1.00053e-42, 16.777217, 87.65432198, 61.803398874989484, 12, 0],
];

forEachStore((store) => {
  const start = anHourAgo();
  beforeAll(() => registerTransits(store.pool, ['S1'], start));

  it('a seal is judged by the same numbers as its messages come in and when they are read again', async () => {
    const live = await Road.open(store);
    const fixes = NUMBERS.map((n, i) => ({
      ...fixAt(i, start + (i + 1) * MINUTE, 1_000 + 300 * i, i % 4 === 3 ? 540 : 0),
      ...{ accuracy: n, speed: n, heading: n, battery: n },
    }));
    const states: unknown[] = [];
    for (const fix of fixes) {
      live.takeFixes('S1', fix);
      await live.pipeline.drain();
      states.push(stateOf(live));
      // nothing is left but the log
      await store.pool.query('truncate seal_states, milestones');
      const again = await Road.open(store);
      expect(stateOf(again), `after ${String(fix.accuracy)}`).toEqual(states.at(-1));
    }
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(NUMBERS.length);
  });

  function stateOf(road: Road): unknown {
    return JSON.parse(JSON.stringify(keepWatch(road.directory.sealsOfTransit('T-S1')[0]!.watch!)));
  }
});
