import type { GeoPosition } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { checkLegs, checkZoneGeometry } from './geometry.js';

/** A square of so many degrees whose lower left corner is at Hai Phong. */
function square(side: number): GeoPosition[] {
  const [lon, lat] = [106.68, 20.86];
  return [
    [lon, lat],
    [lon + side, lat],
    [lon + side, lat + side],
    [lon, lat + side],
    [lon, lat],
  ];
}

describe('the shape of a zone', () => {
  it('may turn either way, be small, and repeat a point', () => {
    const ring = square(0.00001);
    const repeated = ring.flatMap((position) => [position, position]);
    for (const coordinates of [[ring], [ring.toReversed()], [repeated]]) {
      expect(checkZoneGeometry({ type: 'Polygon', coordinates })).toEqual([]);
    }
    expect(checkZoneGeometry({ type: 'Circle', center: { lat: 0, lon: 0 }, radius: 1 })).toEqual([]);
  });

  it('encloses an area, its holes too', () => {
    const line: GeoPosition[] = [
      [106, 20],
      [107, 21],
      [108, 22],
      [106, 20],
    ];
    const point = square(0);
    expect(checkZoneGeometry({ type: 'Polygon', coordinates: [square(1), point] })).toEqual([
      { path: 'geometry.coordinates.1', message: 'the ring encloses no area' },
    ]);
    expect(
      checkZoneGeometry({ type: 'MultiPolygon', coordinates: [[square(1)], [square(1), line]] }),
    ).toEqual([{ path: 'geometry.coordinates.1.1', message: 'the ring encloses no area' }]);
  });
});

describe('the line of a leg', () => {
  const leg = (coordinates: GeoPosition[]) => ({
    line: { type: 'LineString' as const, coordinates },
    halfWidth: 500,
    stops: [],
    checkpoints: [],
  });

  it('leaves its first point', () => {
    expect(
      checkLegs([
        leg([
          [106, 20],
          [106, 20],
          [106, 21],
        ]),
      ]),
    ).toEqual([]);
    expect(
      checkLegs([
        leg([
          [106, 20],
          [106, 21],
        ]),
        leg([
          [106, 20],
          [106, 20],
        ]),
      ]),
    ).toEqual([{ path: 'legs.1.line.coordinates', message: 'the line has no length' }]);
  });
});
