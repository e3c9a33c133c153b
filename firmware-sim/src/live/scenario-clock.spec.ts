import { describe, expect, it } from 'vitest';
import { ScenarioClock } from './scenario-clock.js';

const NOW = Date.UTC(2026, 10, 22, 8);

describe('ScenarioClock', () => {
  it('is the clock on the wall at speed 1', () => {
    const clock = new ScenarioClock(1, undefined, NOW);
    expect(clock.elapsed(NOW + 5_999)).toBe(5);
    expect(clock.time(NOW + 5_000)).toBe(NOW + 5_000);
  });

  it('begins so far back that the last second falls on now', () => {
    const clock = new ScenarioClock(10, 600, NOW); // 600 s of story in 60 s
    expect(clock.start).toBe(NOW - 540_000);
    expect(clock.time(NOW + 60_000)).toBe(NOW + 60_000);
    expect(clock.time(NOW + 30_000)).toBeLessThan(NOW + 30_000);
    expect(clock.elapsed(NOW + 30_000)).toBe(300);
  });

  it('cannot speed up a story without an end', () => {
    expect(() => new ScenarioClock(10, undefined, NOW)).toThrow(RangeError);
  });
});
