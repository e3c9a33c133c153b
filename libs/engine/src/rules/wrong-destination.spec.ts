import type { Fix, TransitState, Zone } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import { clockTime, fixEvents, fixOf, planOf, rectangle, spansOf, spot, stepped } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { startWatch, stepAll, type Plan, type WatchEvent } from '../index.js';

const facility = (id: string, facilityId: string, west: number, east: number): Zone => ({
  ...rectangle(id, west, -400, east, 400),
  kind: 'facility',
  facilityId,
});
/** From 10,000 m to 12,000 m along the road. */
const other = facility('W', 'OTHER', 10_000, 12_000);
const plan = planOf({ zones: [other] });
const at = (time: string, east: number, rest: Partial<Fix> = {}): Fix =>
  fixOf(clockTime(time), spot(east, 0), rest);
const spans = (told: readonly (Fix | WatchEvent)[], of: Plan = plan, phase: TransitState = 'in_transit') =>
  spansOf('wrong_destination', told, of, phase);

/** Crosses the edge at 08:01:30, half-way between 9,500 m and 10,500 m. */
const entered = [at('08:00', 9_000), at('08:01', 9_500), at('08:02', 10_500)];
const stays = [...entered, at('08:11:30', 10_500)];

describe('wrong_destination opens', () => {
  it('ten minutes after the crossing in, and starts there', () => {
    expect(spans([...entered, at('08:11:29.999', 10_500)])).toEqual([]);
    expect(spans(stays)).toEqual(['08:01:30 -']);
  });

  it('from the first fix inside where a gap hides the crossing', () => {
    const gap = [at('08:00', 9_000), at('08:01', 9_500), at('08:11:01', 10_500), at('08:21', 10_500)];
    expect(spans(gap)).toEqual([]);
    expect(spans([...gap, at('08:21:01', 10_500)])).toEqual(['08:11:01 -']);
  });

  it('by a fix deeper inside than its accuracy', () => {
    expect(spans([...entered, at('08:12', 10_020, { accuracy: 25 })])).toEqual([]);
    expect(spans([...entered, at('08:12', 10_020, { accuracy: 15 })])).toEqual(['08:01:30 -']);
  });

  it('not by one just as deep', () => {
    const { lat, lon } = spot(10_020, 0);
    const accuracy = plan.zones.get('W')!.shape.depth(lat, lon);
    expect(spans([...entered, at('08:12', 10_020, { accuracy })])).toEqual([]);
    expect(spans([...entered, at('08:12', 10_020, { accuracy: accuracy - 0.001 })])).toEqual(['08:01:30 -']);
  });

  it('by a coarse fix at the core of a small zone, deeper than half of its deepest place', () => {
    const [center, beside] = [spot(10_500, 0), spot(10_510, 0)];
    const stand = ['08:00', '08:01', '08:11'].map((time) => at(time, 10_510, { accuracy: 50 }));
    const within = (radius: number) =>
      spans(stand, planOf({ zones: [{ ...other, geometry: { type: 'Circle', center, radius } }] }));
    const half = distanceBetween(center.lat, center.lon, beside.lat, beside.lon);
    expect(within(2 * half)).toEqual([]);
    expect(within(2 * half + 0.001)).toEqual(['08:00:00 -']);
  });

  it('over one fix outside in a row, not over two', () => {
    const out = (...times: string[]) => [...entered, ...times.map((time) => at(time, 9_900))];
    expect(spans([...out('08:05'), at('08:11:30', 10_500)])).toEqual(['08:01:30 -']);
    expect(spans([...out('08:05', '08:05:10'), at('08:11:30', 10_500)])).toEqual([]);
    const apart = [...out('08:05'), at('08:06', 10_500), at('08:07', 9_900), at('08:12', 10_500)];
    expect(spans(apart)).toEqual(['08:01:30 -']);
  });

  it('not with a fix outside, though the stay is not over', () => {
    expect(spans([...entered, at('08:12', 9_990)])).toEqual([]);
  });

  it('at another facility than origin and destination, not at a stop or checkpoint of the route', () => {
    const of = (zone: Partial<Zone>, rest = {}) =>
      spans(stays, planOf({ zones: [{ ...other, ...zone }], ...rest }));
    expect(of({})).toEqual(['08:01:30 -']);
    expect(of({ facilityId: 'ORIGIN' })).toEqual([]);
    expect(of({ facilityId: 'DESTINATION' })).toEqual([]);
    expect(of({ kind: 'stop' })).toEqual([]);
    expect(of({}, { stops: ['W'] })).toEqual([]);
    expect(of({}, { checkpoints: ['W'] })).toEqual([]);
    const { facilityId: _, ...nameless } = other;
    expect(spans(stays, planOf({ zones: [nameless] }))).toEqual([]);
  });

  it('not where it also is at an expected place', () => {
    const both = (zone: Zone, rest = {}) => spans(stays, planOf({ zones: [other, zone], ...rest }));
    expect(both(facility('O', 'ORIGIN', 10_400, 10_600))).toEqual([]);
    expect(both(facility('D', 'DESTINATION', 10_400, 10_600))).toEqual([]);
    const stop: Zone = { ...rectangle('P', 10_400, -400, 10_600, 400), kind: 'stop' };
    expect(both(stop, { stops: ['P'] })).toEqual([]);
    expect(both(stop, { checkpoints: ['P'] })).toEqual([]);
    expect(both(stop)).toEqual(['08:01:30 -']);
  });

  it('one alarm a zone', () => {
    const two = planOf({ zones: [other, facility('V', 'THIRD', 10_200, 12_000)] });
    expect(spans(stays, two)).toEqual(['08:01:30 -']);
    expect(spans([...stays, at('08:11:42', 10_500)], two)).toEqual(['08:01:30 -', '08:01:42 -']);
  });

  it('under way alone', () => {
    for (const phase of ['registered', 'sealed', 'arrived', 'closed', 'cancelled'] as const)
      expect(spans(stays, plan, phase), phase).toEqual([]);
  });
});

describe('wrong_destination ends', () => {
  it('with two fixes in a row outside, at the crossing out', () => {
    const one = [...stays, at('08:12', 10_500), at('08:13', 9_500)];
    expect(spans(one)).toEqual(['08:01:30 -']);
    expect(spans([...one, at('08:14', 9_000)])).toEqual(['08:01:30 - 08:12:30']);
    expect(spans([...one, at('08:14', 10_500), at('08:15', 9_500)])).toEqual(['08:01:30 -']);
  });

  it('after a gap at the first fix outside', () => {
    expect(spans([...stays, at('08:22', 9_500), at('08:23', 9_500)])).toEqual(['08:01:30 - 08:22:00']);
  });

  it('when the zone is withdrawn, changed or expected, and goes on when it is not', () => {
    const next = (zones: readonly Zone[], rest = {}) =>
      planOf({ version: 2, from: clockTime('08:13'), before: plan, zones, ...rest });
    const going = [...stays, at('08:14', 10_500)];
    expect(spans(going, next([]))).toEqual(['08:01:30 - 08:13:00']);
    expect(spans(going, next([facility('W', 'OTHER', 10_000, 13_000)]))).toEqual(['08:01:30 - 08:13:00']);
    expect(spans(going, next([other], { stops: ['W'] }))).toEqual(['08:01:30 - 08:13:00']);
    expect(spans(going, next([other], { destination: 'OTHER' }))).toEqual(['08:01:30 - 08:13:00']);
    expect(spans(going, next([other], { origin: 'OTHER' }))).toEqual(['08:01:30 - 08:13:00']);
    expect(spans(going, next([{ ...other, name: 'Renamed' }]))).toEqual(['08:01:30 -']);
    expect(spans(going, next([other, facility('V', 'THIRD', 50_000, 51_000)]))).toEqual(['08:01:30 -']);
  });

  it('for the zone that is withdrawn, and not for another one it stays in', () => {
    const third = facility('V', 'THIRD', 10_200, 12_000);
    const before = planOf({ zones: [other, third] });
    const next = planOf({ version: 2, from: clockTime('08:05'), before, zones: [third] });
    const told = [...entered, at('08:04', 10_500), at('08:06', 10_500), at('08:11:42', 10_500)];
    // 700 m of 1,000 m to the edge of the third
    expect(spans(told, next)).toEqual(['08:01:42 -']);
  });

  it('and goes on when it is back within 5 min, however late that is proven', () => {
    const left = [...stays, at('08:12', 10_500), at('08:13', 9_500), at('08:14', 9_000)];
    const silent = fixOf(clockTime('08:28'), null);
    const proven = [silent, at('08:28:30', 10_500)];
    expect(spans([...left, at('08:17', 9_500), at('08:18', 10_500), ...proven])).toEqual(['08:01:30 -']);
    expect(spans([...left, at('08:17:02', 9_500), at('08:18', 10_500), ...proven])).toEqual([
      '08:01:30 - 08:12:30',
      '08:17:31 -',
    ]);
  });

  it('and is let go of once nothing can prove any more that it went on', () => {
    const left = [...stays, at('08:12', 10_500), at('08:13', 9_500), at('08:14', 9_000)];
    const until = (last: string) => {
      const { state } = stepAll(startWatch('in_transit'), fixEvents([...left, at(last, 9_000)]), plan);
      return state.episodes.map(({ cause }) => cause);
    };
    expect(until('08:27:30')).toEqual(['W']);
    expect(until('08:27:31')).toEqual([]);
  });

  it('with the journey', () => {
    expect(spans([...stays, stepped('arrive', '08:15')])).toEqual(['08:01:30 - 08:15:00']);
  });
});

describe('a facility that is foreign only from a time on', () => {
  const changed = (before: Plan, rest: Parameters<typeof planOf>[0] = {}) =>
    planOf({ version: 2, from: clockTime('08:01:45'), before, zones: [other], ...rest });

  it('is one from then on', () => {
    expect(spans(stays, changed(planOf({ zones: [] })))).toEqual([]);
    const later = [...stays, at('08:11:45', 10_500)];
    expect(spans(later, changed(planOf({ zones: [] })))).toEqual(['08:01:45 -']);
    expect(spans(later, changed(planOf({ zones: [other], destination: 'OTHER' })))).toEqual(['08:01:45 -']);
  });
});
