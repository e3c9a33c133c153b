import type { AlarmChange, Fix } from '@haidang/domain';
import { clockTime, fixOf, legAlong, planOf, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../index.js';

/** The road runs along the equator, 500 m to either side; fixes have an accuracy of 10 m: outside begins at 510 m. */
function at(time: string, north: number, rest: Partial<Fix> = {}): Fix {
  const instant = clockTime(time);
  const secondsSinceEight = (instant - clockTime('08:00')) / 1_000;
  return fixOf(instant, spot(10_000 + 10 * secondsSinceEight, north), rest);
}

const onTheRoad = [at('08:00', 0), at('08:00:30', 0)];

function changesOf(fixes: readonly Fix[], plan: Plan = planOf()): readonly AlarmChange[] {
  const { changes } = watchFixes([...onTheRoad, ...fixes], plan);
  return changes.filter(({ kind }) => kind === 'off_route');
}

const straying = [at('08:01', 600), at('08:01:30', 700), at('08:02', 650)];

describe('off_route', () => {
  it('opens with three fixes outside over 60 s, from the first of them', () => {
    const changes = changesOf(straying);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      key: `T1/S1/off_route//${clockTime('08:01')}/${clockTime('08:02')}`,
      kind: 'off_route',
      severity: 'major',
      start: clockTime('08:01'),
      end: null,
      place: spot(10_600, 600),
      why: { rule: 'off_route', measured: { distance: 650, accuracy: 10, leg: 0, progress: 11_200 } },
    });
    expect(changes[0]!.why.settings).toMatchObject({
      halfWidth: 500,
      offRouteFixes: 3,
      offRouteAfter: 60_000,
    });
  });

  it('does not open with two fixes, or with three in less than 60 s', () => {
    expect(changesOf(straying.slice(0, 2))).toEqual([]);
    expect(changesOf([at('08:01', 600), at('08:01:30', 700), at('08:01:59', 650)])).toEqual([]);
    expect(changesOf([at('08:01', 600), at('08:02', 650)])).toEqual([]);
  });

  it('widens the corridor by the accuracy', () => {
    const edge = (north: number, accuracy: number): Fix[] => [
      at('08:01', north, { accuracy }),
      at('08:01:30', north, { accuracy }),
      at('08:02', north, { accuracy }),
    ];
    expect(changesOf(edge(509, 10))).toEqual([]);
    expect(changesOf(edge(511, 10))).toHaveLength(1);
    expect(changesOf(edge(599, 100))).toEqual([]);
    expect(changesOf(edge(601, 100))).toHaveLength(1);
  });

  it('begins to count anew after a fix that is not outside', () => {
    const inside = [
      at('08:01', 600),
      at('08:01:30', 700),
      at('08:02', 490),
      at('08:02:30', 600),
      at('08:03', 600),
    ];
    expect(changesOf(inside)).toEqual([]);
    const undecided = [
      at('08:01', 600),
      at('08:01:30', 700),
      at('08:02', 505),
      at('08:02:30', 600),
      at('08:03', 600),
    ];
    expect(changesOf(undecided)).toEqual([]);
    const changes = changesOf([...inside, at('08:03:30', 600)]);
    expect(changes).toMatchObject([{ start: clockTime('08:02:30') }]);
  });

  it('does not open on jitter about the edge', () => {
    const jitter = Array.from({ length: 100 }, (_, i) =>
      fixOf(clockTime('08:01') + i * 30_000, spot(10_600, 500 + (i % 3 === 2 ? -30 : 40))),
    );
    expect(changesOf(jitter)).toEqual([]);
  });

  it('says nothing more while it goes on', () => {
    const on = Array.from({ length: 50 }, (_, i) =>
      fixOf(clockTime('08:03') + i * 30_000, spot(12_000, 700)),
    );
    expect(changesOf([...straying, ...on])).toHaveLength(1);
  });

  it('ends with two fixes inside, at the first of them', () => {
    const changes = changesOf([...straying, at('08:02:30', 400), at('08:03', 300), at('08:03:30', 0)]);
    expect(changes).toHaveLength(2);
    expect(changes[1]).toMatchObject({
      key: changes[0]!.key,
      start: changes[0]!.start,
      end: clockTime('08:02:30'),
    });
  });

  it('does not end with one fix inside, nor with coarse ones that may be', () => {
    expect(changesOf([...straying, at('08:02:30', 400), at('08:03', 600), at('08:03:30', 400)])).toHaveLength(
      1,
    );
    const coarse = [at('08:02:30', 600, { accuracy: 150 }), at('08:03', 600, { accuracy: 150 })];
    expect(changesOf([...straying, ...coarse])).toHaveLength(1);
  });

  it('becomes critical past three half-widths, once', () => {
    const changes = changesOf([
      ...straying,
      at('08:02:30', 1_509),
      at('08:03', 1_511),
      at('08:03:30', 1_900),
    ]);
    expect(changes.map(({ severity }) => severity)).toEqual(['major', 'critical']);
    expect(changes[1]).toMatchObject({
      key: changes[0]!.key,
      end: null,
      why: { measured: { distance: 1_511 } },
    });
  });

  it('opens critical when a fix was that far already', () => {
    const changes = changesOf([at('08:01', 600), at('08:01:30', 1_600), at('08:02', 700)]);
    expect(changes).toMatchObject([{ severity: 'critical' }]);
  });

  it('is the same episode when it resumes within 5 min, and another one later', () => {
    const back = [at('08:02:30', 400), at('08:03', 300)];
    const again = (minute: number, second: string): Fix[] =>
      [0, 1, 2].map((i) => at(`08:0${minute + i}:${second}`, 600));
    const resumed = changesOf([...straying, ...back, ...again(7, '30')]);
    expect(resumed.map(({ key, end }) => [key, end])).toEqual([
      [resumed[0]!.key, null],
      [resumed[0]!.key, clockTime('08:02:30')],
      [resumed[0]!.key, null],
    ]);
    expect(resumed[2]).toMatchObject({ key: resumed[0]!.key, start: resumed[0]!.start, end: null });
    const later = changesOf([...straying, ...back, ...again(7, '31')]);
    expect(later[2]).toMatchObject({ start: clockTime('08:07:31'), end: null });
    expect(later[2]!.key).not.toBe(later[0]!.key);
  });

  it('judges each leg by its own half-width', () => {
    const plan = planOf({ legs: [legAlong(0, 10_300, 500), legAlong(10_300, 100_000, 200)] });
    const along = [at('08:02', 300), at('08:02:30', 300), at('08:03', 300)];
    expect(changesOf(along)).toEqual([]);
    expect(changesOf(along, plan)).toMatchObject([
      { why: { settings: { halfWidth: 200 }, measured: { leg: 1 } } },
    ]);
  });

  it('goes by its settings', () => {
    const plan = planOf({ rules: { offRouteFixes: 2, offRouteAfter: 0, endFixes: 1 } });
    const changes = changesOf([at('08:01', 600), at('08:01:30', 600), at('08:02', 0)], plan);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:02')]);
  });

  it('takes no notice of an outlier, and all of a move that is real', () => {
    expect(
      changesOf([at('08:01', 50_000), at('08:01:30', 0), at('08:02', 50_000), at('08:02:30', 0)]),
    ).toEqual([]);
    const moved = changesOf([at('08:01', 50_000), at('08:01:30', 50_000), at('08:02', 50_000)]);
    expect(moved).toMatchObject([{ start: clockTime('08:01'), severity: 'critical' }]);
  });

  it('hears of fixes far apart in time as of any others', () => {
    const sparse = [at('08:20', 600), at('08:40', 600), at('09:00', 600)];
    expect(changesOf(sparse)).toMatchObject([{ start: clockTime('08:20') }]);
  });

  it('is neither outside nor back at the very edges, nor critical at the very distance', () => {
    const exact = { accuracy: 0 };
    const beside = (...norths: number[]): Fix[] => norths.map((north, i) => at(`08:0${i + 1}`, north, exact));
    const { lat, lon } = spot(10_600, 400);
    const edge = planOf().corridor.locate({ lat, lon }).distance;
    const plan = (halfWidth: number, offRouteCritical = 3): Plan =>
      planOf({ legs: [legAlong(0, 100_000, halfWidth)], rules: { offRouteCritical } });
    expect(changesOf(beside(400, 400, 400), plan(edge))).toEqual([]);
    expect(changesOf(beside(400, 400, 400), plan(edge - 0.001))).toHaveLength(1);
    const back = changesOf(beside(900, 900, 900, 400, 400), plan(edge));
    expect(back.at(-1)).toMatchObject({ end: clockTime('08:04') });
    const severity = (critical: number) =>
      changesOf(beside(400, 400, 400), plan(edge / 2, critical))[0]!.severity;
    expect([severity(2), severity(1.999)]).toEqual(['major', 'critical']);
  });
});
