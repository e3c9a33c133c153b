import { planOf } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { planAt } from './index.js';

describe('the plan of a time', () => {
  const first = planOf({ from: 100 });
  const second = planOf({ version: 2, from: 200, before: first });
  const third = planOf({ version: 3, from: 300, before: second });

  it('is the version that holds from its own time on, the oldest for all time before', () => {
    const versions = [0, 100, 199, 200, 299, 300, 1_000].map((time) => planAt(third, time).version);
    expect(versions).toEqual([1, 1, 1, 2, 2, 3, 3]);
  });
});
