import type { LatLon } from '@haidang/domain';

/** The middle of the rectangle that holds all places. */
export function centreOf(places: readonly LatLon[]): LatLon {
  let [south, north, west, east] = [90, -90, 180, -180];
  for (const { lat, lon } of places) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  return { lat: (south + north) / 2, lon: (west + east) / 2 };
}

/**
 * Moves places so that `from` comes to lie on `to`. Degrees of longitude are stretched by the ratio of the
 * parallels' lengths, so that distances stay what they were (within 0.1 % for a city).
 */
export function mover(from: LatLon, to: LatLon): (place: LatLon) => LatLon {
  const stretch = Math.cos(from.lat * (Math.PI / 180)) / Math.cos(to.lat * (Math.PI / 180));
  return ({ lat, lon }) => ({ lat: to.lat + (lat - from.lat), lon: to.lon + (lon - from.lon) * stretch });
}
