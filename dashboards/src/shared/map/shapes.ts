import type { Facility, Gate, Route, Zone } from '@haidang/contract';
import type { Feature, FeatureCollection, Geometry, Polygon, Position } from 'geojson';

/** Metres a pixel covers at zoom 0 on the equator: the circumference of WGS 84 over one tile of 512 px. */
const METRES_A_PIXEL = 40_075_016.69 / 512;

/** Metres of a degree of latitude; a circle's outline on the map needs no better. */
const METRES_A_DEGREE = 111_320;

const CIRCLE_CORNERS = 64;

/**
 * Each leg as a line with `width`: its corridor's whole width in pixels at zoom 0, at the leg's mean latitude.
 * The map doubles it with every zoom level, so the band always covers the permitted ground.
 */
export function corridorFeatures(routes: readonly Route[]): FeatureCollection {
  // routes that differ in their limits alone are one band, or it would be twice as strong
  const ways = new Map(
    routes.toReversed().map((route) => [JSON.stringify(route.legs.map(({ line }) => line)), route]),
  );
  return collection(
    [...ways.values()].flatMap((route) =>
      route.legs.map((leg) => {
        const coordinates = leg.line.coordinates as Position[];
        return feature(
          { type: 'LineString', coordinates },
          { routeId: route.id, name: route.name, width: widthAtZoom0(leg.halfWidth, coordinates) },
        );
      }),
    ),
  );
}

function widthAtZoom0(halfWidth: number, line: Position[]): number {
  const latitude = line.reduce((sum, [, lat = 0]) => sum + lat, 0) / line.length;
  return (2 * halfWidth) / (METRES_A_PIXEL * Math.cos((latitude * Math.PI) / 180));
}

/** Zones as polygons with `kind` and `name`; a circle becomes one of 64 corners. */
export function zoneFeatures(zones: readonly Zone[]): FeatureCollection {
  return collection(
    zones.map(({ id, name, kind, geometry }) =>
      feature(
        geometry.type === 'Circle' ? circle(geometry.center, geometry.radius) : (geometry as Geometry),
        { id, name, kind },
      ),
    ),
  );
}

/** A ring of 64 corners around a place. @param radius metres */
export function circle(center: { lat: number; lon: number }, radius: number): Polygon {
  const north = radius / METRES_A_DEGREE;
  const east = north / Math.cos((center.lat * Math.PI) / 180);
  const ring = Array.from({ length: CIRCLE_CORNERS }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / CIRCLE_CORNERS;
    return [center.lon + east * Math.cos(angle), center.lat + north * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
}

/** @param queues what stands under a name, by the id */
export function facilityFeatures(
  facilities: readonly Facility[],
  queues: ReadonlyMap<string, string>,
): FeatureCollection {
  return collection(
    facilities.map(({ id, name, kind, place }) =>
      feature(point(place), { id, name, kind, queue: queues.get(id) ?? '' }),
    ),
  );
}

/** @param queues what stands under a name, by the id */
export function gateFeatures(gates: readonly Gate[], queues: ReadonlyMap<string, string>): FeatureCollection {
  return collection(
    gates.map(({ id, name, place }) => feature(point(place), { id, name, queue: queues.get(id) ?? '' })),
  );
}

export function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

export const NOTHING: FeatureCollection = collection([]);

export function point({ lat, lon }: { lat: number; lon: number }): Geometry {
  return { type: 'Point', coordinates: [lon, lat] };
}

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry, properties };
}
