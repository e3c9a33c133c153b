const PAGE_BITS = 8;
const PAGE_ROWS = 1 << PAGE_BITS;

/**
 * A row of numbers for each of many seals, side by side, by `seals.key`: 0 or more, and without large gaps. What is not written yet is NaN. As objects they would lie
 * scattered, and live just long enough to cost the collector the most.
 */
export class NumberRows {
  private readonly pages: (Float64Array | undefined)[] = [];

  constructor(private readonly width: number) {}

  /** Where on its page a row begins. */
  at(key: number): number {
    return (key & (PAGE_ROWS - 1)) * this.width;
  }

  /** The page of a row; undefined while none of its rows was written. */
  page(key: number): Float64Array | undefined {
    return this.pages[key >> PAGE_BITS];
  }

  /** The page of a row, to write on. */
  pageFor(key: number): Float64Array {
    return (this.pages[key >> PAGE_BITS] ??= new Float64Array(PAGE_ROWS * this.width).fill(NaN));
  }
}
