/** The world's width in units, at every zoom: one is 9 mm at the equator, and 1/32 of a pixel on the nearest map. */
export const WORLD = 2 ** 32;

/** The world's width in pixels at zoom 0, as both libraries have it. */
export const TILE = 512;

/** Where something is on the map of the whole world (web mercator): whole numbers from 0 up to {@link WORLD}, from west to east and from north to south. */
export type Spot = readonly [x: number, y: number];

/**
 * Whole numbers of 32 bits and not fractions: what a graphics card calculates with has 24 bits, with which marks would
 * tremble as a near map moves. The difference of two of these is exact.
 */
export function spotOf({ lat, lon }: { lat: number; lon: number }): Spot {
  return [whole(0.5 + lon / 360), whole(southOf(lat))];
}

/** How far south of the map's upper edge a latitude lies, in parts of the world's width. */
export function southOf(lat: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
}

/** The latitude that lies so far {@link southOf} the upper edge. */
export function latAt(south: number): number {
  return (360 / Math.PI) * Math.atan(Math.exp((0.5 - south) * 2 * Math.PI)) - 90;
}

function whole(part: number): number {
  return Math.min(WORLD - 1, Math.max(0, Math.round(part * WORLD)));
}

/** Pixels a unit. */
export function pixelsAUnit(zoom: number): number {
  return (TILE * 2 ** zoom) / WORLD;
}

/** From one spot to another in units, the shorter way around the world. */
export function away(from: number, to: number): number {
  return (to - from) | 0;
}
