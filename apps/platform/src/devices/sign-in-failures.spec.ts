import { MINUTE } from '@haidang/domain';
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
