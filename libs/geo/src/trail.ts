import type { LatLon, Metres } from '@haidang/domain';
import { distanceBetween, unwrap, wrap } from './metric.js';
import { SLACK, type Nearest } from './nearest.js';

/** Segments in a run. */
const RUN = 8;
/**
 * Numbers of a run, side by side in 256 bytes: its box, its clearance, and x, y and progress of its nine vertices (the
 * last one is the next run's first). Routes do not fit the processor's cache together, so what a fix costs is how many
 * places in memory it looks at, not how much is reckoned there.
 */
const STRIDE = 32;
const CLEARANCE = 4;
const VERTICES = 5;
/** Runs in a group, which has a box of its own. */
const GROUP = 16;

/**
 * One leg's centre line, packed in one array. x is the longitude (unwrapped: without a jump at the antimeridian), y the
 * latitude, both in degrees; segments are straight in them.
 */
export class Trail {
  readonly segments: number;
  readonly runs: number;
  readonly halfWidth: Metres;
  /** The index of its first segment in the whole corridor. */
  readonly firstSegment: number;
  /** The runs, then the boxes of the runs once more, close together, then those of the groups, then the whole line's. */
  readonly #numbers: Float64Array;
  readonly #runBoxes: number;
  readonly #groupBoxes: number;
  readonly #groups: number;

  /**
   * @param vertices at least two, each but the first other than the one before it.
   * @param start progress at the first vertex, in metres.
   */
  constructor(
    vertices: readonly (readonly [x: number, y: number])[],
    halfWidth: Metres,
    firstSegment: number,
    start: Metres,
  ) {
    this.segments = vertices.length - 1;
    this.runs = Math.ceil(this.segments / RUN);
    this.halfWidth = halfWidth;
    this.firstSegment = firstSegment;
    this.#groups = Math.ceil(this.runs / GROUP);
    this.#runBoxes = this.runs * STRIDE;
    this.#groupBoxes = this.#runBoxes + this.runs * 4;
    this.#numbers = new Float64Array(this.#groupBoxes + (this.#groups + 1) * 4);
    this.#fillVertices(vertices, start);
    this.#fillBoxes();
  }

  /** Least x and y, greatest x and y of the whole line. */
  get box(): Float64Array {
    return this.#numbers.subarray(-4);
  }

  /** The boxes of the runs, four numbers each. */
  get runBoxes(): Float64Array {
    return this.#numbers.subarray(this.#runBoxes, this.#groupBoxes);
  }

  /** Progress at the end. */
  get end(): Metres {
    return this.progressOn(this.segments - 1, 1);
  }

  /** Sets how far a run surely lies from all of the route but itself and the runs right before and after it. */
  clear(run: number, clearance: Metres): void {
    this.#numbers[run * STRIDE + CLEARANCE] = clearance;
  }

  progressOn(segment: number, fraction: number): Metres {
    const i = vertexAt(segment) + 2;
    const from = this.#numbers[i]!;
    return from + fraction * (this.#numbers[i + 3]! - from);
  }

  /** Of what was found, handed over whole: where V8 does not inline a call, each number in it is an object made anew. */
  progressAt({ segment, fraction }: Nearest): Metres {
    return this.progressOn(segment, fraction);
  }

  pointAt({ segment, fraction }: Nearest): LatLon {
    return this.pointOn(segment, fraction);
  }

  pointOn(segment: number, fraction: number): LatLon {
    const numbers = this.#numbers;
    const i = vertexAt(segment);
    const [x, y] = [numbers[i]!, numbers[i + 1]!];
    return {
      lat: y + fraction * (numbers[i + 4]! - y),
      lon: wrap(x + fraction * (numbers[i + 3]! - x)),
    };
  }

  /** The place at this progress; before the start it is the start, past the end the end. */
  at(progress: Metres): LatLon {
    let [low, high] = [0, this.segments - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.progressOn(middle, 1) < progress) low = middle + 1;
      else high = middle;
    }
    const [from, to] = [this.progressOn(low, 0), this.progressOn(low, 1)];
    return this.pointOn(low, Math.min(1, Math.max(0, (progress - from) / (to - from))));
  }

  /** The square of the distance in metres from what is searched for to one segment. */
  squaredTo(segment: number, { x, y, kx, ky }: Nearest): number {
    const numbers = this.#numbers;
    const i = vertexAt(segment);
    const ax = (numbers[i]! - x) * kx;
    const ay = (numbers[i + 1]! - y) * ky;
    const dx = (numbers[i + 3]! - x) * kx - ax;
    const dy = (numbers[i + 4]! - y) * ky - ay;
    const along = -(ax * dx + ay * dy);
    const length = dx * dx + dy * dy;
    const fraction = along <= 0 ? 0 : along >= length ? 1 : along / length;
    const px = ax + fraction * dx;
    const py = ay + fraction * dy;
    return px * px + py * py;
  }

  /** Moves what is searched for by whole turns to the line's side of the antimeridian. */
  unwrap(found: Nearest): void {
    const numbers = this.#numbers;
    found.x = unwrap(found.x, (numbers.at(-4)! + numbers.at(-2)!) / 2);
  }

  /** A segment whose boxes lie near what is searched for: a first guess that bounds a search, not its answer. */
  guess(found: Nearest): number {
    const group = this.#nearestBox(this.#groupBoxes, 0, this.#groups, found);
    const last = Math.min((group + 1) * GROUP, this.runs);
    return this.#nearestBox(this.#runBoxes, group * GROUP, last, found) * RUN;
  }

  /**
   * Finds the nearest point from the few runs about a guessed segment, where their clearance proves that nothing else
   * of the route comes as near. Of equally near segments the first stands.
   * @returns false when it proves nothing; then `found` says nothing.
   */
  nearestAbout(found: Nearest, guess: number): boolean {
    found.x = unwrap(found.x, this.#numbers[vertexAt(guess)]!);
    found.boundBy(this.squaredTo(guess, found));
    let run = guess >>> 3;
    this.#scanAbout(found, run);
    if (found.segment >>> 3 !== run) {
      run = found.segment >>> 3;
      found.boundBy(found.squared);
      this.#scanAbout(found, run);
      if (found.segment >>> 3 !== run) return false;
    }
    const clearance = this.#numbers[run * STRIDE + CLEARANCE]!;
    return 4 * found.squared < clearance * clearance;
  }

  /**
   * Improves `found` with this line's nearest point if it lies nearer than `found.squared`. Of equally near
   * segments the first stands, whatever the bound was.
   */
  nearest(found: Nearest): void {
    this.unwrap(found);
    for (let group = 0; group < this.#groups; group++) {
      if (this.#boxSquared(this.#groupBoxes + group * 4, found) * SLACK > found.squared) continue;
      const last = Math.min((group + 1) * GROUP, this.runs);
      for (let run = group * GROUP; run < last; run++)
        if (this.#boxSquared(this.#runBoxes + run * 4, found) * SLACK <= found.squared)
          this.#scan(found, run);
    }
  }

  #scanAbout(found: Nearest, run: number): void {
    const last = Math.min(run + 1, this.runs - 1);
    for (let near = Math.max(0, run - 1); near <= last; near++)
      if (this.#boxSquared(near * STRIDE, found) * SLACK <= found.squared) this.#scan(found, near);
  }

  #scan(found: Nearest, run: number): void {
    const numbers = this.#numbers;
    const { x, y, kx, ky } = found;
    const first = run * RUN;
    const last = Math.min(first + RUN, this.segments);
    let i = run * STRIDE + VERTICES;
    let ax = (numbers[i]! - x) * kx;
    let ay = (numbers[i + 1]! - y) * ky;
    for (let segment = first; segment < last; segment++) {
      i += 3;
      const bx = (numbers[i]! - x) * kx;
      const by = (numbers[i + 1]! - y) * ky;
      const dx = bx - ax;
      const dy = by - ay;
      const length = dx * dx + dy * dy;
      const along = -(ax * dx + ay * dy);
      let px = ax;
      let py = ay;
      let fraction = 0;
      if (along >= length) {
        px = bx;
        py = by;
        fraction = 1;
      } else if (along > 0) {
        fraction = along / length;
        px = ax + fraction * dx;
        py = ay + fraction * dy;
      }
      const squared = px * px + py * py;
      if (squared < found.squared) {
        found.squared = squared;
        found.segment = segment;
        found.fraction = fraction;
      }
      ax = bx;
      ay = by;
    }
  }

  #boxSquared(at: number, { x, y, kx, ky }: Nearest): number {
    const numbers = this.#numbers;
    const dx = Math.max(numbers[at]! - x, 0, x - numbers[at + 2]!) * kx;
    const dy = Math.max(numbers[at + 1]! - y, 0, y - numbers[at + 3]!) * ky;
    return dx * dx + dy * dy;
  }

  #nearestBox(at: number, first: number, last: number, found: Nearest): number {
    let best = first;
    let least = Infinity;
    for (let box = first; box < last; box++) {
      const bound = this.#boxSquared(at + box * 4, found);
      if (bound >= least) continue;
      least = bound;
      best = box;
    }
    return best;
  }

  #fillVertices(vertices: readonly (readonly [x: number, y: number])[], start: Metres): void {
    let progress = start;
    for (const [n, [x, y]] of vertices.entries()) {
      if (n > 0) progress += distanceBetween(vertices[n - 1]![1], vertices[n - 1]![0], y, x);
      if (n < this.segments) this.#numbers.set([x, y, progress], vertexAt(n));
      if (n > 0) this.#numbers.set([x, y, progress], vertexAt(n - 1) + 3);
    }
  }

  /** The runs' boxes, in their place and once more; the groups' from those; the whole one's from the groups'. */
  #fillBoxes(): void {
    const numbers = this.#numbers;
    for (let run = 0; run < this.runs; run++) {
      const box = boxOf(numbers, run * STRIDE + VERTICES, Math.min(RUN, this.segments - run * RUN) + 1, 3, 0);
      numbers.set(box, run * STRIDE);
      numbers.set(box, this.#runBoxes + run * 4);
    }
    for (let group = 0; group < this.#groups; group++) {
      const first = this.#runBoxes + group * GROUP * 4;
      const box = boxOf(numbers, first, Math.min(GROUP, this.runs - group * GROUP), 4, 2);
      numbers.set(box, this.#groupBoxes + group * 4);
    }
    numbers.set(boxOf(numbers, this.#groupBoxes, this.#groups, 4, 2), numbers.length - 4);
  }
}

/** Where a segment's first vertex stands in the numbers; its second follows. */
function vertexAt(segment: number): number {
  return (segment >>> 3) * STRIDE + VERTICES + (segment & 7) * 3;
}

/** The box around `count` points, or boxes, whose greatest numbers stand so many places after their least. */
function boxOf(numbers: Float64Array, at: number, count: number, stride: number, greatest: number): number[] {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = at; i < at + count * stride; i += stride) {
    box[0] = Math.min(box[0]!, numbers[i]!);
    box[1] = Math.min(box[1]!, numbers[i + 1]!);
    box[2] = Math.max(box[2]!, numbers[i + greatest]!);
    box[3] = Math.max(box[3]!, numbers[i + greatest + 1]!);
  }
  return box;
}
