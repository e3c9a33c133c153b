import type { AlarmChange, Fix, Zone } from '@haidang/domain';
import {
  clockTime,
  fixEvents,
  fixOf,
  lawRuns,
  planOf,
  rectangle,
  shortOrLong,
  spot,
  watchFixes,
} from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { keepWatch, resumeWatch, startWatch, step, stepAll, trackOf, type WatchState } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 900_000) });
const histories = lawRuns(500, 10_000);

const zones: readonly Zone[] = [
  rectangle('F', 10_000, -1_000, 12_000, 1_000),
  {
    ...rectangle('G', 11_500, -300, 13_000, 2_000),
    geometry: { type: 'Circle', center: spot(14_000, 0), radius: 400 },
  },
  {
    ...rectangle('H', 5_000, -800, 9_000, 200),
    calendar: { offset: 0, spans: [{ days: [0], from: 8 * 60 + 20, to: 8 * 60 + 50 }] },
  },
];
const plan = planOf({ zones });

/** A drive along the road that wavers, jumps, falls silent, strays and stands: fixes in time order, none twice. */
const drive: fc.Arbitrary<Fix[]> = fc
  .array(
    fc.record({
      wait: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 90 }) },
        { weight: 1, arbitrary: fc.integer({ min: 500, max: 900 }) },
        { weight: 1, arbitrary: fc.constant(0) },
      ),
      speed: fc.integer({ min: -10, max: 30 }),
      aside: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: -400, max: 400 }) },
        { weight: 3, arbitrary: fc.integer({ min: -2_500, max: 2_500 }) },
        { weight: 1, arbitrary: fc.integer({ min: -60_000, max: 60_000 }) },
      ),
      stays: fc.integer({ min: 1, max: 5 }),
      accuracy: fc.constantFrom(5, 12, null, 80, 250),
      lost: fc.boolean(),
    }),
    { minLength: 5, maxLength: 40 },
  )
  .map((moves) => {
    let [time, east, seq] = [clockTime('08:00'), 6_000, 0];
    const fixes: Fix[] = [];
    for (const { wait, speed, aside, stays, accuracy, lost } of moves) {
      for (let i = 0; i < stays; i++) {
        time += wait * 1_000;
        east += speed * Math.min(wait, 60);
        const place = lost && i === 0 ? null : spot(east, aside);
        fixes.push(fixOf(time, place, { seq: seq++, accuracy }));
      }
    }
    return fixes;
  });

/** The standing alarms a list of changes leads to: the last word on each key. */
function standing(changes: readonly AlarmChange[]): Map<string, AlarmChange> {
  return new Map(changes.map((change) => [change.key, change]));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const everyHistory = (check: (fixes: Fix[]) => void): void =>
  fc.assert(fc.property(drive, check), { numRuns: histories });

describe('the laws of a step', () => {
  it('gives the same again and changes nothing it is given', () => {
    everyHistory((fixes) => {
      let state: WatchState = deepFreeze(startWatch('in_transit'));
      for (const event of fixEvents(fixes)) {
        const [first, second] = [step(state, deepFreeze(event), plan), step(state, event, plan)];
        expect(second).toEqual(first);
        state = deepFreeze(first).state;
      }
    });
  });

  it('goes on from a state that JSON carried, after any fix', () => {
    everyHistory((fixes) => {
      let carried = startWatch('in_transit');
      const changes = fixEvents(fixes).flatMap((event) => {
        const next = step(carried, event, plan);
        carried = resumeWatch(JSON.parse(JSON.stringify(keepWatch(next.state))))!;
        return next.changes;
      });
      const straight = watchFixes(fixes, plan);
      expect(changes).toEqual(straight.changes);
      expect(carried).toEqual(straight.state);
    });
  });

  it('does not care how fixes are cut into batches', () => {
    fc.assert(
      fc.property(drive, fc.nat({ max: 200 }), (fixes, cut) => {
        const first = watchFixes(fixes.slice(0, cut), plan);
        const second = stepAll(first.state, fixEvents(fixes.slice(cut)), plan);
        const whole = watchFixes(fixes, plan);
        expect([...first.changes, ...second.changes]).toEqual(whole.changes);
        expect(second.state).toEqual(whole.state);
      }),
      { numRuns: histories },
    );
  });

  it('speaks in episodes: each opens, may grow worse, and ends, in this order, at times that make sense', () => {
    everyHistory((fixes) => {
      const last = new Map<string, AlarmChange>();
      for (const change of watchFixes(fixes, plan).changes) {
        const before = last.get(change.key);
        expect(change).not.toEqual(before);
        expect(change.start).toBe(before?.start ?? change.start);
        if (change.end !== null) {
          // resumed and ended again within one step
          expect(change.end).toBeGreaterThan(before?.end ?? -Infinity);
          expect(change.end).toBeGreaterThanOrEqual(change.start);
        }
        if (before?.severity === 'critical') expect(change.severity).toBe('critical');
        expect(change.start).toBeGreaterThanOrEqual(fixes[0]!.time);
        expect(change.end ?? change.start).toBeLessThanOrEqual(fixes.at(-1)!.time);
        last.set(change.key, change);
      }
    });
  });

  it('never has two alarms of one cause at a time, nor two within the time to rejoin', () => {
    everyHistory((fixes) => {
      const alarms = [...standing(watchFixes(fixes, plan).changes).values()];
      const causeOf = ({ kind, cause }: AlarmChange): string => `${kind}/${cause}`;
      for (const cause of new Set(alarms.map(causeOf))) {
        const inOrder = alarms.filter((alarm) => causeOf(alarm) === cause).sort((a, b) => a.start - b.start);
        for (const [i, later] of inOrder.slice(1).entries())
          expect(later.start - inOrder[i]!.end!).toBeGreaterThan(plan.rules.rejoin);
      }
    });
  });

  it('sees the histories these laws need: each kind opening and ending, growing worse, resuming, dropping outliers', () => {
    const seen = { off_route: 0, forbidden_zone: 0, ended: 0, critical: 0, resumed: 0, outliers: 0 };
    let total = 0;
    everyHistory((fixes) => {
      const { state, changes } = watchFixes(fixes, plan);
      const has = (test: (change: AlarmChange, i: number) => boolean): number => (changes.some(test) ? 1 : 0);
      total++;
      seen.off_route += has(({ kind }) => kind === 'off_route');
      seen.forbidden_zone += has(({ kind }) => kind === 'forbidden_zone');
      seen.ended += has(({ end }) => end !== null);
      seen.critical += has(({ kind, severity }) => kind === 'off_route' && severity === 'critical');
      seen.resumed += has(
        ({ key, end }, i) =>
          end === null && changes.slice(0, i).some((one) => one.key === key && one.end !== null),
      );
      seen.outliers += trackOf(state).outliers > 0 ? 1 : 0;
    });
    for (const [what, count] of Object.entries(seen)) expect(count / total, what).toBeGreaterThan(0.03);
  });
});

describe('fixes from anywhere', () => {
  const anywhere = fc.array(
    fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      accuracy: fc.constantFrom(null, 0, 5, 199, 1e9),
      wait: fc.integer({ min: 0, max: 2 ** 31 }),
    }),
    { maxLength: 30 },
  );

  it('are stepped without a fault, and leave only numbers that JSON can carry', () => {
    const believing = planOf({ zones, rules: { jumpFixes: 1, maxGap: 1e12 } });
    fc.assert(
      fc.property(anywhere, (places) => {
        let time = clockTime('08:00');
        const fixes = places.map(({ lat, lon, accuracy, wait }, seq) =>
          fixOf((time += wait), { lat, lon }, { seq, accuracy }),
        );
        const { state, changes } = watchFixes(fixes, believing);
        expect(JSON.stringify({ state, changes })).not.toMatch(
          /"(time|start|lat|lon|distance|progress)":null/,
        );
      }),
      { numRuns: histories },
    );
  });
});
