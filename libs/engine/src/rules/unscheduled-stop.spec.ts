import { distanceBetween } from '@haidang/geo';
import type { Fix, Zone } from '@haidang/domain';
import { clockTime, fixOf, planOf, rectangle, spansOf, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../index.js';

const at = (time: string, east = 20_000, rest: Partial<Fix> = {}): Fix =>
  fixOf(clockTime(time), spot(east, 0), rest);
const spans = (fixes: readonly Fix[], plan: Plan = planOf()) => spansOf('unscheduled_stop', fixes, plan);
const metres = (from: number, to: number): number => {
  const [a, b] = [spot(from, 0), spot(to, 0)];
  return distanceBetween(a.lat, a.lon, b.lat, b.lon);
};

/** It stands at 20,000 m from 08:00 on. */
const stood = [at('08:00'), at('08:01'), at('08:30'), at('09:00')];

describe('unscheduled_stop opens', () => {
  it('with a fix more than 90 min after the first, and starts at the first', () => {
    expect(spans([...stood, at('09:30')])).toEqual([]);
    expect(spans([...stood, at('09:30:00.001')])).toEqual(['08:00:00 -']);
  });

  it('by a fix within 150 m of the first, the very distance included', () => {
    const fixes = [...stood, at('09:31', 20_100)];
    const stopRadius = metres(20_000, 20_100);
    expect(spans(fixes, planOf({ rules: { stopRadius } }))).toEqual(['08:00:00 -']);
    expect(spans(fixes, planOf({ rules: { stopRadius: stopRadius - 0.001 } }))).toEqual([]);
  });

  it('not by a fix coarser than the radius', () => {
    expect(spans([...stood, at('09:31', 20_000, { accuracy: 151 })])).toEqual([]);
    expect(spans([...stood, at('09:31', 20_000, { accuracy: 150 })])).toEqual(['08:00:00 -']);
  });

  it('where no fix between was outside: 150 m and its own accuracy from the first', () => {
    const passing = (east: number): Fix[] => [at('08:00'), at('08:01'), at('08:30', east), at('08:31')];
    expect(spans([...passing(20_159), at('09:30:30')])).toEqual(['08:00:00 -']);
    expect(spans([...passing(20_161), at('09:30:30')])).toEqual([]);
    expect(spans([...passing(20_161), at('10:01:01')])).toEqual(['08:31:00 -']);
  });

  it('not outside at the very distance', () => {
    const stopRadius = metres(20_000, 20_120);
    const fixes = [at('08:00', 20_000, { accuracy: 0 }), at('08:01'), at('08:30', 20_120, { accuracy: 0 })];
    expect(spans([...fixes, at('09:31')], planOf({ rules: { stopRadius } }))).toEqual(['08:00:00 -']);
    const narrower = planOf({ rules: { stopRadius: stopRadius - 0.001 } });
    expect(spans([...fixes, at('09:31')], narrower)).toEqual([]);
  });

  it('from the oldest first fix that all since are near to, while it creeps', () => {
    // first fixes at 20,000 and 20,060 m; 20,030 m is within a third of the radius of the first
    const creeping = [at('08:00'), at('08:01', 20_030), at('08:02', 20_060), at('08:03', 20_200)];
    expect(spans([...creeping, at('09:32', 20_200), at('09:32:01', 20_200)])).toEqual(['08:02:00 -']);
  });

  it('keeps one first fix a third of the radius, the very third included, and none coarser than the radius', () => {
    const third = metres(20_000, 20_060);
    const creeping = [at('08:00', 20_000, { accuracy: 0 }), at('08:01', 20_060), at('08:02', 20_200)];
    const fixes = [...creeping, at('09:31:30', 20_200), at('09:32:01', 20_200)];
    expect(spans(fixes, planOf({ rules: { stopRadius: third * 3 } }))).toEqual(['08:02:00 -']);
    expect(spans(fixes, planOf({ rules: { stopRadius: third * 3 - 1 } }))).toEqual(['08:01:00 -']);
    const coarse = (accuracy: number) => [
      at('08:00', 20_000, { accuracy }),
      at('08:00:30', 20_000, { accuracy }),
      at('08:02'),
    ];
    expect(spans([...coarse(150), at('09:31')])).toEqual(['08:00:00 -']);
    expect(spans([...coarse(151), at('09:31')])).toEqual([]);
  });

  it('over a gap, however long', () => {
    expect(spans([at('08:00'), at('08:01'), at('11:00')])).toEqual(['08:00:00 -']);
  });
});

describe('unscheduled_stop is none', () => {
  const zone = (kind: Zone['kind']): Zone => ({ ...rectangle('P', 19_000, -400, 21_000, 400), kind });
  const long = [...stood, at('09:31')];

  it('in a facility, a queue, or a stop that the route permits', () => {
    expect(spans(long, planOf({ zones: [zone('facility')] }))).toEqual([]);
    expect(spans(long, planOf({ zones: [zone('queue')] }))).toEqual([]);
    expect(spans(long, planOf({ zones: [zone('stop')], stops: ['P'] }))).toEqual([]);
    expect(spans(long, planOf({ zones: [zone('stop')] }))).toEqual(['08:00:00 -']);
    expect(spans(long, planOf({ zones: [zone('forbidden')], stops: ['P'] }))).toEqual(['08:00:00 -']);
  });

  it('where the last fix may be in one by its accuracy', () => {
    const near = planOf({ zones: [{ ...rectangle('P', 20_020, -400, 21_000, 400), kind: 'queue' }] });
    expect(spans([...stood, at('09:31', 20_000, { accuracy: 25 })], near)).toEqual([]);
    expect(spans([...stood, at('09:31', 20_000, { accuracy: 15 })], near)).toEqual(['08:00:00 -']);
  });

  it('counted from before a fix in one', () => {
    const beside = planOf({ zones: [{ ...rectangle('P', 20_050, -400, 21_000, 400), kind: 'queue' }] });
    const fixes = [...stood, at('09:10', 20_060), at('09:11'), at('09:31')];
    expect(spans(fixes, beside)).toEqual([]);
    expect(spans([...fixes, at('10:41:01')], beside)).toEqual(['09:11:00 -']);
  });
});

describe('unscheduled_stop ends', () => {
  const long = [...stood, at('09:31')];

  it('at the first fix outside', () => {
    expect(spans([...long, at('09:32', 20_159)])).toEqual(['08:00:00 -']);
    expect(spans([...long, at('09:32', 20_161)])).toEqual(['08:00:00 - 09:32:00']);
  });

  it('with a fix where it may stand', () => {
    const plan = planOf({ zones: [{ ...rectangle('P', 20_050, -400, 21_000, 400), kind: 'queue' }] });
    expect(spans([...long, at('09:32', 20_060)], plan)).toEqual(['08:00:00 - 09:32:00']);
  });

  it('when the place becomes one where it may stand', () => {
    const next = planOf({
      version: 2,
      from: clockTime('09:35'),
      before: planOf(),
      zones: [{ ...rectangle('P', 19_000, -400, 21_000, 400), kind: 'queue' }],
    });
    expect(spans([...long, at('09:36')], next)).toEqual(['08:00:00 - 09:35:00']);
    const elsewhere = planOf({ version: 2, from: clockTime('09:35'), before: planOf() });
    expect(spans([...long, at('09:36')], elsewhere)).toEqual(['08:00:00 -']);
  });

  it('and one that begins within 5 min of it is the same, later another', () => {
    const again = (begins: string, far: string) =>
      spans([...long, at('09:32', 21_000), at(begins, 22_000), at(far, 22_000)]);
    expect(again('09:37', '11:07:01')).toEqual(['08:00:00 -']);
    expect(again('09:37:01', '11:07:02')).toEqual(['08:00:00 - 09:32:00', '09:37:01 -']);
  });
});
