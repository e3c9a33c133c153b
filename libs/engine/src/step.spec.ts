import { clockTime, fixOf, planOf, rectangle, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { keepWatch, lastEvent, placeOnRoute, resumeWatch, startWatch, trackOf } from './index.js';

describe('step', () => {
  it('starts knowing nothing', () => {
    const start = startWatch();
    expect([lastEvent(start).time, trackOf(start).last, placeOnRoute(start)]).toEqual([
      -Infinity,
      null,
      null,
    ]);
    expect(start.episodes).toEqual([]);
  });

  it('remembers the last fix, usable or not, and the place on the route', () => {
    const fixes = [
      fixOf(clockTime('08:00'), spot(1_000, 0)),
      fixOf(clockTime('08:01'), spot(1_900, 20), { seq: 7 }),
      fixOf(clockTime('08:02'), null, { seq: 8 }),
    ];
    const { state } = watchFixes(fixes, planOf());
    expect(lastEvent(state)).toMatchObject({ time: clockTime('08:02'), seq: 8 });
    expect(placeOnRoute(state)?.progress).toBeCloseTo(1_900, 0);
    expect(placeOnRoute(state)?.distance).toBeCloseTo(20, 1);
  });
});

describe('a state as it is kept', () => {
  it('names only the rules that remember something, and comes back the same', () => {
    expect(keepWatch(startWatch()).rules).toEqual({});
    const { state } = watchFixes(
      [fixOf(clockTime('08:00'), spot(1_000, 0)), fixOf(clockTime('08:01'), spot(1_900, 0))],
      planOf(),
    );
    const kept = keepWatch(state);
    expect(Object.keys(kept.rules)).toEqual(['unscheduled_stop', 'jamming']);
    expect(resumeWatch(JSON.parse(JSON.stringify(kept)))).toEqual(state);
    expect(resumeWatch({ ...kept, version: kept.version - 1 })).toBeUndefined();
    expect(resumeWatch(null)).toBeUndefined();
  });
});

describe('the size of a state', () => {
  const plan = planOf({ zones: [rectangle('F', 10_000, -1_000, 12_000, 1_000)] });

  it('does not grow with the number of fixes', () => {
    const sizeAfter = (count: number): number => {
      const fixes = Array.from({ length: count }, (_, i) =>
        fixOf(clockTime('08:00') + i * 30_000, spot(6_000 + 4_000 * Math.sin(i / 40), 900 * Math.sin(i / 7))),
      );
      return JSON.stringify(keepWatch(watchFixes(fixes, plan).state)).length;
    };
    expect(sizeAfter(20_000)).toBeLessThan(4_000);
  });
});
