import { describe, expect, it } from 'vitest';
import { Random } from '../random.js';
import { Driver } from './driver.js';

/** Drives for some seconds; the metres of each. */
function drive(driver: Driver, seconds: number, remaining = 1e9, halted = false): number[] {
  const driven: number[] = [];
  for (let i = 0; i < seconds; i++) {
    const metres = driver.second(remaining, halted);
    remaining -= metres;
    driven.push(metres);
  }
  return driven;
}

describe('Driver', () => {
  it('from rest reaches its cruising speed no faster than 0.6 m/s each second', () => {
    const driver = new Driver(54, new Random(1), false);
    const [first, second] = drive(driver, 2);
    expect(first).toBeCloseTo(0.6, 5);
    expect(second).toBeCloseTo(1.2, 5);
    drive(driver, 120);
    expect(driver.speed).toBeGreaterThan(27);
  });

  it('keeps near its cruising speed for an hour, and never above 1.15 of it', () => {
    const driven = drive(new Driver(60, new Random(2), true), 3_600);
    const kilometres = driven.reduce((sum, metres) => sum + metres, 0) / 1_000;
    expect(kilometres).toBeGreaterThan(50);
    expect(kilometres).toBeLessThan(66);
    expect(Math.max(...driven) * 3.6).toBeLessThanOrEqual(69.01);
  });

  it('brakes to a stand when halted, at 1.2 m/s each second', () => {
    const driver = new Driver(43.2, new Random(3), true);
    const driven = drive(driver, 12, 1e9, true);
    expect(driven[0]).toBeCloseTo(10.8, 5);
    expect(driver.speed).toBe(0);
  });

  it('comes to rest exactly at the end of the road', () => {
    const driven = drive(new Driver(60, new Random(4), true), 600, 2_000);
    expect(driven.reduce((sum, metres) => sum + metres, 0)).toBeCloseTo(2_000, 6);
    expect(driven.at(-1)).toBe(0);
  });
});
