import { distanceBetween } from '@haidang/geo';
import type { Fix, TransitState, Zone } from '@haidang/domain';
import { clockTime, fixOf, planOf, rectangle, spansOf, spot, stepped } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { Plan, WatchEvent } from '../index.js';

const port: Zone = { ...rectangle('O', -1_000, -400, 1_000, 400), kind: 'facility', facilityId: 'ORIGIN' };
const plan = planOf({ zones: [port] });
const at = (time: string, east: number, rest: Partial<Fix> = {}): Fix =>
  fixOf(clockTime(time), spot(east, 0), rest);
const spans = (told: readonly (Fix | WatchEvent)[], of: Plan = plan, phase: TransitState = 'registered') =>
  spansOf('unarmed_movement', told, of, phase);

const inside = [at('08:00', 900), at('08:01', 900)];
const out = [...inside, at('08:02', 1_100), at('08:03', 1_611)];

describe('unarmed_movement opens', () => {
  it('past 500 m and the accuracy from the first fix outside, and starts at that', () => {
    expect(spans([...inside, at('08:02', 1_100), at('08:03', 1_609)])).toEqual([]);
    expect(spans(out)).toEqual(['08:02:00 -']);
  });

  it('not at the very distance', () => {
    const [a, b] = [spot(1_100, 0), spot(1_600, 0)];
    const unarmedBy = distanceBetween(a.lat, a.lon, b.lat, b.lon);
    const fixes = [...inside, at('08:02', 1_100), at('08:03', 1_600, { accuracy: 0 })];
    expect(spans(fixes, planOf({ zones: [port], rules: { unarmedBy } }))).toEqual([]);
    const less = planOf({ zones: [port], rules: { unarmedBy: unarmedBy - 0.001 } });
    expect(spans(fixes, less)).toEqual(['08:02:00 -']);
  });

  it('measured anew once it was inside again', () => {
    const again = [...inside, at('08:02', 1_100), at('08:03', 900), at('08:04', 1_300)];
    expect(spans([...again, at('08:05', 1_800)])).toEqual([]);
    expect(spans([...again, at('08:05', 1_811)])).toEqual(['08:04:00 -']);
  });

  it('anywhere where the origin has no zone, and never where it has not moved', () => {
    expect(spans(out, planOf())).toEqual(['08:00:00 -']);
    expect(spans([at('08:00', 5_000), at('08:01', 5_000), at('10:00', 5_000)])).toEqual([]);
  });

  it('of zones of the origin alone', () => {
    const other = planOf({ zones: [{ ...port, facilityId: 'OTHER' }] });
    expect(spans(out, other)).toEqual(['08:00:00 -']);
    const stop = planOf({ zones: [{ ...port, kind: 'stop' }] });
    expect(spans(out, stop)).toEqual(['08:00:00 -']);
  });

  it('while the transit is only registered', () => {
    for (const phase of ['sealed', 'in_transit', 'arrived', 'closed', 'cancelled'] as const)
      expect(spans(out, plan, phase), phase).toEqual([]);
  });
});

describe('unarmed_movement ends', () => {
  it('when it is sealed', () => {
    expect(spans([...out, stepped('seal', '08:10')])).toEqual(['08:02:00 - 08:10:00']);
  });

  it('with two fixes in a row back inside, at the first of them', () => {
    const one = [...out, at('08:04', 900)];
    expect(spans(one)).toEqual(['08:02:00 -']);
    expect(spans([...one, at('08:05', 900)])).toEqual(['08:02:00 - 08:04:00']);
    expect(spans([...one, at('08:05', 1_100), at('08:06', 900)])).toEqual(['08:02:00 -']);
    const later = [...one, at('08:05', 1_100), at('08:06', 900), at('08:07', 900)];
    expect(spans(later)).toEqual(['08:02:00 - 08:06:00']);
  });

  it('and is the same when it moves out again within 5 min, later another', () => {
    const back = [...out, at('08:04', 900), at('08:05', 900)];
    expect(spans([...back, at('08:09', 1_100), at('08:10', 1_700)])).toEqual(['08:02:00 -']);
    expect(spans([...back, at('08:09:01', 1_100), at('08:10', 1_700)])).toEqual([
      '08:02:00 - 08:04:00',
      '08:09:01 -',
    ]);
  });
});
