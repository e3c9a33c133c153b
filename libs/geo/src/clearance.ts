import type { Metres } from '@haidang/domain';
import { cosine, metresPerLat, metresPerLon } from './metric.js';
import type { Trail } from './trail.js';

/** No clearance is said to be more. */
const MOST: Metres = 10_000;
/** Degrees of latitude that a place within half of {@link MOST} may lie outside the route's box, amply. */
const MARGIN = 0.1;
/** Takes up how much a degree of latitude grows over that margin. */
const SURELY = 0.999;

/**
 * Tells each run of a route how far it surely lies from every other but the ones right before and after it in its leg.
 * Whoever found the nearest point of those three in the middle one, nearer than half of that, need not look at the rest.
 */
export function giveClearances(trails: readonly Trail[]): void {
  const boxes = trails.map(({ box }) => box);
  const minX = Math.min(...boxes.map((box) => box[0]!));
  const maxX = Math.max(...boxes.map((box) => box[2]!));
  // Round half the earth the straight way is not the short one: nothing is promised there.
  if (maxX - minX > 180) return;
  const furthest = Math.max(...boxes.map((box) => Math.max(-box[1]!, box[3]!)));
  const kx = SURELY * metresPerLon(cosine(Math.min(90, furthest + MARGIN)));
  const ky = SURELY * metresPerLat(1);
  const clearances = trails.map(({ runs }) => new Float64Array(runs).fill(MOST));
  for (const [i, trail] of trails.entries()) {
    lower(clearances[i]!, trail.runBoxes, 2, clearances[i]!, trail.runBoxes, kx, ky);
    for (let j = i + 1; j < trails.length; j++)
      lower(clearances[i]!, trail.runBoxes, -Infinity, clearances[j]!, trails[j]!.runBoxes, kx, ky);
  }
  for (const [i, trail] of trails.entries())
    for (const [run, clearance] of clearances[i]!.entries()) trail.clear(run, clearance);
}

/** Lowers the clearances of two lines, or of one to itself from `apart` runs on, to how near their boxes come. */
function lower(
  a: Float64Array,
  boxesA: Float64Array,
  apart: number,
  b: Float64Array,
  boxesB: Float64Array,
  kx: number,
  ky: number,
): void {
  for (let m = 0; m < a.length; m++) {
    const [minX, minY] = [boxesA[4 * m]!, boxesA[4 * m + 1]!];
    const [maxX, maxY] = [boxesA[4 * m + 2]!, boxesA[4 * m + 3]!];
    for (let n = Math.max(0, m + apart); n < b.length; n++) {
      const i = 4 * n;
      const dy = Math.max(0, boxesB[i + 1]! - maxY, minY - boxesB[i + 3]!) * ky;
      if (dy >= MOST) continue;
      const dx = Math.max(0, boxesB[i]! - maxX, minX - boxesB[i + 2]!) * kx;
      const clearance = Math.sqrt(dx * dx + dy * dy);
      if (clearance < a[m]!) a[m] = clearance;
      if (clearance < b[n]!) b[n] = clearance;
    }
  }
}
