import type { LatLon, Metres } from '@haidang/domain';

/** Degrees to radians. */
const RAD = Math.PI / 180;
/** WGS 84: equatorial radius in metres, flattening, first eccentricity squared. */
const RADIUS: Metres = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
/** Up to this many degrees apart the earth is flat enough for {@link distance}'s short form. */
const FLAT = 0.5;

/** The cosine of a latitude in degrees; compute it once a point and hand it to the two scales below. */
export function cosine(lat: number): number {
  return Math.cos(lat * RAD);
}

/** Metres in one degree of longitude at the latitude of this cosine (normal radius of curvature of WGS 84). */
export function metresPerLon(cos: number): Metres {
  return (RAD * RADIUS * cos) / Math.sqrt(1 - E2 * (1 - cos * cos));
}

/** Metres in one degree of latitude at the latitude of this cosine (meridional radius of curvature of WGS 84). */
export function metresPerLat(cos: number): Metres {
  const w = 1 - E2 * (1 - cos * cos);
  return (RAD * RADIUS * (1 - E2)) / (w * Math.sqrt(w));
}

/** The longitude `lon`, moved by whole turns to lie within 180 degrees of `near`: lines cross the antimeridian so. */
export function unwrap(lon: number, near: number): number {
  const apart = lon - near;
  if (apart <= 180 && apart >= -180) return lon;
  return lon - 360 * Math.round(apart / 360);
}

/** A longitude back in -180 to 180. */
export function wrap(lon: number): number {
  return lon > 180 || lon < -180 ? lon - 360 * Math.round(lon / 360) : lon;
}

/** A metre a millisecond in km/h. */
export const KMH = 3_600;

/**
 * How far two places lie apart on WGS 84, the short way round. Against the exact geodesic: within 1 mm up to 1 km,
 * 0.7 m up to 100 km, 20 m up to 10,000 km and less well towards the other side of the earth, between 80 degrees south
 * and north. It is short of exact because the engine asks it for every fix; and of numbers, because what reads them out
 * of places of many kinds, as {@link distance} does, reads each the slow way.
 */
export function distanceBetween(latA: number, lonA: number, latB: number, lonB: number): Metres {
  const dLat = latB - latA;
  const dLon = lonB - lonA;
  if (dLat > FLAT || dLat < -FLAT || dLon > FLAT || dLon < -FLAT) return longDistance(latA, lonA, latB, lonB);
  const cos = Math.cos(((latA + latB) / 2) * RAD);
  const w = 1 - E2 * (1 - cos * cos);
  const root = Math.sqrt(w);
  const x = dLon * ((RAD * RADIUS * cos) / root);
  const y = dLat * ((RAD * RADIUS * (1 - E2)) / (w * root));
  return Math.sqrt(x * x + y * y);
}

/** {@link distanceBetween} for places held in objects of any kind. */
export function distance(a: LatLon, b: LatLon): Metres {
  return distanceBetween(a.lat, a.lon, b.lat, b.lon);
}

/** Lambert's formula for long lines: the great circle on the reduced latitudes, corrected for the flattening. */
function longDistance(latA: number, lonA: number, latB: number, lonB: number): Metres {
  const lon = unwrap(lonB, lonA);
  if (lon !== lonB) return distanceBetween(latA, lonA, latB, lon);
  const a = Math.atan((1 - FLATTENING) * Math.tan(latA * RAD));
  const b = Math.atan((1 - FLATTENING) * Math.tan(latB * RAD));
  const sinLat = Math.sin((b - a) / 2);
  const sinLon = Math.sin(((lon - lonA) * RAD) / 2);
  const half = Math.min(1, Math.sqrt(sinLat * sinLat + Math.cos(a) * Math.cos(b) * sinLon * sinLon));
  const angle = 2 * Math.asin(half);
  const p = (a + b) / 2;
  const q = (b - a) / 2;
  const cosHalf = Math.cos(angle / 2);
  if (cosHalf === 0 || half === 0) return RADIUS * angle;
  const x = (angle - Math.sin(angle)) * ((Math.sin(p) * Math.cos(q)) / cosHalf) ** 2;
  const y = (angle + Math.sin(angle)) * ((Math.cos(p) * Math.sin(q)) / half) ** 2;
  return RADIUS * (angle - (FLATTENING / 2) * (x + y));
}
