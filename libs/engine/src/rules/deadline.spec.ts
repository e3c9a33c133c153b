import { clockTime, fixOf, planOf, resolved, spansOf, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { nextDue, startWatch, stepAll, type Plan, type WatchEvent } from '../index.js';

const tick = (time: string): WatchEvent => ({ kind: 'tick', time: clockTime(time) });
const seal = stepped('seal', '08:00');
const depart = (time: string) => stepped('depart', time);
const due = (changes: Partial<Pick<Plan, 'departBy'>>): Plan =>
  planOf({
    version: 2,
    from: clockTime('08:40'),
    before: planOf({ departBy: clockTime('08:30') }),
    ...changes,
  });

describe('late_departure', () => {
  const plan = planOf({ departBy: clockTime('08:30') });
  const spans = (told: readonly WatchEvent[], of = plan) => spansOf('late_departure', told, of, 'registered');

  it('opens a millisecond after the time, and starts at it', () => {
    expect(spans([seal, tick('08:30')])).toEqual([]);
    expect(spans([seal, tick('08:30:00.001')])).toEqual(['08:30:00 -']);
    expect(spans([tick('08:31')])).toEqual(['08:30:00 -']);
    expect(spans([tick('23:00')], planOf())).toEqual([]);
  });

  it('does not open where it departs by then, at the very time as well', () => {
    expect(spans([seal, depart('08:30'), tick('09:00')])).toEqual([]);
    expect(spans([seal, depart('08:30:00.001'), tick('09:00')])).toEqual(['08:30:00 - 08:30:00.001']);
  });

  it('ends when it departs, or is cancelled', () => {
    expect(spans([seal, tick('08:31'), depart('08:45')])).toEqual(['08:30:00 - 08:45:00']);
    expect(spans([seal, tick('08:31'), stepped('cancel', '08:45')])).toEqual(['08:30:00 - 08:45:00']);
  });

  it('is found by the first event of all, though that is the departure', () => {
    expect(spans([depart('09:00')])).toEqual(['08:30:00 - 09:00:00']);
  });

  it('goes by the plan that holds when the time has passed, to the millisecond', () => {
    const put = (from: string) =>
      spans([tick('08:00'), tick('09:00')], {
        ...due({ departBy: clockTime('10:00') }),
        from: clockTime(from),
      });
    expect(put('08:30:00.001')).toEqual([]);
    expect(put('08:30:00.002')).toEqual(['08:30:00 - 08:30:00.002']);
  });

  it('goes from the very first version, of number 0, to the next', () => {
    const first = planOf({ version: 0, departBy: clockTime('08:30') });
    const second = { ...due({ departBy: clockTime('10:00') }), version: 1, before: first };
    expect(spans([tick('08:31'), tick('08:41')], second)).toEqual(['08:30:00 - 08:40:00']);
  });

  it('is one alarm, however much time passes', () => {
    expect(spans([tick('08:31'), tick('08:50'), tick('12:00')])).toEqual(['08:30:00 -']);
  });

  it('ends when the time is put off to the present or later, or dropped', () => {
    const changed = (departBy: string | null) =>
      spans(
        [tick('08:31'), tick('08:41')],
        due({ departBy: departBy === null ? null : clockTime(departBy) }),
      );
    expect(changed('08:39:59')).toEqual(['08:30:00 -']);
    expect(changed('08:40')).toEqual(['08:30:00 -']);
    expect(changed('10:00')).toEqual(['08:30:00 - 08:40:00']);
    expect(changed(null)).toEqual(['08:30:00 - 08:40:00']);
  });

  it('put off to the very present it ends, and is another one where an officer had resolved it', () => {
    const act = resolved('late_departure', '08:35');
    const now = due({ departBy: clockTime('08:40') });
    expect(spans([tick('08:31'), act, tick('08:41')], now)).toEqual(['08:30:00 - 08:40:00', '08:40:00 -']);
    const past = due({ departBy: clockTime('08:39:59.999') });
    expect(spans([tick('08:31'), act, tick('08:41')], past)).toEqual(['08:30:00 -']);
  });

  it('opens anew where the time put off passes as well, more than 5 min later', () => {
    const put = due({ departBy: clockTime('08:50') });
    expect(spans([tick('08:31'), tick('08:50')], put)).toEqual(['08:30:00 - 08:40:00']);
    expect(spans([tick('08:31'), tick('08:50:00.001')], put)).toEqual(['08:30:00 - 08:40:00', '08:50:00 -']);
  });
});

describe('late_arrival', () => {
  const plan = planOf({ arriveBy: clockTime('09:00') });
  const spans = (told: readonly WatchEvent[], phase: 'registered' | 'in_transit' = 'in_transit') =>
    spansOf('late_arrival', told, plan, phase);

  it('opens a millisecond after the time, under way, wherever it is', () => {
    const fixes = ['08:00', '08:01'].map((time) => fixOf(clockTime(time), spot(1_000, 0)));
    expect(spansOf('late_arrival', [...fixes, tick('09:00')], plan)).toEqual([]);
    expect(spansOf('late_arrival', [...fixes, tick('09:00:00.001')], plan)).toEqual(['09:00:00 -']);
    expect(spans([seal, tick('09:30')], 'registered')).toEqual([]);
  });

  it('is late from its departure where that comes after the time', () => {
    expect(spans([seal, depart('09:30'), tick('09:31')], 'registered')).toEqual(['09:00:00 -']);
  });

  it('is awaited from the departure on', () => {
    const { state } = stepAll(startWatch('sealed'), [depart('08:20')], plan);
    expect(nextDue(state)).toBe(clockTime('09:00:00.001'));
  });

  it('is said at the departure where it was due by the event before, at its very time as well', () => {
    const settled = (before: string) => {
      const told = [seal, tick(before), depart('09:30')];
      return watchKind('late_arrival', told, plan, 'registered').changes.map((one) => one.settled);
    };
    expect(settled('09:00:00.001')).toEqual([clockTime('09:30')]);
    expect(settled('09:00')).toEqual([clockTime('09:00:00.001')]);
  });

  it('does not open where it arrives by then, at the very time as well', () => {
    expect(spans([stepped('arrive', '09:00'), tick('10:00')])).toEqual([]);
    expect(spans([tick('09:01'), stepped('arrive', '09:20')])).toEqual(['09:00:00 - 09:20:00']);
  });
});
