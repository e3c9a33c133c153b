/** Linear steps within each doubling; a value is kept to 1 part in 64. */
const STEPS = 64;
/** Doublings above the first 64 microseconds: up to 64 us x 2^24, about 18 minutes. */
const DOUBLINGS = 24;

/**
 * Counts latencies in log-linear buckets (the idea of HdrHistogram): constant memory, no sorting, a relative error
 * of at most 1/64 at any percentile, which a list of samples could only give by keeping every one of them.
 */
export class Histogram {
  private readonly counts = new Float64Array(STEPS * (DOUBLINGS + 1));
  private total = 0;
  private highest = 0;

  /** @param ms a latency in milliseconds; a negative one counts as 0. */
  record(ms: number): void {
    const us = ms > 0 ? ms * 1000 : 0;
    this.counts[bucketOf(us)]! += 1;
    this.total += 1;
    if (ms > this.highest) this.highest = ms;
  }

  get count(): number {
    return this.total;
  }

  /** The longest latency recorded, exactly, in milliseconds. */
  get max(): number {
    return this.highest;
  }

  /**
   * The latency in milliseconds that the fraction `p` (0 to 1) of all records does not exceed: the upper edge of its
   * bucket, so never too good. 0 when nothing was recorded.
   */
  percentile(p: number): number {
    if (this.total === 0) return 0;
    const wanted = Math.max(1, Math.ceil(p * this.total));
    let seen = 0;
    for (let i = 0; i < this.counts.length; i++) {
      seen += this.counts[i]!;
      if (seen >= wanted) return Math.min(upperEdge(i) / 1000, this.highest);
    }
    return this.highest;
  }
}

function bucketOf(us: number): number {
  if (us < STEPS) return Math.floor(us);
  const doubling = Math.min(DOUBLINGS, Math.floor(Math.log2(us)) - 5);
  const step = Math.floor(us / 2 ** (doubling - 1)) - STEPS;
  return doubling * STEPS + Math.min(step, STEPS - 1);
}

function upperEdge(bucket: number): number {
  const doubling = Math.floor(bucket / STEPS);
  const step = bucket % STEPS;
  return doubling === 0 ? step + 1 : (STEPS + step + 1) * 2 ** (doubling - 1);
}
