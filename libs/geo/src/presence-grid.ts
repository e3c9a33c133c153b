import type { Box } from './shape.js';

/** Cells a side; at most 2 MB of bits, of which a fleet's fixes only look at those about its vehicles. */
const FEWEST_CELLS = 64;
const MOST_CELLS = 4_096;
/** Cells for each box, about: so many that a cell is smaller than a usual zone and few fixes beside one are let through. */
const CELLS_A_BOX = 256;
/** A question over more cells than this a side is not worth asking here. */
const WIDEST_QUESTION = 16;

/**
 * One bit for each cell of a grid: does any box touch it? Most fixes lie in no zone's box, and this says so from a few
 * bits, without a walk down the tree.
 */
export class PresenceGrid {
  readonly #minX: number;
  readonly #minY: number;
  readonly #cells: number;
  /** Cells in a degree. */
  readonly #perX: number;
  readonly #perY: number;
  readonly #bits: Uint32Array;

  /** @param boxes at least one. */
  constructor(boxes: readonly Box[]) {
    const wanted = Math.sqrt(boxes.length * CELLS_A_BOX);
    this.#cells = Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, 2 ** Math.ceil(Math.log2(wanted))));
    this.#bits = new Uint32Array(this.#cells ** 2 / 32);
    this.#minX = boxes.reduce((least, { minX }) => Math.min(least, minX), Infinity);
    this.#minY = boxes.reduce((least, { minY }) => Math.min(least, minY), Infinity);
    const maxX = boxes.reduce((most, box) => Math.max(most, box.maxX), -Infinity);
    const maxY = boxes.reduce((most, box) => Math.max(most, box.maxY), -Infinity);
    this.#perX = this.#cells / Math.max(maxX - this.#minX, Number.EPSILON);
    this.#perY = this.#cells / Math.max(maxY - this.#minY, Number.EPSILON);
    for (const box of boxes) this.#mark(box);
  }

  /** False only when surely none of the boxes touches the given one. */
  mayTouch(minX: number, minY: number, maxX: number, maxY: number): boolean {
    const left = (minX - this.#minX) * this.#perX;
    const right = (maxX - this.#minX) * this.#perX;
    const bottom = (minY - this.#minY) * this.#perY;
    const top = (maxY - this.#minY) * this.#perY;
    if (right < 0 || top < 0 || left > this.#cells || bottom > this.#cells) return false;
    if (right - left > WIDEST_QUESTION || top - bottom > WIDEST_QUESTION) return true;
    const [toColumn, toRow] = [this.#clamp(right), this.#clamp(top)];
    for (let row = this.#clamp(bottom); row <= toRow; row++)
      for (let column = this.#clamp(left); column <= toColumn; column++) {
        const cell = row * this.#cells + column;
        if ((this.#bits[cell >>> 5]! & (1 << (cell & 31))) !== 0) return true;
      }
    return false;
  }

  #clamp(cells: number): number {
    return Math.min(this.#cells - 1, Math.max(0, Math.floor(cells)));
  }

  #mark({ minX, minY, maxX, maxY }: Box): void {
    const fromColumn = this.#clamp((minX - this.#minX) * this.#perX);
    const toColumn = this.#clamp((maxX - this.#minX) * this.#perX);
    const toRow = this.#clamp((maxY - this.#minY) * this.#perY);
    for (let row = this.#clamp((minY - this.#minY) * this.#perY); row <= toRow; row++)
      this.#fill(row * this.#cells + fromColumn, row * this.#cells + toColumn);
  }

  /** Sets the bits from one cell to another of its row, word by word: a province covers most of the grid. */
  #fill(from: number, to: number): void {
    for (let word = from >>> 5; word <= to >>> 5; word++) {
      const first = Math.max(0, from - word * 32);
      const last = Math.min(31, to - word * 32);
      this.#bits[word]! |= (-1 << first) & (-1 >>> (31 - last));
    }
  }
}
