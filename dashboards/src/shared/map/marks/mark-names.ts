import type { Feature } from 'geojson';
import type { Bounds } from '../engine.js';
import { point } from '../shapes.js';
import { rankOf, type Mark } from './mark.js';
import { pixelsAUnit, spotOf } from './world.js';

/** How near the map is when containers have their names beside their marks. */
export const NAMES_FROM = 11.5;

/** No name is smaller, in pixels: of two marks whose places are nearer to one another, one can be named. */
const SMALLEST = { wide: 48, high: 12 };

/** Part of the view that is named around it, so that a map that is dragged has names at its rim. */
const AROUND = 0.5;

/**
 * The marks that get a name, as the map's source has them: those in view and a little around, and the gravest of those
 * whose names would lie on one another. The map's library finds a place for each, or none.
 * @param chosen the seal that has its name already
 */
export function nameFeatures(
  marks: Iterable<Mark>,
  { bounds, zoom, chosen }: { bounds: Bounds; zoom: number; chosen: string | undefined },
): Feature[] {
  if (zoom < NAMES_FROM) return [];
  const [west, south, east, north] = around(bounds);
  const pixels = pixelsAUnit(Math.ceil(zoom));
  const named = new Map<string, Mark>();
  for (const mark of marks) {
    const { lat, lon, sealId } = mark;
    if (lat < south || lat > north || lon < west || lon > east || sealId === chosen) continue;
    const [x, y] = spotOf(mark);
    const cell = `${Math.floor((x * pixels) / SMALLEST.wide)} ${Math.floor((y * pixels) / SMALLEST.high)}`;
    const other = named.get(cell);
    if (other === undefined || rankOf(other) < rankOf(mark)) named.set(cell, mark);
  }
  return [...named.values()].map(nameFeature);
}

function nameFeature(mark: Mark): Feature {
  const { container, sealId } = mark;
  return {
    type: 'Feature',
    geometry: point(mark),
    properties: { name: container ?? sealId, rank: rankOf(mark) },
  };
}

function around([west, south, east, north]: Bounds): Bounds {
  const [wide, high] = [(east - west) * AROUND, (north - south) * AROUND];
  return [west - wide, south - high, east + wide, north + high];
}
