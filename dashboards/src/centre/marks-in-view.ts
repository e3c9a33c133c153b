import type { Position } from '@haidang/contract';
import type { View } from '../shared/map/view.js';

type Placed = Pick<Position, 'sealId' | 'lat' | 'lon'>;

/** Those in view, in the order in which keys pass them: from left to right, and one above the other from the top. */
export function marksInView<T extends Placed>(
  positions: Iterable<T>,
  [west, south, east, north]: View['bbox'],
): T[] {
  return [...positions]
    .filter(({ lat, lon }) => lon >= west && lon <= east && lat >= south && lat <= north)
    .sort((a, b) => a.lon - b.lon || b.lat - a.lat || (a.sealId < b.sealId ? -1 : 1));
}
