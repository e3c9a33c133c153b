import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorking,
  DAY,
  formatInstant,
  HOUR,
  MINUTE,
  parseInstant,
  USUAL_CALENDAR,
  workingBetween,
  type WorkingCalendar,
} from './index.js';

/** 23 November 2026 is a Monday. */
const at = (text: string) => parseInstant(`${text}:00+07:00`)!;
const shown = (instant: number) => formatInstant(instant + 7 * HOUR).slice(0, 16);

const office: WorkingCalendar = {
  ...USUAL_CALENDAR,
  holidays: [
    { from: '2027-02-05', to: '2027-02-11', name: 'Tết' },
    { from: '2026-11-25', to: '2026-11-25', name: 'a Wednesday' },
  ],
  extraDays: [{ date: '2026-11-28', as: 1, name: 'a Saturday' }],
};

describe('addWorking', () => {
  it.each([
    ['in the morning', '2026-11-23T08:30', 2 * HOUR, '2026-11-23T10:30'],
    ['over noon', '2026-11-23T11:00', 2 * HOUR, '2026-11-23T14:00'],
    ['to the very end of a morning', '2026-11-23T10:00', 2 * HOUR, '2026-11-23T12:00'],
    ['from before the office opens', '2026-11-23T03:00', 2 * HOUR, '2026-11-23T10:00'],
    ['over night', '2026-11-23T16:00', 2 * HOUR, '2026-11-24T09:00'],
    ['over a holiday', '2026-11-24T16:00', 2 * HOUR, '2026-11-26T09:00'],
    ['into a Saturday that is worked', '2026-11-27T16:00', 2 * HOUR, '2026-11-28T09:00'],
    ['over a Sunday', '2026-11-28T16:00', 2 * HOUR, '2026-11-30T09:00'],
    ['over Tết and the weekends around it', '2027-02-04T16:30', 2 * HOUR, '2027-02-12T09:30'],
  ])('%s', (_, from, duration, expected) => {
    expect(shown(addWorking(office, at(from), duration))).toBe(expected);
  });

  it('adds nothing to nothing, whenever it is', () => {
    expect(addWorking(office, at('2026-11-22T03:00'), 0)).toBe(at('2026-11-22T03:00'));
  });

  it('goes by the clocks of the zone, which lose an hour in spring', () => {
    const always = [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }];
    const berlin = { ...USUAL_CALENDAR, timeZone: 'Europe/Berlin', hours: always };
    const day = parseInstant('2026-03-29T00:00:00+01:00')!;
    expect(workingBetween(berlin, day, parseInstant('2026-03-30T00:00:00+02:00')!)).toBe(23 * HOUR);
    expect(addWorking(berlin, day, 23 * HOUR)).toBe(parseInstant('2026-03-30T00:00:00+02:00'));
  });

  it('has no answer without hours', () => {
    const none = { ...USUAL_CALENDAR, hours: [] };
    expect(() => addWorking(none, 0, 1)).toThrow(RangeError);
    expect(() => workingBetween(none, 0, 1)).toThrow(RangeError);
  });
});

describe('laws', () => {
  const minutes = fc.integer({ min: 0, max: 1439 });
  const hours = fc.record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    from: minutes,
    to: minutes,
  });
  const dates = fc
    .integer({ min: 0, max: 40 })
    .map((day) => formatInstant(at('2027-01-20T12:00') + day * DAY).slice(0, 10));
  const calendar: fc.Arbitrary<WorkingCalendar> = fc.record({
    timeZone: fc.constantFrom('Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/St_Johns'),
    hours: fc.array(
      hours.map(({ days, from, to }) => ({ days, from: Math.min(from, to), to: Math.max(from, to) + 1 })),
      { minLength: 1, maxLength: 4 },
    ),
    holidays: fc.array(
      fc.tuple(dates, dates).map(([a, b]) => ({ from: a < b ? a : b, to: a < b ? b : a, name: 'a holiday' })),
      { maxLength: 3 },
    ),
    extraDays: fc.array(
      fc.record({ date: dates, as: fc.integer({ min: 0, max: 6 }), name: fc.constant('x') }),
      {
        maxLength: 3,
      },
    ),
  });
  const instant = fc
    .integer({ min: 0, max: 60 * 24 * 60 })
    .map((minute) => at('2027-01-01T00:00') + minute * MINUTE);
  const duration = fc.integer({ min: 0, max: 30 * 60 }).map((minute) => minute * MINUTE);

  it('what is added is what lies between', () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, duration) => {
        expect(workingBetween(calendar, from, addWorking(calendar, from, duration))).toBe(duration);
      }),
    );
  });

  it('it is the first such instant', () => {
    fc.assert(
      fc.property(calendar, instant, duration, (calendar, from, duration) => {
        fc.pre(duration > 0);
        const due = addWorking(calendar, from, duration);
        expect(workingBetween(calendar, from, due - 1)).toBe(duration - 1);
      }),
    );
  });

  it('who begins later, or has more to do, is not done sooner', () => {
    fc.assert(
      fc.property(calendar, instant, instant, duration, duration, (calendar, a, b, c, d) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        const [less, more] = [Math.min(c, d), Math.max(c, d)];
        fc.pre(less > 0);
        expect(addWorking(calendar, early, less)).toBeLessThanOrEqual(addWorking(calendar, late, more));
      }),
    );
  });

  it('parts make the whole, and no time is worked twice', () => {
    fc.assert(
      fc.property(calendar, fc.tuple(instant, instant, instant), (calendar, three) => {
        const [a, b, c] = three.toSorted((x, y) => x - y) as [number, number, number];
        const whole = workingBetween(calendar, a, c);
        expect(workingBetween(calendar, a, b) + workingBetween(calendar, b, c)).toBe(whole);
        expect(whole).toBeLessThanOrEqual(c - a);
      }),
    );
  });

  it('nobody works on a holiday that is no extra day', () => {
    fc.assert(
      fc.property(calendar, dates, (calendar, date) => {
        fc.pre(!calendar.extraDays.some((day) => day.date === date));
        const off = { ...calendar, timeZone: 'Asia/Ho_Chi_Minh' };
        const holidays = [...calendar.holidays, { from: date, to: date, name: 'x' }];
        const [from, to] = [at(`${date}T00:00`), at(`${date}T00:00`) + DAY];
        expect(workingBetween({ ...off, holidays }, from, to)).toBe(0);
      }),
    );
  });
});
