import { RuleSettings } from '@haidang/contract';
import { DAY, DEFAULT_RULES } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { isTaken, LIMITS, limitOf, limitText, withLimit, wrongLimit, type Limit } from './limits.js';

describe('a limit of a route', () => {
  it.each(LIMITS)('%s is taken here where the contract takes it', (limit) => {
    const tried = [-1, 0, 0.5, 1, 2, 50, 51, 99.5, 100, 101, 999, 1_000, 1_000.5, 1_001, 10_000, 10_001];
    for (const value of [...tried, 100_000, 100_001, 30 * DAY, 30 * DAY + 1, NaN, Infinity])
      expect(isTaken(limit, value), `${limit} ${value}`).toBe(
        RuleSettings.safeParse({ [limit]: value }).success,
      );
  });

  it('is one of the contract, each of them', () => {
    expect(LIMITS.toSorted()).toEqual(Object.keys(RuleSettings.shape).toSorted());
  });

  it('is written in minutes where it is a time, with the comma of the language or the point', () => {
    expect(limitText('stopAfter', 90 * 60_000, ',')).toBe('90');
    expect(limitText('offRouteAfter', 30_000, ',')).toBe('0,5');
    expect(limitText('reverseBy', 2_000, '.')).toBe('2000');
    expect(limitOf('stopAfter', '1,5')).toBe(90_000);
    expect(limitOf('stopAfter', ' 1.5 ')).toBe(90_000);
    expect(limitOf('reverseBy', ' ')).toBeUndefined();
    expect(limitOf('reverseBy', 'x')).toBeNaN();
  });

  it.each(LIMITS)('%s is read as its default was written', (limit: Limit) => {
    expect(limitOf(limit, limitText(limit, DEFAULT_RULES[limit], ','))).toBe(DEFAULT_RULES[limit]);
  });

  it('is taken away by writing nothing; what the register would refuse is found', () => {
    expect(withLimit({ stopAfter: 1_000, reverseBy: 5 }, 'stopAfter', undefined)).toEqual({ reverseBy: 5 });
    expect(withLimit({ stopAfter: 1_000 }, 'stopAfter', undefined)).toBeUndefined();
    expect(withLimit(undefined, 'stopAfter', 2_000)).toEqual({ stopAfter: 2_000 });
    expect(wrongLimit({ stopAfter: 1_000, reverseBy: 0 })).toBe('reverseBy');
    expect(wrongLimit({ stopAfter: NaN })).toBe('stopAfter');
    expect(wrongLimit(undefined)).toBeUndefined();
  });
});
