import type { Metres } from '@haidang/domain';
import { cosine, metresPerLat, metresPerLon } from './metric.js';
import type { Box } from './shape.js';

/** The answer is at most this part short of the true one. */
const PRECISION = 0.05;
/** A shape so ragged that the search has not settled by then gets the best depth seen. */
const MOST_CELLS = 4_000;

interface Cell {
  readonly x: number;
  readonly y: number;
  /** Half its width and height in degrees. */
  readonly halfX: number;
  readonly halfY: number;
  readonly depth: Metres;
  /** No place in the cell is deeper than this. */
  readonly most: Metres;
}

/**
 * How deep the deepest place of an area lies, within 5 %: the box is halved and halved again wherever a place deeper
 * than the best so far may still be.
 */
export function greatestDepth(area: { readonly box: Box; depth(lat: number, lon: number): Metres }): Metres {
  const { minX, minY, maxX, maxY } = area.box;
  const cellAt = (x: number, y: number, halfX: number, halfY: number): Cell => {
    const depth = area.depth(y, x);
    const cos = cosine(y);
    const most = depth + Math.hypot(halfX * metresPerLon(cos), halfY * metresPerLat(cos));
    return { x, y, halfX, halfY, depth, most };
  };
  const waiting = [cellAt((minX + maxX) / 2, (minY + maxY) / 2, (maxX - minX) / 2, (maxY - minY) / 2)];
  let best = 0;
  for (let seen = 0; waiting.length > 0 && seen < MOST_CELLS; seen++) {
    const cell = takeMost(waiting);
    best = Math.max(best, cell.depth);
    if (cell.most <= best * (1 + PRECISION)) break;
    const [halfX, halfY] = [cell.halfX / 2, cell.halfY / 2];
    for (const [sideX, sideY] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const) {
      const part = cellAt(cell.x + sideX * halfX, cell.y + sideY * halfY, halfX, halfY);
      if (part.most > best) waiting.push(part);
    }
  }
  return best;
}

/** Takes the most promising cell out of the list. */
function takeMost(cells: Cell[]): Cell {
  let at = 0;
  for (let i = 1; i < cells.length; i++) if (cells[i]!.most > cells[at]!.most) at = i;
  const taken = cells[at]!;
  const last = cells.pop()!;
  if (at < cells.length) cells[at] = last;
  return taken;
}
