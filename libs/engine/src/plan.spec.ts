import { planOf } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { planAt } from './index.js';
import { plansSince } from './plan.js';

describe('the plan of a time', () => {
  const first = planOf({ from: 100 });
  const second = planOf({ version: 2, from: 200, before: first });
  const third = planOf({ version: 3, from: 300, before: second });

  it('is the version that holds from its own time on, the oldest for all time before', () => {
    const versions = [0, 100, 199, 200, 299, 300, 1_000].map((time) => planAt(third, time).version);
    expect(versions).toEqual([1, 1, 1, 2, 2, 3, 3]);
  });

  it('comes after those that came into force since another, oldest first', () => {
    const since = (version: number, time: number) =>
      plansSince(third, version, time).map((one) => one.version);
    expect(since(0, 300)).toEqual([1, 2, 3]);
    expect(since(1, 300)).toEqual([2, 3]);
    expect(since(1, 299)).toEqual([2]);
    expect(since(3, 300)).toEqual([]);
    expect(since(2, 199)).toEqual([]);
  });
});
