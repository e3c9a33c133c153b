import { ZONE_KINDS, type GeoPosition, type Leg, type Metres, type Zone } from '@haidang/domain';
import { chance, type Chance } from './chance.js';

export const TRANSITS = 1_000;
export const ZONES = 10_000;
export const HALF_WIDTH: Metres = 500;
const POINTS = 2_000;
/** Between two segments of a road, in radians. */
const SHARPEST_BEND = 0.3;
/** Of a zone's ring, the closing one not counted. */
const VERTICES = 64;
/** The first zones are ports; roads begin in them by turns. */
const PORTS = 100;

/** The country, about Vietnam's size. */
const BOX = { minLon: 102.5, maxLon: 109, minLat: 8.5, maxLat: 23 };
/** Metres in a degree, well enough to lay out a country. */
const METRES_PER_LAT = 110_900;
const metresPerLon = (lat: number): Metres => 111_320 * Math.cos((lat * Math.PI) / 180);

/** A place so many metres east and north of another. */
export function moved([lon, lat]: GeoPosition, east: Metres, north: Metres): GeoPosition {
  return [lon + east / metresPerLon(lat), lat + north / METRES_PER_LAT];
}

/** One road a transit: 2,000 points, some 175 m apart, winding from its port through the country. */
export function roads(): Leg[] {
  return Array.from({ length: TRANSITS }, (_, transit) => {
    const draw = chance(1_000_000 + transit);
    const coordinates: GeoPosition[] = [portPlace(transit % PORTS)];
    let heading = draw() * 2 * Math.PI;
    while (coordinates.length < POINTS) {
      const here = coordinates.at(-1)!;
      const bend = isInside(here) ? (2 * draw() - 1) * SHARPEST_BEND : turnHome(here, heading);
      heading += bend;
      const step = 100 + 150 * draw();
      coordinates.push(moved(here, step * Math.cos(heading), step * Math.sin(heading)));
    }
    return { line: { type: 'LineString', coordinates }, halfWidth: HALF_WIDTH, stops: [], checkpoints: [] };
  });
}

/** The ports, and beyond them zones strewn over the country; the first `count` whatever the count is. Kinds take turns. */
export function zones(count: number): Zone[] {
  return Array.from({ length: count }, (_, n) => {
    const draw = chance(2_000_000 + n);
    const center = n < PORTS ? portPlace(n) : anyPlace(draw);
    const radius = n < PORTS ? 700 : 150 + 450 * draw();
    return {
      id: `Z${String(n)}`,
      name: `Zone ${String(n)}`,
      kind: ZONE_KINDS[n % ZONE_KINDS.length]!,
      geometry: { type: 'Polygon', coordinates: [ring(center, radius, draw)] },
    };
  });
}

function portPlace(port: number): GeoPosition {
  return anyPlace(chance(3_000_000 + port));
}

function anyPlace(draw: Chance): GeoPosition {
  const { minLon, maxLon, minLat, maxLat } = BOX;
  return [minLon + draw() * (maxLon - minLon), minLat + draw() * (maxLat - minLat)];
}

/** A star of 64 vertices, each between 0.7 and 1 of the radius from the centre. */
function ring(center: GeoPosition, radius: Metres, draw: Chance): GeoPosition[] {
  const vertices = Array.from({ length: VERTICES }, (_, i) => {
    const angle = (2 * Math.PI * i) / VERTICES;
    const far = radius * (0.7 + 0.3 * draw());
    return moved(center, far * Math.cos(angle), far * Math.sin(angle));
  });
  return [...vertices, vertices[0]!];
}

function isInside([lon, lat]: GeoPosition): boolean {
  return lon > BOX.minLon && lon < BOX.maxLon && lat > BOX.minLat && lat < BOX.maxLat;
}

/** The turn, no sharper than a bend, that leads back towards the middle of the country. */
function turnHome([lon, lat]: GeoPosition, heading: number): number {
  const home = Math.atan2((BOX.minLat + BOX.maxLat) / 2 - lat, (BOX.minLon + BOX.maxLon) / 2 - lon);
  return Math.max(-SHARPEST_BEND, Math.min(SHARPEST_BEND, Math.sin(home - heading)));
}
