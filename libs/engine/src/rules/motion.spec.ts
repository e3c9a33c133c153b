import { MINUTE, type AlarmKind, type Fix, type Zone } from '@haidang/domain';
import { memoryOf } from './index.js';
import { clockTime, fixEvents, fixOf, planOf, rectangle, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { etaOf, stepAll, type Plan } from '../index.js';

const start = clockTime('08:00');

/** A fix a minute, so many metres east. */
const drive = (...easts: readonly number[]): Fix[] =>
  easts.map((east, i) => fixOf(start + i * MINUTE, spot(east, 0)));

function spans(kind: AlarmKind, fixes: readonly Fix[], plan: Plan, phase?: 'registered'): unknown[] {
  const { changes } = watchFixes(fixes, plan, phase);
  const minutes = (time: number | null): number | null => (time === null ? null : (time - start) / MINUTE);
  return changes.filter((one) => one.kind === kind).map((one) => [minutes(one.start), minutes(one.end)]);
}

describe('reverse_direction', () => {
  it('opens past 2 km and both accuracies, ends 500 m and both accuracies ahead again', () => {
    const back = drive(20_000, 20_000, 19_000, 18_000, 17_985);
    expect(spans('reverse_direction', back, planOf())).toEqual([]);
    const further = drive(20_000, 20_000, 19_000, 18_000, 17_975);
    expect(spans('reverse_direction', further, planOf())).toEqual([[2, null]]);
    const short = [...further, ...drive(0, 0, 0, 0, 0, 18_490).slice(5)];
    expect(spans('reverse_direction', short, planOf())).toHaveLength(1);
    const again = [...further, ...drive(0, 0, 0, 0, 0, 18_500).slice(5)];
    expect(spans('reverse_direction', again, planOf())).toEqual([
      [2, null],
      [2, 5],
    ]);
  });
});

describe('unscheduled_stop', () => {
  const parked = (count: number): Fix[] => drive(...Array.from({ length: count }, () => 20_000));

  it('opens with a fix more than 90 min after the first, and ends at the first outside', () => {
    expect(spans('unscheduled_stop', parked(91), planOf())).toEqual([]);
    expect(spans('unscheduled_stop', parked(92), planOf())).toEqual([[0, null]]);
    const left = (east: number): Fix[] => [...parked(92), fixOf(start + 92 * MINUTE, spot(east, 0))];
    expect(spans('unscheduled_stop', left(20_159), planOf())).toHaveLength(1);
    expect(spans('unscheduled_stop', left(20_161), planOf())).toEqual([
      [0, null],
      [0, 92],
    ]);
  });

  it('is silent in a permitted stop', () => {
    const zones: Zone[] = [{ ...rectangle('P', 19_000, -400, 21_000, 400), kind: 'stop' }];
    expect(spans('unscheduled_stop', parked(92), planOf({ zones, stops: ['P'] }))).toEqual([]);
    expect(spans('unscheduled_stop', parked(92), planOf({ zones }))).toHaveLength(1);
  });
});

const facility = (id: string, facilityId: string, west: number, east: number): Zone => ({
  ...rectangle(id, west, -400, east, 400),
  kind: 'facility',
  facilityId,
});

describe('unarmed_movement', () => {
  const plan = planOf({ zones: [facility('O', 'ORIGIN', -1_000, 1_000)] });

  it('opens past 500 m and the accuracy from the first fix outside, and ends with two back', () => {
    expect(spans('unarmed_movement', drive(900, 900, 1_100, 1_609), plan, 'registered')).toEqual([]);
    const out = drive(900, 900, 1_100, 1_611, 900, 900);
    expect(spans('unarmed_movement', out.slice(0, 5), plan, 'registered')).toEqual([[2, null]]);
    expect(spans('unarmed_movement', out, plan, 'registered')).toEqual([
      [2, null],
      [2, 4],
    ]);
    expect(spans('unarmed_movement', out, plan)).toEqual([]);
  });
});

describe('wrong_destination', () => {
  const plan = planOf({ zones: [facility('W', 'OTHER', 10_000, 12_000)] });
  const stay = drive(9_000, 9_500, ...Array.from({ length: 11 }, () => 10_500), 9_500, 9_500);

  it('opens ten minutes after the crossing in, and ends with two fixes out, at the crossing', () => {
    expect(spans('wrong_destination', stay.slice(0, 12), plan)).toEqual([]);
    expect(spans('wrong_destination', stay.slice(0, 14), plan)).toEqual([[1.5, null]]);
    expect(spans('wrong_destination', stay, plan)).toEqual([
      [1.5, null],
      [1.5, 12.5],
    ]);
  });

  it('ends when the zone is withdrawn', () => {
    const before = watchFixes(stay.slice(0, 13), plan);
    const next = planOf({ version: 2, from: start + 13 * MINUTE, before: plan });
    const { changes } = stepAll(before.state, fixEvents([fixOf(start + 14 * MINUTE, spot(10_500, 0))]), next);
    expect(changes).toMatchObject([{ kind: 'wrong_destination', end: start + 13 * MINUTE }]);
  });
});

describe('the journey', () => {
  it('is late only past the deadline', () => {
    const plan = planOf({ arriveBy: start + MINUTE });
    const [first, second, third] = drive(1_000, 2_000, 3_000);
    expect(spans('late_arrival', [first!, second!], plan)).toEqual([]);
    expect(spans('late_arrival', [first!, second!, third!], plan)).toEqual([[1, null]]);
  });

  it('tells arrival, and when it may be from speed and progress', () => {
    const plan = planOf({ zones: [facility('D', 'DESTINATION', 99_000, 101_000)] });
    const driving = watchFixes(drive(90_000, 91_000, 92_000, 93_000), plan);
    const { speed, eta } = etaOf(driving.state, plan);
    expect(speed).toBeCloseTo(60, 0);
    expect(eta! / MINUTE).toBeCloseTo(start / MINUTE + 10, 0);
    const there = watchFixes(drive(97_500, 98_500, 99_500, 99_500, 99_500, 99_500), plan);
    expect(memoryOf(there.state, 'journey').arrivedAt).toBe(start + 1.5 * MINUTE);
  });
});
