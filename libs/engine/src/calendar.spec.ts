import { parseInstant, type ZoneCalendar } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { firstOn, windowAt } from './index.js';

/** 22 November 2026 is a Sunday. */
const time = (text: string): number => parseInstant(text)!;
const VIETNAM = 420;

const officeHours: ZoneCalendar = {
  offset: VIETNAM,
  spans: [{ days: [1, 2, 3, 4, 5], from: 8 * 60, to: 17 * 60 }],
};

describe('windowAt', () => {
  it('is always on without a calendar', () => {
    expect(windowAt(undefined, 0)).toEqual({ from: -Infinity, to: Infinity });
  });

  it('knows the local hours of the day', () => {
    const monday = { from: time('2026-11-23T08:00:00+07:00'), to: time('2026-11-23T17:00:00+07:00') };
    expect(windowAt(officeHours, time('2026-11-23T07:59:59.999+07:00'))).toBeUndefined();
    expect(windowAt(officeHours, time('2026-11-23T08:00:00+07:00'))).toEqual(monday);
    expect(windowAt(officeHours, time('2026-11-23T16:59:59.999+07:00'))).toEqual(monday);
    expect(windowAt(officeHours, time('2026-11-23T17:00:00+07:00'))).toBeUndefined();
    expect(windowAt(officeHours, time('2026-11-22T12:00:00+07:00'))).toBeUndefined();
  });

  it('lets a night run into the next day, also from Saturday to Sunday', () => {
    const nights = { offset: VIETNAM, spans: [{ days: [6], from: 22 * 60, to: 5 * 60 }] };
    const night = { from: time('2026-11-21T22:00:00+07:00'), to: time('2026-11-22T05:00:00+07:00') };
    expect(windowAt(nights, time('2026-11-21T23:00:00+07:00'))).toEqual(night);
    expect(windowAt(nights, time('2026-11-22T04:59:00+07:00'))).toEqual(night);
    expect(windowAt(nights, time('2026-11-22T05:00:00+07:00'))).toBeUndefined();
  });

  it('makes one window of spans that meet', () => {
    const weekend = { offset: 0, spans: [{ days: [6, 0], from: 0, to: 1440 }] };
    const window = { from: time('2026-11-21T00:00:00Z'), to: time('2026-11-23T00:00:00Z') };
    expect(windowAt(weekend, time('2026-11-21T10:00:00Z'))).toEqual(window);
    expect(windowAt(weekend, time('2026-11-22T10:00:00Z'))).toEqual(window);
  });

  it('makes one window of two days in a row, and of spans within one another in any order', () => {
    const days = { offset: 0, spans: [{ days: [2, 1], from: 0, to: 1440 }] };
    const window = { from: time('2026-11-23T00:00:00Z'), to: time('2026-11-25T00:00:00Z') };
    expect(windowAt(days, time('2026-11-23T10:00:00Z'))).toEqual(window);
    expect(windowAt(days, time('2026-11-24T10:00:00Z'))).toEqual(window);
    const nested = [
      { days: [1], from: 120, to: 300 },
      { days: [1], from: 0, to: 600 },
    ];
    expect(windowAt({ offset: 0, spans: nested }, time('2026-11-23T01:00:00Z'))).toEqual({
      from: time('2026-11-23T00:00:00Z'),
      to: time('2026-11-23T10:00:00Z'),
    });
  });

  it('is always on when every day is whole, or lasts from an hour to the same hour', () => {
    const days = [0, 1, 2, 3, 4, 5, 6];
    const always = { from: -Infinity, to: Infinity };
    expect(windowAt({ offset: 0, spans: [{ days, from: 0, to: 1440 }] }, 0)).toEqual(always);
    expect(windowAt({ offset: 0, spans: [{ days, from: 480, to: 480 }] }, 0)).toEqual(always);
  });

  it('works before 1970 and west of Greenwich', () => {
    const west = { offset: -300, spans: [{ days: [3], from: 60, to: 120 }] };
    // 31 December 1969 was a Wednesday; 01:30 there is 06:30 UTC.
    expect(windowAt(west, time('1969-12-31T06:30:00Z'))).toEqual({
      from: time('1969-12-31T06:00:00Z'),
      to: time('1969-12-31T07:00:00Z'),
    });
  });
});

describe('a calendar that holds from a time on', () => {
  const noon = '2026-11-23T12:00:00+07:00';
  const hours: ZoneCalendar = { ...officeHours, since: noon };
  const always: ZoneCalendar = {
    offset: 0,
    spans: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }],
    since: noon,
  };

  it('is off before then, and its first window begins then', () => {
    expect(windowAt(hours, time(noon) - 1)).toBeUndefined();
    expect(windowAt(hours, time(noon))).toEqual({ from: time(noon), to: time('2026-11-23T17:00:00+07:00') });
    const tuesday = { from: time('2026-11-24T08:00:00+07:00'), to: time('2026-11-24T17:00:00+07:00') };
    expect(windowAt(hours, time('2026-11-24T09:00:00+07:00'))).toEqual(tuesday);
    expect(windowAt(always, time(noon) - 1)).toBeUndefined();
    expect(windowAt(always, time(noon) + 1)).toEqual({ from: time(noon), to: Infinity });
  });

  it('is first on then, or later', () => {
    const before = time('2026-11-23T09:00:00+07:00');
    expect(firstOn(hours, before, time(noon))).toBe(time(noon));
    expect(firstOn(hours, before, time(noon) - 1)).toBeUndefined();
    expect(firstOn(always, before, time(noon) + 5)).toBe(time(noon));
    expect(firstOn(hours, time(noon) + 5, time(noon) + 9)).toBe(time(noon) + 5);
    const evening: ZoneCalendar = { ...officeHours, since: '2026-11-23T18:00:00+07:00' };
    const tuesday = time('2026-11-24T08:00:00+07:00');
    expect(firstOn(evening, before, tuesday)).toBe(tuesday);
    expect(firstOn(evening, before, tuesday - 1)).toBeUndefined();
  });
});

describe('firstOn', () => {
  const [friday, monday] = [time('2026-11-20T18:00:00+07:00'), time('2026-11-23T08:00:00+07:00')];

  it('is the beginning itself when that is on', () => {
    expect(firstOn(officeHours, monday + 5, monday + 10)).toBe(monday + 5);
    expect(firstOn(undefined, 3, 3)).toBe(3);
  });

  it('is the next switching on, also in the week after', () => {
    expect(firstOn(officeHours, friday, monday)).toBe(monday);
    expect(firstOn(officeHours, friday, monday - 1)).toBeUndefined();
    expect(firstOn(officeHours, friday, monday + 1e9)).toBe(monday);
  });
});
