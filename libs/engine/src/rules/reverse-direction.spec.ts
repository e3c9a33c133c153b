import type { Fix, Leg } from '@haidang/domain';
import { clockTime, fixOf, planOf, position, spansOf, spot, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../index.js';

const at = (time: string, east: number, rest: Partial<Fix> = {}, north = 0): Fix =>
  fixOf(clockTime(time), spot(east, north), rest);
const spans = (fixes: readonly Fix[], plan: Plan = planOf()) => spansOf('reverse_direction', fixes, plan);

/** Two fixes at 20,000 m, each 10 m accurate: it surely came as far as 19,990 m. */
const forward = [at('08:00', 20_000), at('08:01', 20_000)];
const EXACT = { accuracy: 0 };
const progressOf = (east: number): number => {
  const { lat, lon } = spot(east, 0);
  return planOf().corridor.locate({ lat, lon }).progress;
};

describe('reverse_direction opens', () => {
  it('past 2 km and both accuracies, from the first fix behind', () => {
    // 19,990 - 17,981 - 10 = 1,999
    expect(spans([...forward, at('08:02', 19_000), at('08:03', 17_981)])).toEqual([]);
    expect(spans([...forward, at('08:02', 19_000), at('08:03', 17_979)])).toEqual(['08:02:00 -']);
  });

  it('at the place of that fix', () => {
    const back = [at('08:02', 19_000, {}, 300), at('08:03', 17_979)];
    const { changes } = watchKind('reverse_direction', [...forward, ...back], planOf());
    expect(changes).toMatchObject([{ place: spot(19_000, 300) }]);
  });

  it('not at the very distance', () => {
    const back = [at('08:00', 20_000, EXACT), at('08:01', 20_000, EXACT), at('08:02', 18_000, EXACT)];
    const reverseBy = progressOf(20_000) - progressOf(18_000);
    expect(spans(back, planOf({ rules: { reverseBy } }))).toEqual([]);
    expect(spans(back, planOf({ rules: { reverseBy: reverseBy - 0.001 } }))).toEqual(['08:02:00 -']);
  });

  it('with the first fix surely behind since the last that was not', () => {
    const hesitates = [...forward, at('08:02', 19_900), at('08:03', 19_985), at('08:04', 19_000)];
    expect(spans([...hesitates, at('08:05', 17_900)])).toEqual(['08:04:00 -']);
    const stands = [...forward, at('08:02', 20_000, EXACT), at('08:03', 20_000, EXACT)];
    expect(spans([...stands, at('08:04', 19_000, EXACT), at('08:05', 17_900)])).toEqual(['08:04:00 -']);
  });

  it('measured from the furthest it came', () => {
    const fixes = [...forward, at('08:02', 21_000), at('08:03', 20_000), at('08:04', 18_979)];
    expect(spans(fixes)).toEqual(['08:03:00 -']);
    expect(spans([...fixes.slice(0, 4), at('08:04', 18_981)])).toEqual([]);
  });

  it('by fixes within the half-width alone, the very edge included', () => {
    const { lat, lon } = spot(17_900, 400);
    const edge = planOf().corridor.locate({ lat, lon }).distance;
    const leg = (halfWidth: number): Plan =>
      planOf({
        legs: [
          {
            line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] },
            halfWidth,
            stops: [],
            checkpoints: [],
          },
        ],
      });
    const fixes = [...forward, at('08:02', 17_900, {}, 400)];
    expect(spans(fixes, leg(edge))).toEqual(['08:02:00 -']);
    expect(spans(fixes, leg(edge - 0.001))).toEqual([]);
  });

  it('after a gap as well: it is further back than it was', () => {
    expect(spans([...forward, at('09:00', 17_000)])).toEqual(['09:00:00 -']);
  });
});

describe('reverse_direction ends', () => {
  const back = [...forward, at('08:02', 19_000), at('08:03', 17_979)];

  it('with a fix 500 m and both accuracies ahead of the hindmost, at that fix', () => {
    // 17,979 + 10 + 500 + 10 = 18,499
    expect(spans([...back, at('08:04', 18_498)])).toEqual(['08:02:00 -']);
    expect(spans([...back, at('08:04', 18_500)])).toEqual(['08:02:00 - 08:04:00']);
    expect(spans([...back, at('08:04', 17_000), at('08:05', 17_519)])).toEqual(['08:02:00 -']);
    expect(spans([...back, at('08:04', 17_000), at('08:05', 17_521)])).toEqual(['08:02:00 - 08:05:00']);
  });

  it('at the very distance', () => {
    const fixes = [...forward, at('08:02', 17_900, EXACT), at('08:03', 18_400, EXACT)];
    const reverseEnd = progressOf(18_400) - progressOf(17_900);
    expect(spans(fixes, planOf({ rules: { reverseEnd } }))).toEqual(['08:02:00 - 08:03:00']);
    expect(spans(fixes, planOf({ rules: { reverseEnd: reverseEnd + 0.001 } }))).toEqual(['08:02:00 -']);
  });

  it('and falls back anew from there', () => {
    const turned = [...back, at('08:04', 18_600), at('08:10', 18_600)];
    expect(spans([...turned, at('08:20', 16_581)])).toEqual(['08:02:00 - 08:04:00']);
    expect(spans([...turned, at('08:20', 16_579)])).toEqual(['08:02:00 - 08:04:00', '08:20:00 -']);
  });

  it('where another corridor measures otherwise, and begins anew on it', () => {
    const plan = planOf();
    const same = planOf({ version: 2, from: clockTime('08:03:30'), before: plan });
    expect(spans([...back, at('08:04', 17_900)], same)).toEqual(['08:02:00 -']);
    const other = planOf({
      version: 2,
      from: clockTime('08:03:30'),
      before: plan,
      legs: [
        {
          line: { type: 'LineString', coordinates: [position(-1_000, 0), position(100_000, 0)] },
          halfWidth: 500,
          stops: [],
          checkpoints: [],
        },
      ],
    });
    expect(spans([...back, at('08:04', 17_900)], other)).toEqual(['08:02:00 - 08:03:30']);
    expect(spans([...forward, at('08:04', 17_900)], other)).toEqual([]);
  });
});

describe('what was not driven along the route', () => {
  /** 10 km east, and back 300 m beside it: at 1,000 m the two are 18.3 km of the route apart. */
  const hairpin: Leg = {
    line: {
      type: 'LineString',
      coordinates: [position(0, 0), position(10_000, 0), position(10_000, 300), position(0, 300)],
    },
    halfWidth: 500,
    stops: [],
    checkpoints: [],
  };

  it('is no way back: 300 m to the side, where the route passes itself', () => {
    const fixes = [at('08:00', 1_000, {}, 290), at('08:01', 1_000, {}, 290), at('08:02', 1_000, {}, 10)];
    expect(spans([...fixes, at('08:03', 1_200, {}, 10)], planOf({ legs: [hairpin] }))).toEqual([]);
  });

  it('was driven at the very speed that is possible', () => {
    const plan = planOf({ legs: [hairpin] });
    const progress = (north: number): number => {
      const { lat, lon } = spot(1_000, north);
      return plan.corridor.locate({ lat, lon }).progress;
    };
    // metres in 3.6 s are km/h
    const maxSpeed = Math.abs(progress(10) - progress(290)) - 2 * 10;
    const fixes = [
      at('08:00', 1_000, {}, 290),
      at('08:01', 1_000, {}, 290),
      at('08:01:03.600', 1_000, {}, 10),
    ];
    const of = (rules: { maxSpeed: number }) => planOf({ legs: [hairpin], rules });
    expect(spans(fixes, of({ maxSpeed }))).toEqual(['08:01:03.600 -']);
    expect(spans(fixes, of({ maxSpeed: maxSpeed - 0.001 }))).toEqual([]);
  });

  it('is measured anew from a jump', () => {
    const away = ['08:02', '08:03', '08:04', '08:05'].map((time) => at(time, 5_000));
    expect(
      spans(
        [...forward, ...away].map((fix, seq) => ({ ...fix, seq })),
        planOf({ rules: { maxSpeed: 100 } }),
      ),
    ).toEqual([]);
  });
});
