import { MINUTE, SECOND } from '@haidang/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { SignInFailures } from './sign-in-failures.js';

describe('failures to sign in', () => {
  let now: number;
  let failures: SignInFailures;
  beforeEach(() => {
    now = 1_000_000;
    failures = new SignInFailures(() => now);
  });
  const fail = (times: number, name = 'S1', address = '10.0.0.1') =>
    Array.from({ length: times }, () => failures.failed(name, address));

  it('hold a name of an address off from the tenth within a minute on, until the minute is over', () => {
    fail(9);
    expect(failures.isHeldOff('S1', '10.0.0.1')).toBe(false);
    fail(1);
    expect(failures.isHeldOff('S1', '10.0.0.1')).toBe(true);
    now += 59 * SECOND;
    expect(failures.isHeldOff('S1', '10.0.0.1')).toBe(true);
    now += SECOND;
    expect(failures.isHeldOff('S1', '10.0.0.1')).toBe(false);
  });

  it('hold nobody off elsewhere: a stranger keeps no seal out', () => {
    fail(50);
    expect(failures.isHeldOff('S1', '10.0.0.2')).toBe(false);
    expect(failures.isHeldOff('S2', '10.0.0.1')).toBe(false);
  });

  it('are forgotten with a success', () => {
    fail(9);
    failures.succeeded('S1', '10.0.0.1');
    fail(1);
    expect(failures.isHeldOff('S1', '10.0.0.1')).toBe(false);
  });

  it('are told at first, then once in ten minutes with their number', () => {
    expect(fail(3)).toEqual([1, 0, 0]);
    now += 10 * MINUTE;
    expect(fail(2)).toEqual([3, 0]);
  });

  it('of many names are told up to a page in ten minutes, however many come', () => {
    const told = Array.from({ length: 20_000 }, (_, n) => failures.failed(`S${n}`, '10.0.0.1'));
    expect(told.filter((count) => count > 0)).toHaveLength(100);
    now += 10 * MINUTE;
    expect(failures.failed('S5', '10.0.0.1')).toBe(1);
  });
});
