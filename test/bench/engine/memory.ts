import { chance } from './chance.js';

/** Numbers in a cache line. */
const LINE = 16;
const READS = 2_000_000;

/**
 * How long one read from main memory takes just now, in nanoseconds: each read says where the next one is, in no order. The memory of a
 * thousand transits does not fit a core's own cache, so the rate of full evaluations follows this figure of the machine.
 * @param megabytes read from
 */
export function memoryLatency(megabytes = 64): number {
  const lines = (megabytes << 20) / (4 * LINE);
  const draw = chance(64);
  const order = Uint32Array.from({ length: lines }, (_, line) => line);
  for (let last = lines - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const next = new Uint32Array(lines * LINE);
  for (let i = 0; i < lines; i++) next[order[i]! * LINE] = order[(i + 1) % lines]! * LINE;
  let at = 0;
  const follow = (reads: number): void => {
    for (let i = 0; i < reads; i++) at = next[at]!;
  };
  follow(READS / 10);
  const start = performance.now();
  follow(READS);
  const took = performance.now() - start;
  if (at % LINE !== 0) throw new Error('a read went astray');
  return (took * 1e6) / READS;
}
