import type { Route, Zone } from '@haidang/contract';
import type { GeoPosition } from '@haidang/domain';
import type { Bounds, Register } from '../shared/map/engine.js';
import { circle } from '../shared/map/shapes.js';
import type { Snaps } from '../shared/map/snap.js';

export type Geometry = Zone['geometry'];

/** Of a sphere; a radius that is drawn by hand needs no better. */
const EARTH = 6_371_008.8;

export function metresBetween([lonA, latA]: GeoPosition, [lonB, latB]: GeoPosition): number {
  const [a, b] = [radians(latA), radians(latB)];
  const half = Math.sin((b - a) / 2) ** 2;
  const h = half + Math.cos(a) * Math.cos(b) * Math.sin(radians(lonB - lonA) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The place so many metres to the east. */
export function eastOf([lon, lat]: GeoPosition, metres: number): GeoPosition {
  const turn = (metres / (EARTH * Math.max(0.01, Math.cos(radians(lat))))) * (180 / Math.PI);
  return [lon + turn, lat];
}

/** True for a place inside a ring; edges are straight in degrees, as they are drawn. */
export function isInside([x, y]: GeoPosition, ring: readonly GeoPosition[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i]!, ring[j]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** True for a place inside an area and outside its holes, or within a circle. */
export function isWithin(place: GeoPosition, geometry: Geometry): boolean {
  if (geometry.type === 'Circle')
    return metresBetween(place, [geometry.center.lon, geometry.center.lat]) <= geometry.radius;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some(
    ([outer, ...holes]) => isInside(place, outer!) && !holes.some((hole) => isInside(place, hole)),
  );
}

export function placesOf(geometry: Geometry): GeoPosition[] {
  if (geometry.type === 'Polygon') return geometry.coordinates.flat();
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat(2);
  const { lat, lon } = geometry.center;
  const north = geometry.radius / 111_320;
  const [east] = eastOf([lon, lat], geometry.radius);
  return [
    [2 * lon - east, lat - north],
    [east, lat + north],
  ];
}

export function boundsOf(things: {
  readonly zones: readonly Zone[];
  readonly routes: readonly Route[];
}): Bounds | undefined {
  const places = [
    ...things.zones.flatMap(({ geometry }) => placesOf(geometry)),
    ...things.routes.flatMap(({ legs }) => legs.flatMap(({ line }) => line.coordinates)),
  ];
  if (places.length === 0) return undefined;
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** To what a hand that draws is drawn: corners and edges of zones and routes, middles of circles, facilities and gates. */
export function snapsOf({ zones, routes, facilities, gates }: Register): Snaps {
  const middles = zones.flatMap(({ geometry }) => (geometry.type === 'Circle' ? [geometry.center] : []));
  return {
    places: [...middles, ...[...facilities, ...gates].map(({ place }) => place)].map(
      ({ lat, lon }): GeoPosition => [lon, lat],
    ),
    lines: [
      ...zones.flatMap(({ geometry }) => ringsOf(geometry)),
      ...routes.flatMap(({ legs }) => legs.map(({ line }) => line.coordinates)),
    ],
  };
}

function ringsOf(geometry: Geometry): readonly (readonly GeoPosition[])[] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
  return circle(geometry.center, geometry.radius).coordinates as [number, number][][];
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
