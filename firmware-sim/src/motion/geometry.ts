import type { Heading, LatLon, Metres } from '@haidang/domain';

/** Mean radius of the earth in metres (IUGG). Over the few kilometres between two vertices the error is under 0.5 %. */
const EARTH: Metres = 6_371_009;
const RADIANS = Math.PI / 180;

/** Metres east and north from `a` to `b`, on the plane that touches the earth between them. */
export function vector(a: LatLon, b: LatLon): { east: Metres; north: Metres } {
  const midLat = ((a.lat + b.lat) / 2) * RADIANS;
  return {
    east: (b.lon - a.lon) * RADIANS * Math.cos(midLat) * EARTH,
    north: (b.lat - a.lat) * RADIANS * EARTH,
  };
}

export function distance(a: LatLon, b: LatLon): Metres {
  const { east, north } = vector(a, b);
  return Math.hypot(east, north);
}

export function headingOf(a: LatLon, b: LatLon): Heading {
  const { east, north } = vector(a, b);
  return (Math.atan2(east, north) / RADIANS + 360) % 360;
}

export function moved(from: LatLon, east: Metres, north: Metres): LatLon {
  return {
    lat: from.lat + north / EARTH / RADIANS,
    lon: from.lon + east / (EARTH * Math.cos(from.lat * RADIANS)) / RADIANS,
  };
}

/** The place `metres` to the right of somebody at `from` who looks along `heading`; to the left if negative. */
export function toTheRight(from: LatLon, heading: Heading, metres: Metres): LatLon {
  const across = (heading + 90) * RADIANS;
  return moved(from, metres * Math.sin(across), metres * Math.cos(across));
}

export function between(a: LatLon, b: LatLon, share: number): LatLon {
  return { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
}
