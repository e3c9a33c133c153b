import type { WatchRequest } from '@haidang/contract';
import { NumberRows } from '../directory/number-rows.js';
import type { SealEntry } from '../directory/seal-entry.js';

/** Cells in a degree: one is some 25 km high. */
const PER_DEGREE = 4;
/** Cells around the world. */
const AROUND = 360 * PER_DEGREE;

type Bounds = WatchRequest['bbox'];

/**
 * The seals that have a place, by cells of the map, whoever may see them: a view near the ground looks at its own cells instead of at the 100,000 of the country. It is
 * filled once, then told of each seal that changed.
 */
export class SealGrid {
  private readonly cells = new Map<number, Set<SealEntry>>();
  /** Of each seal the cell that it is in. */
  private readonly places = new NumberRows(1);

  /** The seal is new, or may have moved. */
  take(entry: SealEntry): void {
    const { spot, key } = entry;
    if (spot === null) return this.drop(entry);
    const place = rowOf(spot.lat) * AROUND + columnOf(spot.lon);
    const [page, at] = [this.places.pageFor(key), this.places.at(key)];
    if (page[at] === place) return;
    this.drop(entry);
    page[at] = place;
    const cell = this.cells.get(place);
    if (cell === undefined) this.cells.set(place, new Set([entry]));
    else cell.add(entry);
  }

  drop(entry: SealEntry): void {
    const [page, at] = [this.places.pageFor(entry.key), this.places.at(entry.key)];
    const place = page[at]!;
    const cell = this.cells.get(place);
    if (cell === undefined) return;
    page[at] = NaN;
    cell.delete(entry);
    if (cell.size === 0) this.cells.delete(place);
  }

  /** Lets go of seals that are not so. */
  keep(isKept: (entry: SealEntry) => boolean): void {
    for (const seals of [...this.cells.values()])
      for (const entry of seals) if (!isKept(entry)) this.drop(entry);
  }

  /** Those in the cells that a view touches: all that lie in it, and some beside it. */
  about(bbox: Bounds): SealEntry[] {
    return [...this.touched(bbox)].flatMap((seals) => [...seals]);
  }

  /** How many those are. */
  countAbout(bbox: Bounds): number {
    let count = 0;
    for (const { size } of this.touched(bbox)) count += size;
    return count;
  }

  private *touched([west, south, east, north]: Bounds): Iterable<ReadonlySet<SealEntry>> {
    const [bottom, top, left, right] = [rowOf(south), rowOf(north), columnOf(west), columnOf(east)];
    for (const [key, seals] of this.cells) {
      const [row, column] = [Math.floor(key / AROUND), key % AROUND];
      if (row < bottom || row > top) continue;
      const isBeside = west <= east ? column < left || column > right : column < left && column > right;
      if (!isBeside) yield seals;
    }
  }
}

function rowOf(lat: number): number {
  return Math.floor((lat + 90) * PER_DEGREE);
}

/** 180° is in the last cell of the east. */
function columnOf(lon: number): number {
  return Math.min(AROUND - 1, Math.floor((lon + 180) * PER_DEGREE));
}
