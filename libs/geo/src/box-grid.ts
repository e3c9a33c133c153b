import type { Box } from './shape.js';

/** Cells a side of a grid are about so many times the root of how many boxes there are. */
const CELLS_A_BOX = 2.5;
const MOST_CELLS = 2_048;
/** One grid's cells are so many times as wide as the next finer one's. */
const COARSER = 4;

/**
 * Many boxes, found by place. Each lies in the finest grid whose cells are no smaller than it, so in four of its cells at most; a
 * question about a vehicle looks at one or two cells of each grid, whatever the number of boxes.
 */
export class BoxGrid {
  /** Four numbers a box: least x and y, greatest x and y. */
  readonly #boxes: Float64Array;
  /** The finest first; those without a box are left out. */
  readonly #grids: readonly Grid[];

  constructor(boxes: readonly Box[]) {
    this.#boxes = Float64Array.from(boxes.flatMap(({ minX, minY, maxX, maxY }) => [minX, minY, maxX, maxY]));
    const all: Box = {
      minX: boxes.reduce((least, { minX }) => Math.min(least, minX), Infinity),
      minY: boxes.reduce((least, { minY }) => Math.min(least, minY), Infinity),
      maxX: boxes.reduce((most, { maxX }) => Math.max(most, maxX), -Infinity),
      maxY: boxes.reduce((most, { maxY }) => Math.max(most, maxY), -Infinity),
    };
    const wanted = 2 ** Math.ceil(Math.log2(CELLS_A_BOX * Math.sqrt(boxes.length)));
    const grids: Grid[] = [];
    let left = boxes.map((_, box) => box);
    for (let cells = Math.min(MOST_CELLS, wanted); left.length > 0; cells = Math.ceil(cells / COARSER)) {
      const width = (all.maxX - all.minX) / cells;
      const height = (all.maxY - all.minY) / cells;
      const fits = (box: number): boolean => {
        const { minX, minY, maxX, maxY } = boxes[box]!;
        return cells === 1 || (maxX - minX <= width && maxY - minY <= height);
      };
      const these = left.filter(fits);
      if (these.length > 0) grids.push(new Grid(all, cells, this.#boxes, these));
      left = left.filter((box) => !fits(box));
    }
    this.#grids = grids;
  }

  /** Calls `visit` once with the number of each box that touches the given one. */
  eachTouching(asked: Box, visit: (box: number) => void): void {
    const grids = this.#grids;
    for (let i = 0; i < grids.length; i++) grids[i]!.eachTouching(asked, visit);
  }
}

/** Equal cells over all boxes, and which of them lie in each. */
class Grid {
  readonly #minX: number;
  readonly #minY: number;
  readonly #cells: number;
  /** Cells in a degree. */
  readonly #perX: number;
  readonly #perY: number;
  readonly #boxes: Float64Array;
  /** Where the boxes of a cell begin among `#listed`; those of the next cell follow. */
  readonly #starts: Uint32Array;
  readonly #listed: Uint32Array;

  constructor(all: Box, cells: number, boxes: Float64Array, these: readonly number[]) {
    this.#minX = all.minX;
    this.#minY = all.minY;
    this.#cells = cells;
    this.#perX = cells / Math.max(all.maxX - all.minX, Number.EPSILON);
    this.#perY = cells / Math.max(all.maxY - all.minY, Number.EPSILON);
    this.#boxes = boxes;
    const starts = new Uint32Array(cells * cells + 1);
    for (const box of these) this.#eachCell(box, (cell) => starts[cell + 1]!++);
    for (let cell = 0; cell < cells * cells; cell++) starts[cell + 1]! += starts[cell]!;
    const ends = starts.slice();
    this.#listed = new Uint32Array(starts.at(-1)!);
    for (const box of these) this.#eachCell(box, (cell) => (this.#listed[ends[cell]!++] = box));
    this.#starts = starts;
  }

  eachTouching({ minX, minY, maxX, maxY }: Box, visit: (box: number) => void): void {
    const [left, right] = [this.#column(minX), this.#column(maxX)];
    const [bottom, top] = [this.#row(minY), this.#row(maxY)];
    const [boxes, starts, listed] = [this.#boxes, this.#starts, this.#listed];
    for (let row = bottom; row <= top; row++)
      for (let column = left; column <= right; column++) {
        const cell = row * this.#cells + column;
        for (let i = starts[cell]!; i < starts[cell + 1]!; i++) {
          const at = listed[i]! * 4;
          if (boxes[at]! > maxX || boxes[at + 1]! > maxY || boxes[at + 2]! < minX || boxes[at + 3]! < minY)
            continue;
          // a box of several cells counts in the first of them that the question has
          if (column > left && this.#column(boxes[at]!) < column) continue;
          if (row > bottom && this.#row(boxes[at + 1]!) < row) continue;
          visit(listed[i]!);
        }
      }
  }

  #eachCell(box: number, visit: (cell: number) => void): void {
    const at = box * 4;
    const [left, right] = [this.#column(this.#boxes[at]!), this.#column(this.#boxes[at + 2]!)];
    const [bottom, top] = [this.#row(this.#boxes[at + 1]!), this.#row(this.#boxes[at + 3]!)];
    for (let row = bottom; row <= top; row++)
      for (let column = left; column <= right; column++) visit(row * this.#cells + column);
  }

  #column(x: number): number {
    return this.#clamp((x - this.#minX) * this.#perX);
  }

  #row(y: number): number {
    return this.#clamp((y - this.#minY) * this.#perY);
  }

  #clamp(cells: number): number {
    return cells <= 0 ? 0 : cells >= this.#cells ? this.#cells - 1 : Math.floor(cells);
  }
}
