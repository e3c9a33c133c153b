import type { GeoPosition, Zone, ZoneGeometry } from '@haidang/domain';
import { position, rectangle, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { ZoneIndex } from './index.js';

function zoneOf(geometry: ZoneGeometry, id = 'Z'): Zone {
  return { id, name: id, kind: 'forbidden', geometry };
}

function heldAt(index: ZoneIndex, east: number, north: number, margin?: number): string[] {
  const { lat, lon } = spot(east, north);
  const held = index.at(lat, lon, margin).map((zone) => zone.id);
  const isIn = (those: (id: string) => boolean): boolean =>
    index.isIn(lat, lon, margin ?? 0, ({ id }) => those(id));
  for (const one of held) expect(isIn((id) => id === one)).toBe(true);
  expect(isIn((id) => !held.includes(id))).toBe(false);
  return held;
}

/** A square ring of this half-width around the middle (0, 0), in metres. */
function square(half: number): GeoPosition[] {
  return [
    position(-half, -half),
    position(half, -half),
    position(half, half),
    position(-half, half),
    position(-half, -half),
  ];
}

describe('ZoneIndex.at', () => {
  const index = ZoneIndex.of([rectangle('A', 0, 0, 1_000, 1_000), rectangle('B', 500, 500, 2_000, 2_000)]);

  it('names the zones holding a place', () => {
    expect(heldAt(index, 250, 250)).toEqual(['A']);
    expect(heldAt(index, 750, 750).sort()).toEqual(['A', 'B']);
    expect(heldAt(index, 1_500, 250)).toEqual([]);
  });

  it('counts the boundary as inside: edges and corners', () => {
    expect(heldAt(index, 0, 500)).toEqual(['A']);
    expect(heldAt(index, 250, 0)).toEqual(['A']);
    expect(heldAt(index, 0, 0)).toEqual(['A']);
    expect(heldAt(index, 2_000, 2_000)).toEqual(['B']);
  });

  it('takes zones wider or narrower by a margin', () => {
    expect(heldAt(index, -9, 250, 10)).toEqual(['A']);
    expect(heldAt(index, -11, 250, 10)).toEqual([]);
    expect(heldAt(index, 11, 250, -10)).toEqual(['A']);
    expect(heldAt(index, 9, 250, -10)).toEqual([]);
  });

  it('leaves out a hole, but not its edge', () => {
    const ring = ZoneIndex.of([zoneOf({ type: 'Polygon', coordinates: [square(1_000), square(400)] })]);
    expect(heldAt(ring, 0, 0)).toEqual([]);
    expect(heldAt(ring, 400, 0)).toEqual(['Z']);
    expect(heldAt(ring, 700, 0)).toEqual(['Z']);
    expect(heldAt(ring, 0, 1_001)).toEqual([]);
  });

  it('takes a multi-polygon as one zone', () => {
    const far = square(100).map(([lon, lat]): GeoPosition => [lon + 0.1, lat]);
    const both = ZoneIndex.of([zoneOf({ type: 'MultiPolygon', coordinates: [[square(100)], [far]] })]);
    expect(heldAt(both, 0, 0)).toEqual(['Z']);
    expect(heldAt(both, 11_131.9, 0)).toEqual(['Z']);
    expect(heldAt(both, 5_000, 0)).toEqual([]);
  });

  it('measures a circle on the ground', () => {
    const circle = ZoneIndex.of([zoneOf({ type: 'Circle', center: { lat: 60, lon: 10 }, radius: 1_000 })]);
    // 1 degree of longitude is 55,800 m at 60 degrees north: 990 m and 1,010 m east of the centre.
    expect(circle.at(60, 10 + 990 / 55_800)).toHaveLength(1);
    expect(circle.at(60, 10 + 1_010 / 55_800)).toHaveLength(0);
  });

  it.each([
    ['drawn past 180', [179, 181]],
    ['drawn past -180', [-181, -179]],
    ['drawn with a jump', [179, -179]],
  ])('finds a zone across the antimeridian, %s', (_, [west, east]) => {
    const ring: GeoPosition[] = [
      [west!, -1],
      [east!, -1],
      [east!, 1],
      [west!, 1],
      [west!, -1],
    ];
    const across = ZoneIndex.of([zoneOf({ type: 'Polygon', coordinates: [ring] })]);
    for (const lon of [179.5, 180, -180, -179.5]) expect(across.at(0, lon)).toHaveLength(1);
    for (const lon of [178.9, -178.9, 0]) expect(across.at(0, lon)).toHaveLength(0);
    const [crossing] = across.along({ lat: 0, lon: 178 }, { lat: 0, lon: -178 });
    expect(crossing!.entry).toBeCloseTo(0.25, 9);
    expect(crossing!.exit).toBeCloseTo(0.75, 9);
  });

  it('finds a zone cut at the antimeridian, as RFC 7946 3.1.9 asks', () => {
    const part = (west: number, east: number): GeoPosition[][] => [
      [
        [west, -1],
        [east, -1],
        [east, 1],
        [west, 1],
        [west, -1],
      ],
    ];
    const cut = zoneOf({ type: 'MultiPolygon', coordinates: [part(179, 180), part(-180, -179)] });
    const across = ZoneIndex.of([cut]);
    for (const lon of [179.5, 180, -180, -179.5]) expect(across.at(0, lon)).toHaveLength(1);
    for (const lon of [178.9, -178.9]) expect(across.at(0, lon)).toHaveLength(0);
    const [crossing] = across.along({ lat: 0, lon: 178 }, { lat: 0, lon: -178 });
    expect(crossing!.spans).toHaveLength(1);
    expect(crossing!.exit).toBeCloseTo(0.75, 9);
  });

  it('gives a zone by its id, and nothing of no zones', () => {
    expect(index.get('B')?.zone.name).toBe('Zone B');
    expect(index.get('C')).toBeUndefined();
    expect(ZoneIndex.of([]).at(0, 0)).toEqual([]);
  });

  it('names the zone that encloses nothing', () => {
    const point = zoneOf(
      {
        type: 'Polygon',
        coordinates: [
          [
            [1, 1],
            [1, 1],
            [1, 1],
          ],
        ],
      },
      'Z9',
    );
    expect(() => ZoneIndex.of([point])).toThrow('zone Z9: a line needs two different vertices');
  });
});

describe('ZoneIndex.along', () => {
  const index = ZoneIndex.of([rectangle('A', 1_000, -500, 2_000, 500)]);

  it('gives where a segment comes in and goes out', () => {
    const [crossing] = index.along(spot(0, 0), spot(4_000, 0));
    expect(crossing!.zone.id).toBe('A');
    expect(crossing!.entry).toBeCloseTo(0.25, 9);
    expect(crossing!.exit).toBeCloseTo(0.5, 9);
  });

  it('begins at 0 inside and ends at 1 inside', () => {
    expect(index.along(spot(1_500, 0), spot(2_500, 0))[0]).toMatchObject({ entry: 0, exit: 0.5 });
    expect(index.along(spot(500, 0), spot(1_500, 0))[0]).toMatchObject({ entry: 0.5, exit: 1 });
    expect(index.along(spot(1_200, 0), spot(1_400, 0))[0]).toMatchObject({ entry: 0, exit: 1 });
    expect(index.along(spot(1_200, 0), spot(1_200, 0))[0]).toMatchObject({ entry: 0, exit: 1 });
  });

  it('begins where it comes in, also when that is a hair from where the segment begins', () => {
    // 0.2 mm outside: off the boundary, though half way to it is on it
    const [a, b] = [spot(1_500, -500.0002), spot(1_500, -400)];
    expect(index.at(a.lat, a.lon)).toEqual([]);
    const [crossing] = index.along(a, b);
    expect(crossing!.entry).toBeCloseTo(0.0002 / 100, 8);
    expect(crossing!.entry).toBeGreaterThan(0);
    expect(index.along(b, a)[0]!.exit).toBeLessThan(1);
  });

  it('ends on the boundary where that is a hair outside the corners', () => {
    // 0.05 mm, where the boundary is 0.1 mm wide: the next segment begins there inside
    const [a, b, c] = [spot(1_500, -600), spot(1_500, -500.00005), spot(1_500, -400)];
    expect(index.at(b.lat, b.lon)).toHaveLength(1);
    expect(index.along(a, b)[0]).toMatchObject({ entry: 1, exit: 1 });
    expect(index.along(b, c)[0]).toMatchObject({ entry: 0, exit: 1 });
  });

  it('says nothing of a segment that passes by', () => {
    expect(index.along(spot(0, 501), spot(4_000, 501))).toEqual([]);
    expect(index.along(spot(0, 0), spot(999, 0))).toEqual([]);
  });

  it('counts an edge followed and a corner touched', () => {
    const [edge] = index.along(spot(0, 500), spot(4_000, 500));
    expect([edge!.entry, edge!.exit]).toEqual([expect.closeTo(0.25, 9), expect.closeTo(0.5, 9)]);
    const [corner] = index.along(spot(500, 0), spot(1_500, 1_000));
    expect([corner!.entry, corner!.exit]).toEqual([expect.closeTo(0.5, 6), expect.closeTo(0.5, 6)]);
  });

  it('keeps only what lies deeper than the margin', () => {
    const [deep] = index.along(spot(0, 0), spot(4_000, 0), 200);
    expect(deep!.entry).toBeCloseTo(0.3, 5);
    expect(deep!.exit).toBeCloseTo(0.45, 5);
    expect(index.along(spot(0, 350), spot(4_000, 350), 200)).toEqual([]);
    expect(index.along(spot(1_500, 350), spot(1_500, 350), 200)).toEqual([]);
    expect(index.along(spot(1_500, 250), spot(1_500, 250), 200)).toHaveLength(1);
  });

  it('gives both stretches of a zone like a U', () => {
    const coordinates = [
      [
        position(0, 0),
        position(300, 0),
        position(300, 1_000),
        position(200, 1_000),
        position(200, 100),
        position(100, 100),
        position(100, 1_000),
        position(0, 1_000),
        position(0, 0),
      ],
    ];
    const u = ZoneIndex.of([zoneOf({ type: 'Polygon', coordinates })]);
    const [crossing] = u.along(spot(-100, 500), spot(400, 500));
    expect(crossing!.spans.map(({ from, to }) => [from, to])).toEqual([
      [expect.closeTo(0.2, 9), expect.closeTo(0.4, 9)],
      [expect.closeTo(0.6, 9), expect.closeTo(0.8, 9)],
    ]);
  });

  it('cuts a circle like the chord it is', () => {
    const circle = ZoneIndex.of([zoneOf({ type: 'Circle', center: spot(0, 0), radius: 500 })]);
    // 300 m off the centre the chord of 500 m reaches 400 m to either side; 100 m deep, of 400 m, it is 264.58 m.
    const [chord] = circle.along(spot(-1_000, 300), spot(1_000, 300));
    expect(chord!.entry).toBeCloseTo(0.3, 6);
    expect(chord!.exit).toBeCloseTo(0.7, 6);
    const [deep] = circle.along(spot(-1_000, 300), spot(1_000, 300), 100);
    expect(deep!.entry).toBeCloseTo(0.5 - 264.575 / 2_000, 6);
    expect(circle.along(spot(-1_000, 501), spot(1_000, 501))).toEqual([]);
    expect(circle.along(spot(0, 100), spot(0, 200))[0]).toMatchObject({ entry: 0, exit: 1 });
  });
});

describe('the depth and the core of a shape', () => {
  const shapeOf = (zone: Zone) => ZoneIndex.of([zone]).get(zone.id)!.shape;

  it('is positive inside, nothing on the boundary, negative outside', () => {
    const shape = shapeOf(rectangle('A', 0, 0, 1_000, 400));
    const depthAt = (east: number, north: number) =>
      shape.depth(spot(east, north).lat, spot(east, north).lon);
    expect(depthAt(500, 150)).toBeCloseTo(150, 1);
    expect(depthAt(500, 0)).toBe(0);
    expect(depthAt(500, -150)).toBeCloseTo(-150, 1);
    expect(depthAt(1_300, 800)).toBeCloseTo(-500, 1);
  });

  it('is half the width of a rectangle and the radius of a circle, within 5 %', () => {
    const core = shapeOf(rectangle('A', 0, 0, 1_000, 400)).core;
    expect(core).toBeGreaterThan(190);
    expect(core).toBeLessThanOrEqual(200.1);
    expect(shapeOf(zoneOf({ type: 'Circle', center: spot(0, 0), radius: 25 })).core).toBe(25);
  });
});
