import { describe, expect, it, vi } from 'vitest';
import { Allowance } from './allowance.js';

describe('an allowance of 10 a second and a burst of 5', () => {
  let now = 0;
  const take = (allowance: Allowance, count: number) => {
    for (let i = 0; i < count; i++) allowance.take();
  };
  const fresh = () => {
    now = 0;
    return new Allowance(10, 5, () => now);
  };

  it('lets the burst through at once', () => {
    const allowance = fresh();
    take(allowance, 4);
    expect(allowance.wait()).toBeUndefined();
  });

  it('then asks to wait as long as it takes to have one again', async () => {
    vi.useFakeTimers();
    try {
      const allowance = fresh();
      take(allowance, 7); // 2 more than there were: 3 must grow back, 100 ms each
      const waited = vi.fn();
      void allowance.wait()!.then(waited);
      await vi.advanceTimersByTimeAsync(299);
      expect(waited).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(waited).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  it('grows by the rate and never beyond the burst', () => {
    const allowance = fresh();
    take(allowance, 5);
    now = 100;
    expect(allowance.wait()).toBeUndefined();
    take(allowance, 1);
    expect(allowance.wait()).toBeDefined();
    now = 1_000_000;
    expect(allowance.isFull()).toBe(true);
    take(allowance, 5);
    expect(allowance.wait()).toBeDefined();
  });
});
