import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.js';

describe('Histogram', () => {
  it('answers 0 when nothing was recorded', () => {
    expect(new Histogram().percentile(0.99)).toBe(0);
  });

  it('finds the percentiles of 1 to 1,000 ms within 1 part in 64 and never below', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1000; ms++) histogram.record(ms);
    expect(histogram.count).toBe(1000);
    expect(histogram.max).toBe(1000);
    for (const [p, truth] of [
      [0.5, 500],
      [0.9, 900],
      [0.99, 990],
    ] as const) {
      expect(histogram.percentile(p)).toBeGreaterThanOrEqual(truth);
      expect(histogram.percentile(p)).toBeLessThanOrEqual(truth * (1 + 1 / 64));
    }
    expect(histogram.percentile(1)).toBe(1000);
  });

  it('shows one outlier in a hundred at the highest percentile only', () => {
    const histogram = new Histogram();
    for (let i = 0; i < 99; i++) histogram.record(0.01);
    histogram.record(2_000);
    expect(histogram.percentile(0.99)).toBeCloseTo(0.011, 6);
    expect(histogram.percentile(1)).toBe(2_000);
  });

  it('keeps latencies longer than its last bucket as the last bucket, their maximum exactly', () => {
    const histogram = new Histogram();
    histogram.record(10_000_000);
    expect(histogram.max).toBe(10_000_000);
    expect(histogram.percentile(0.5)).toBeGreaterThan(1_000_000);
  });
});
