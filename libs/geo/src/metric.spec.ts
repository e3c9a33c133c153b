import fc from 'fast-check';
import geographic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { distance, unwrap, wrap } from './index.js';

const earth = geographic.Geodesic.WGS84;

/** The exact geodesic, by Karney's algorithm in its reference implementation. */
function exact(latA: number, lonA: number, latB: number, lonB: number): number {
  return earth.Inverse(latA, lonA, latB, lonB).s12!;
}

describe('distance', () => {
  it('gives the length of a degree at the equator', () => {
    expect(distance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })).toBeCloseTo(111_319.49, 1);
    expect(distance({ lat: -0.2, lon: 0 }, { lat: 0.2, lon: 0 })).toBeCloseTo(0.4 * 110_574.28, 0);
  });

  it('goes the short way over the antimeridian', () => {
    const d = distance({ lat: 0, lon: 179.999 }, { lat: 0, lon: -179.999 });
    expect(d).toBeCloseTo(222.64, 2);
  });

  it('is nothing between a place and itself', () => {
    expect(distance({ lat: 20.8561, lon: 106.6822 }, { lat: 20.8561, lon: 106.6822 })).toBe(0);
  });

  it.each([
    ['1 km', 1_000, 0.001],
    ['100 km', 100_000, 0.7],
    ['10000 km', 10_000_000, 20],
  ])('agrees with the exact geodesic up to %s', (_, far, tolerance) => {
    const where = fc.record({
      lat: fc.double({ min: -80, max: 80, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
      azimuth: fc.double({ min: 0, max: 360, noNaN: true }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(where, ({ lat, lon, azimuth, part }) => {
        const there = earth.Direct(lat, lon, azimuth, part * far);
        fc.pre(Math.abs(there.lat2!) <= 80);
        const ours = distance({ lat, lon }, { lat: there.lat2!, lon: there.lon2! });
        expect(Math.abs(ours - exact(lat, lon, there.lat2!, there.lon2!))).toBeLessThan(tolerance);
      }),
      { numRuns: 500 },
    );
  });
});

describe('unwrap and wrap', () => {
  it('take a longitude to the near side and back', () => {
    expect(unwrap(-179, 179)).toBe(181);
    expect(unwrap(179, -179)).toBe(-181);
    expect(unwrap(106, 105)).toBe(106);
    expect(wrap(181)).toBe(-179);
    expect(wrap(-181)).toBe(179);
    expect(wrap(106.5)).toBe(106.5);
  });
});
