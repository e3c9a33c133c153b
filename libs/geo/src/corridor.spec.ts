import type { Leg } from '@haidang/domain';
import { legAlong, position, spot } from '@haidang/testkit';
import fc from 'fast-check';
import geographic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { Corridor } from './index.js';

const earth = geographic.Geodesic.WGS84;

describe('Corridor', () => {
  const straight = Corridor.of([legAlong(0, 100_000, 500)]);

  it('measures a place beside the line', () => {
    const { lat, lon } = spot(30_000, 600);
    const place = straight.locate({ lat, lon });
    expect(place.distance).toBeCloseTo(600, 1);
    expect(place.progress).toBeCloseTo(30_000, 0);
    expect(place).toMatchObject({ leg: 0, halfWidth: 500 });
    expect(straight.length).toBeCloseTo(100_000, 0);
  });

  it('measures a place before the start and one past the end from the ends', () => {
    const before = spot(-300, 400);
    expect(straight.locate(before)).toMatchObject({ progress: 0 });
    expect(straight.locate(before).distance).toBeCloseTo(500, 1);
    const past = spot(100_300, -400);
    expect(straight.locate(past).distance).toBeCloseTo(500, 1);
    expect(straight.locate(past).progress).toBe(straight.length);
  });

  it('knows which leg a place belongs to, and runs progress on through all of them', () => {
    const corridor = Corridor.of([legAlong(0, 10_000, 500), legAlong(10_000, 30_000, 200)]);
    const { lat, lon } = spot(15_000, 50);
    expect(corridor.locate({ lat, lon })).toMatchObject({ leg: 1, halfWidth: 200 });
    expect(corridor.locate({ lat, lon }).progress).toBeCloseTo(15_000, 0);
  });

  it('holds a place outside the nearer leg but inside a wider one', () => {
    const corridor = Corridor.of([legAlong(0, 10_000, 1_000), legAlong(10_000, 30_000, 200)]);
    // 400 m past the wide leg's end and 300 m beside the narrow leg: 500 m from the former, 300 m from the latter.
    const { lat, lon } = spot(10_400, 300);
    const place = corridor.locate({ lat, lon });
    expect(place).toMatchObject({ leg: 0, halfWidth: 1_000 });
    expect(place.distance).toBeCloseTo(500, 1);
  });

  it('takes the first of equally near segments on a way out and back', () => {
    const leg: Leg = {
      ...legAlong(0, 1, 100),
      line: { type: 'LineString', coordinates: [position(0, 0), position(5_000, 0), position(0, 0)] },
    };
    const { lat, lon } = spot(2_000, 30);
    const corridor = Corridor.of([leg]);
    expect(corridor.locate({ lat, lon }).progress).toBeCloseTo(2_000, 0);
    expect(corridor.locate({ lat, lon }, 1).progress).toBeCloseTo(2_000, 0);
  });

  it('crosses the antimeridian', () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [179.9, 0],
        [-179.9, 0],
      ],
    } as const;
    const corridor = Corridor.of([{ line, halfWidth: 100, stops: [], checkpoints: [] }]);
    expect(corridor.length).toBeCloseTo(0.2 * 111_319.49, 0);
    expect(corridor.locate({ lat: 0, lon: -179.95 }).distance).toBeLessThan(0.01);
    expect(corridor.locate({ lat: 0, lon: -179.95 }).progress).toBeCloseTo(0.15 * 111_319.49, 0);
    expect(corridor.at(0.15 * 111_319.49).lon).toBeCloseTo(-179.95, 6);
  });

  it('gives the place at a progress', () => {
    const { lat, lon } = straight.at(25_000);
    expect(lat).toBe(0);
    expect(lon).toBeCloseTo(25_000 / 111_319.49, 8);
    expect(straight.at(-5)).toEqual({ lat: 0, lon: 0 });
    expect(straight.at(1e9).lon).toBeCloseTo(100_000 / 111_319.49, 12);
  });

  it('refuses what is no line', () => {
    expect(() => Corridor.of([])).toThrow('a corridor needs a leg');
    const one = { ...legAlong(0, 1, 100), line: { type: 'LineString', coordinates: [[106, 20]] } } as const;
    expect(() => Corridor.of([one])).toThrow('a line needs two different vertices');
  });
});

/** A long winding road: 2,000 vertices over some 400 km of Vietnam, heading north, by a fixed recipe. */
function windingRoad(): [number, number][] {
  const line: [number, number][] = [];
  for (let i = 0; i < 2_000; i++)
    line.push([106.5 + 0.4 * Math.sin(i / 90) + 0.002 * Math.sin(i * 1.7), 10.5 + i * 0.0018]);
  return line;
}

/** The nearest point of a line by looking at every segment, finely divided, with exact geodesics. */
function exactNearest(line: readonly (readonly [number, number])[], lat: number, lon: number): number {
  const rough = line.map(
    ([x, y]) => Math.hypot((x - lon) * Math.cos((lat * Math.PI) / 180), y - lat) * 111_000,
  );
  // Segments here are under 1 km long, so one whose ends lie 1 km further off than the nearest vertex is no nearer.
  const reach = Math.min(...rough) * 1.01 + 1_000;
  let best = Infinity;
  for (let i = 0; i + 1 < line.length; i++) {
    const [aLon, aLat] = line[i]!;
    const [bLon, bLat] = line[i + 1]!;
    if (rough[i]! > reach) continue;
    const at = (t: number): number =>
      earth.Inverse(lat, lon, aLat + t * (bLat - aLat), aLon + t * (bLon - aLon)).s12!;
    let [low, high] = [0, 1];
    for (let round = 0; round < 40; round++) {
      const third = (high - low) / 3;
      if (at(low + third) < at(high - third)) high -= third;
      else low += third;
    }
    best = Math.min(best, at((low + high) / 2), at(0), at(1));
  }
  return best;
}

describe('Corridor on a long road', () => {
  const line = windingRoad();
  const leg: Leg = {
    line: { type: 'LineString', coordinates: line },
    halfWidth: 500,
    stops: [],
    checkpoints: [],
  };
  const corridor = Corridor.of([leg]);
  const near = fc.record({
    vertex: fc.nat({ max: line.length - 1 }),
    dLat: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    dLon: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  });

  it('agrees with exact geodesics to every segment within 0.1 m', () => {
    fc.assert(
      fc.property(near, ({ vertex, dLat, dLon }) => {
        const [lon, lat] = [line[vertex]![0] + dLon, line[vertex]![1] + dLat];
        const { distance } = corridor.locate({ lat, lon });
        expect(Math.abs(distance - exactNearest(line, lat, lon))).toBeLessThan(0.1);
      }),
      { numRuns: 60 },
    );
  });

  it('answers the same whatever the hint', () => {
    fc.assert(
      fc.property(near, fc.integer({ min: -5, max: 3_000 }), ({ vertex, dLat, dLon }, hint) => {
        const [lon, lat] = [line[vertex]![0] + dLon, line[vertex]![1] + dLat];
        expect(corridor.locate({ lat, lon }, hint)).toEqual(corridor.locate({ lat, lon }));
      }),
      { numRuns: 500 },
    );
  });

  it('answers the same by the hint of a fix before, on a road that comes back beside and across itself', () => {
    const winding: [number, number][] = [];
    for (let i = 0; i < 600; i++)
      winding.push([106 + 0.02 * Math.cos(i / 20) + i * 1e-5, 20 + 0.03 * Math.sin(i / 15)]);
    const back = winding.map(([x, y]): [number, number] => [x + 0.002, y]).reverse();
    const coordinates = [...winding, ...back];
    const twice = Corridor.of([{ ...leg, line: { type: 'LineString', coordinates } }]);
    const offset = fc.double({ min: -0.02, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat({ max: coordinates.length - 1 }),
        fc.integer({ min: -12, max: 12 }),
        offset,
        offset,
        (vertex, moved, dLat, dLon) => {
          const [lon, lat] = [coordinates[vertex]![0] + dLon, coordinates[vertex]![1] + dLat];
          expect(twice.locate({ lat, lon }, vertex + moved)).toEqual(twice.locate({ lat, lon }));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is the same road in two legs as in one', () => {
    const legs = [line.slice(0, 901), line.slice(900)].map((part) => ({
      ...leg,
      line: { type: 'LineString' as const, coordinates: part },
    }));
    const split = Corridor.of(legs);
    expect(split.length).toBeCloseTo(corridor.length, 6);
    fc.assert(
      fc.property(near, ({ vertex, dLat, dLon }) => {
        const [lon, lat] = [line[vertex]![0] + dLon, line[vertex]![1] + dLat];
        const [one, two] = [corridor.locate({ lat, lon }), split.locate({ lat, lon }, 1_200)];
        expect(two.distance).toBeCloseTo(one.distance, 6);
        expect(two.progress).toBeCloseTo(one.progress, 5);
      }),
    );
  });
});
