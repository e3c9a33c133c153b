import { SLACK, type Nearest } from './nearest.js';
import { ON_EDGE, type Way } from './way.js';

/** How many segments, and how many boxes of the level below, one box holds. */
const FANOUT = 8;

/**
 * A line of vertices in packed arrays with boxes over runs of its segments, so that one point's question looks at a
 * few dozen numbers of a line of thousands. Coordinates are degrees, x the longitude (unwrapped: without a jump at the
 * antimeridian), and segments are straight in them (RFC 7946, 3.1.1). Repeated vertices are dropped.
 */
export class Chain {
  /** x and y of each vertex in turn. */
  readonly xy: Float64Array;
  /** One fewer than vertices. */
  readonly segments: number;
  /** Four numbers a box: least x and y, greatest x and y; the lowest level first, the whole line's box last. */
  readonly #boxes: Float64Array;
  /** The first box of each level. */
  readonly #levels: readonly number[];

  /** @throws RangeError when fewer than two different vertices are left, or a coordinate is not a finite number. */
  constructor(vertices: readonly (readonly [x: number, y: number])[]) {
    this.xy = withoutRepeats(vertices);
    this.segments = this.xy.length / 2 - 1;
    if (this.segments < 1) throw new RangeError('a line needs two different vertices');
    const counts = [Math.ceil(this.segments / FANOUT)];
    while (counts.at(-1)! > 1) counts.push(Math.ceil(counts.at(-1)! / FANOUT));
    const levels = [0];
    for (const count of counts) levels.push(levels.at(-1)! + count);
    this.#levels = levels;
    this.#boxes = new Float64Array(4 * levels.at(-1)!);
    this.#fillBoxes(counts);
  }

  get minX(): number {
    return this.#boxes[this.#boxes.length - 4]!;
  }
  get minY(): number {
    return this.#boxes[this.#boxes.length - 3]!;
  }
  get maxX(): number {
    return this.#boxes[this.#boxes.length - 2]!;
  }
  get maxY(): number {
    return this.#boxes[this.#boxes.length - 1]!;
  }

  /** The square of the distance in metres from (x, y) to one segment, by the scales `kx` and `ky` (metres a degree). */
  squaredTo(segment: number, x: number, y: number, kx: number, ky: number): number {
    const xy = this.xy;
    const i = segment * 2;
    const ax = (xy[i]! - x) * kx;
    const ay = (xy[i + 1]! - y) * ky;
    const bx = (xy[i + 2]! - x) * kx;
    const by = (xy[i + 3]! - y) * ky;
    const dx = bx - ax;
    const dy = by - ay;
    const along = -(ax * dx + ay * dy);
    if (along <= 0) return ax * ax + ay * ay;
    const length = dx * dx + dy * dy;
    if (along >= length) return bx * bx + by * by;
    const px = ax + (along / length) * dx;
    const py = ay + (along / length) * dy;
    return px * px + py * py;
  }

  /** A segment whose box lies near (x, y): a first guess that bounds a search, not its answer. */
  guess(x: number, y: number, kx: number, ky: number): number {
    let node = 0;
    for (let level = this.#levels.length - 2; level > 0; level--) {
      const first = node * FANOUT;
      const last = Math.min(first + FANOUT, this.#levels[level]! - this.#levels[level - 1]!);
      let best = Infinity;
      for (let child = first; child < last; child++) {
        const bound = this.#boxSquared(this.#levels[level - 1]! + child, x, y, kx, ky);
        if (bound >= best) continue;
        best = bound;
        node = child;
      }
    }
    return Math.min(node * FANOUT, this.segments - 1);
  }

  /**
   * Improves `found` with this line's point nearest to (x, y), by the scales `kx` and `ky` (metres a degree), if it
   * lies nearer than `found.squared`. Of equally near segments the first stands, whatever the bound was.
   */
  nearest(found: Nearest, x: number, y: number, kx: number, ky: number): void {
    this.#search(found, this.#levels.length - 2, 0, x, y, kx, ky);
  }

  /**
   * Which side of this closed line (a ring: the last vertex is the first) the point lies on, by the even-odd rule.
   * @returns 1 inside, 0 outside, -1 on the line itself (within {@link ON_EDGE}).
   */
  side(x: number, y: number): -1 | 0 | 1 {
    return this.#crossings(this.#levels.length - 2, 0, x, y);
  }

  /** Tells the way where this line cuts it. */
  cut(way: Way): void {
    this.#cut(this.#levels.length - 2, 0, way);
  }

  /** Calls `visit` for each segment of the runs whose box touches the given one. */
  eachNear(minX: number, minY: number, maxX: number, maxY: number, visit: SegmentVisitor): void {
    this.#eachNear(this.#levels.length - 2, 0, minX, minY, maxX, maxY, visit);
  }

  #fillBoxes(counts: readonly number[]): void {
    const boxes = this.#boxes;
    for (const [level, count] of counts.entries()) {
      const below = level === 0 ? this.segments : counts[level - 1]!;
      for (let node = 0; node < count; node++) {
        const at = 4 * (this.#levels[level]! + node);
        boxes.set([Infinity, Infinity, -Infinity, -Infinity], at);
        for (let child = node * FANOUT; child < Math.min((node + 1) * FANOUT, below); child++) {
          if (level === 0) widen(boxes, at, this.xy, child * 2);
          else widen(boxes, at, boxes, 4 * (this.#levels[level - 1]! + child));
        }
      }
    }
  }

  #boxSquared(box: number, x: number, y: number, kx: number, ky: number): number {
    const boxes = this.#boxes;
    const i = box * 4;
    const left = boxes[i]! - x;
    const right = x - boxes[i + 2]!;
    const below = boxes[i + 1]! - y;
    const above = y - boxes[i + 3]!;
    const dx = (left > 0 ? left : right > 0 ? right : 0) * kx;
    const dy = (below > 0 ? below : above > 0 ? above : 0) * ky;
    return dx * dx + dy * dy;
  }

  #search(found: Nearest, level: number, node: number, x: number, y: number, kx: number, ky: number): void {
    const first = node * FANOUT;
    if (level === 0) return this.#scan(found, first, x, y, kx, ky);
    const boxes = this.#boxes;
    const base = this.#levels[level - 1]!;
    const last = Math.min(first + FANOUT, this.#levels[level]! - base);
    for (let i = 4 * (base + first), child = first; child < last; child++, i += 4) {
      const dx = Math.max(boxes[i]! - x, 0, x - boxes[i + 2]!) * kx;
      const dy = Math.max(boxes[i + 1]! - y, 0, y - boxes[i + 3]!) * ky;
      if ((dx * dx + dy * dy) * SLACK <= found.squared) this.#search(found, level - 1, child, x, y, kx, ky);
    }
  }

  #scan(found: Nearest, first: number, x: number, y: number, kx: number, ky: number): void {
    const xy = this.xy;
    const last = Math.min(first + FANOUT, this.segments);
    let ax = (xy[first * 2]! - x) * kx;
    let ay = (xy[first * 2 + 1]! - y) * ky;
    for (let segment = first; segment < last; segment++) {
      const bx = (xy[segment * 2 + 2]! - x) * kx;
      const by = (xy[segment * 2 + 3]! - y) * ky;
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

  #crossings(level: number, node: number, x: number, y: number): -1 | 0 | 1 {
    const xy = this.xy;
    const first = node * FANOUT;
    const base = level === 0 ? 0 : this.#levels[level - 1]!;
    const last = Math.min(first + FANOUT, level === 0 ? this.segments : this.#levels[level]! - base);
    let parity: 0 | 1 = 0;
    if (level === 0) {
      for (let i = first * 2; i < last * 2; i += 2) {
        const crossed = crosses(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, x, y);
        if (crossed < 0) return -1;
        parity ^= crossed;
      }
      return parity as 0 | 1;
    }
    const boxes = this.#boxes;
    const reach = FANOUT ** level;
    for (let child = first; child < last; child++) {
      const i = 4 * (base + child);
      if (y < boxes[i + 1]! - ON_EDGE || y > boxes[i + 3]! + ON_EDGE || x > boxes[i + 2]! + ON_EDGE) continue;
      if (x < boxes[i]! - ON_EDGE) {
        // The whole run lies to the right: only where it begins and ends decides how often a ray meets it.
        const from = child * reach;
        const to = Math.min(from + reach, this.segments);
        if (xy[from * 2 + 1]! > y !== xy[to * 2 + 1]! > y) parity ^= 1;
        continue;
      }
      const crossed = this.#crossings(level - 1, child, x, y);
      if (crossed < 0) return -1;
      parity ^= crossed;
    }
    return parity as 0 | 1;
  }

  #cut(level: number, node: number, way: Way): void {
    const first = node * FANOUT;
    if (level === 0) {
      way.cutBy(this.xy, first, Math.min(first + FANOUT, this.segments));
      return;
    }
    const boxes = this.#boxes;
    const base = this.#levels[level - 1]!;
    const last = Math.min(first + FANOUT, this.#levels[level]! - base);
    const { minX, minY, maxX, maxY } = way;
    for (let child = first; child < last; child++) {
      const i = 4 * (base + child);
      if (boxes[i]! > maxX || boxes[i + 2]! < minX || boxes[i + 1]! > maxY || boxes[i + 3]! < minY) continue;
      this.#cut(level - 1, child, way);
    }
  }

  #eachNear(
    level: number,
    node: number,
    minX: number,
    minY: number,
    maxX: number,
    maxY: number,
    visit: SegmentVisitor,
  ): void {
    const first = node * FANOUT;
    if (level === 0) {
      const xy = this.xy;
      for (let i = first * 2; i < Math.min(first + FANOUT, this.segments) * 2; i += 2)
        visit(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!);
      return;
    }
    const boxes = this.#boxes;
    const base = this.#levels[level - 1]!;
    const last = Math.min(first + FANOUT, this.#levels[level]! - base);
    for (let child = first; child < last; child++) {
      const i = 4 * (base + child);
      if (boxes[i]! > maxX || boxes[i + 2]! < minX || boxes[i + 1]! > maxY || boxes[i + 3]! < minY) continue;
      this.#eachNear(level - 1, child, minX, minY, maxX, maxY, visit);
    }
  }
}

/** Takes one segment, from (ax, ay) to (bx, by). */
export type SegmentVisitor = (ax: number, ay: number, bx: number, by: number) => void;

/** 1 when a ray from (x, y) towards greater x meets the segment, 0 when not, -1 when the point lies on it. */
function crosses(ax: number, ay: number, bx: number, by: number, x: number, y: number): -1 | 0 | 1 {
  const dx = bx - ax;
  const dy = by - ay;
  const cross = dx * (y - ay) - dy * (x - ax);
  const length = dx * dx + dy * dy;
  if (cross * cross <= ON_EDGE * ON_EDGE * length) {
    const along = dx * (x - ax) + dy * (y - ay);
    const slack = ON_EDGE * Math.sqrt(length);
    if (along >= -slack && along <= length + slack) return -1;
  }
  if (ay > y === by > y) return 0;
  return cross > 0 === dy > 0 ? 1 : 0;
}

/** Widens the box at `box` by the two points, or the box, that begin at `i` in `points`. */
function widen(boxes: Float64Array, box: number, points: Float64Array, i: number): void {
  boxes[box] = Math.min(boxes[box]!, points[i]!, points[i + 2]!);
  boxes[box + 1] = Math.min(boxes[box + 1]!, points[i + 1]!, points[i + 3]!);
  boxes[box + 2] = Math.max(boxes[box + 2]!, points[i]!, points[i + 2]!);
  boxes[box + 3] = Math.max(boxes[box + 3]!, points[i + 1]!, points[i + 3]!);
}

function withoutRepeats(vertices: readonly (readonly [x: number, y: number])[]): Float64Array {
  const kept: number[] = [];
  for (const [x, y] of vertices) {
    if (!Number.isFinite(x) || !Number.isFinite(y))
      throw new RangeError('a coordinate must be a finite number');
    if (kept.length > 0 && kept.at(-2) === x && kept.at(-1) === y) continue;
    kept.push(x, y);
  }
  return Float64Array.from(kept);
}
