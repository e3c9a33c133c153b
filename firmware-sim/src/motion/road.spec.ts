import { describe, expect, it } from 'vitest';
import { distance } from './geometry.js';
import { driveBy, runBeside } from './detour.js';
import { Road } from './road.js';

// One degree of a great circle of the earth's mean radius is 111,195 m; a hundredth of it 1,112 m.
const north = new Road([
  { lat: 20, lon: 106 },
  { lat: 20.01, lon: 106 },
  { lat: 20.1, lon: 106 },
]);

describe('Road', () => {
  it('is as long as its segments', () => {
    expect(north.length).toBeCloseTo(11_119.5, 0);
  });

  it('finds the place after some metres, and its direction', () => {
    const place = north.at(5_559.75);
    expect(place.lat).toBeCloseTo(20.05, 5);
    expect(place.heading).toBeCloseTo(0, 5);
  });

  it('ends at its ends', () => {
    expect(north.at(-50).lat).toBe(20);
    expect(north.at(99_999).lat).toBeCloseTo(20.1, 9);
  });

  it('finds the nearest place, not behind the one it is told', () => {
    const { metres, away } = north.nearest({ lat: 20.05, lon: 106.01 });
    expect(metres).toBeCloseTo(5_560, -1);
    expect(away).toBeCloseTo(1_045, -1);
    expect(north.nearest({ lat: 20.02, lon: 106 }, 8_000).metres).toBeGreaterThanOrEqual(8_000);
  });

  it('refuses a line that is a point', () => {
    const point = { lat: 20, lon: 106 };
    expect(() => new Road([point, point])).toThrow(RangeError);
  });
});

describe('a detour', () => {
  it('runs beside the road and comes back to it', () => {
    const detour = runBeside(north, 1_000, 800, 6_000);
    const middle = detour.points.reduce((far, point) => Math.max(far, north.nearest(point).away), 0);
    expect(middle).toBeCloseTo(800, -1);
    expect(detour.points.every(({ lon }) => lon >= 106)).toBe(true);
    expect(distance(detour.at(0), north.at(1_000))).toBeLessThan(0.1);
    expect(distance(detour.at(detour.length), north.at(north.length))).toBeLessThan(0.1);
  });

  it('to the left lies west of a road that runs north', () => {
    const detour = runBeside(north, 1_000, -800, 6_000);
    expect(detour.points.every(({ lon }) => lon <= 106)).toBe(true);
  });

  it('by places passes each of them and rejoins the road ahead', () => {
    const place = { lat: 20.03, lon: 106.02 };
    const detour = driveBy(north, 1_000, [place]);
    expect(detour.nearest(place).away).toBeLessThan(0.1);
    expect(detour.points[2]!.lat).toBeCloseTo(20.03, 3);
    expect(detour.points.at(-1)).toEqual({ lat: 20.1, lon: 106 });
  });

  it('by a place behind the truck still goes on ahead', () => {
    const detour = driveBy(north, 5_000, [{ lat: 20.0, lon: 106.01 }]);
    expect(north.nearest(detour.points[2]!).metres).toBeGreaterThanOrEqual(5_499);
  });
});
