import type { GeoPosition, Leg, Ring, ZoneGeometry } from '@haidang/domain';
import type { FieldError } from '../http/errors.js';

/** Square degrees: about a square decimetre in Vietnam. A ring that encloses less encloses nothing anyone can mean. */
const LEAST_AREA = 1e-12;

/** What a zone's shape cannot mean, whichever way its rings turn: a ring without area. */
export function checkZoneGeometry(geometry: ZoneGeometry): FieldError[] {
  if (geometry.type === 'Circle') return [];
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flatMap((rings, p) =>
    rings.flatMap((ring, r) => {
      const path = ['geometry.coordinates', ...(geometry.type === 'Polygon' ? [] : [p]), r].join('.');
      return ringArea(ring) < LEAST_AREA ? [{ path, message: 'the ring encloses no area' }] : [];
    }),
  );
}

/** What a route's line cannot mean: one that never leaves its first point. */
export function checkLegs(legs: readonly Leg[]): FieldError[] {
  return legs.flatMap(({ line: { coordinates } }, i) =>
    coordinates.every((position) => isSame(position, coordinates[0]!))
      ? [{ path: `legs.${i}.line.coordinates`, message: 'the line has no length' }]
      : [],
  );
}

/** Shoelace formula in square degrees, taken from the first point on so that small rings far from 0/0 lose no digits. */
function ringArea(ring: Ring): number {
  const [x0, y0] = ring[0]!;
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return Math.abs(twice) / 2;
}

function isSame(a: GeoPosition, b: GeoPosition): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
