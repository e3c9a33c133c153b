import type { Metres, Ring } from '@haidang/domain';
import { withinCapsule } from './capsule.js';
import { Chain } from './chain.js';
import { greatestDepth } from './core.js';
import { cosine, metresPerLat, metresPerLon, unwrap } from './metric.js';
import { Nearest } from './nearest.js';
import { merged, NO_SPANS, WHOLE, without, type Box, type Shape, type Span } from './shape.js';
import { ON_EDGE, Way } from './way.js';

/** Two crossings nearer than this, in fractions of the segment, are one. */
const SAME = 1e-12;

/** The one that is asked about. */
const way = new Way();

/** A polygon with holes: a GeoJSON Polygon, or one part of a MultiPolygon. */
export class PolygonShape implements Shape {
  readonly box: Box;
  readonly #rings: readonly Chain[];
  readonly #middle: number;
  readonly #found = new Nearest();
  #core: Metres | undefined;

  /**
   * @param rings the outer one first, then the holes, each ending where it begins.
   * @throws RangeError when there is no ring, or a ring encloses nothing.
   */
  constructor(rings: readonly Ring[]) {
    const outer = rings[0];
    if (outer === undefined) throw new RangeError('a polygon needs a ring');
    const near = outer[0]?.[0] ?? 0;
    this.#rings = rings.map((ring) => new Chain(closed(ring, near)));
    const { minX, minY, maxX, maxY } = this.#rings[0]!;
    // what lies on the boundary belongs to it, and the boundary is as wide as that
    this.box = { minX: minX - ON_EDGE, minY: minY - ON_EDGE, maxX: maxX + ON_EDGE, maxY: maxY + ON_EDGE };
    this.#middle = (minX + maxX) / 2;
  }

  get core(): Metres {
    return (this.#core ??= greatestDepth(this));
  }

  holds(lat: number, lon: number): boolean {
    return this.#side(unwrap(lon, this.#middle), lat) !== 0;
  }

  depth(lat: number, lon: number): Metres {
    const x = unwrap(lon, this.#middle);
    const side = this.#side(x, lat);
    if (side < 0) return 0;
    const cos = cosine(lat);
    const [kx, ky] = [metresPerLon(cos), metresPerLat(cos)];
    const found = this.#found;
    found.squared = Infinity;
    for (const ring of this.#rings) {
      const guess = ring.squaredTo(ring.guess(x, lat, kx, ky), x, lat, kx, ky);
      found.squared = Math.min(found.squared, guess * (1 + 1e-9));
      ring.nearest(found, x, lat, kx, ky);
    }
    const distance = Math.sqrt(found.squared);
    return side > 0 ? distance : -distance;
  }

  spans(latA: number, lonA: number, latB: number, lonB: number, margin: Metres = 0): readonly Span[] {
    const ax = unwrap(lonA, this.#middle);
    const bx = unwrap(lonB, ax);
    if (ax === bx && latA === latB) return this.#spansOfPoint(latA, ax, margin);
    const inside = this.#inside(ax, latA, bx, latB);
    if (margin <= 0 || inside.length === 0) return inside;
    return without(inside, this.#nearEdges(ax, latA, bx, latB, margin));
  }

  #spansOfPoint(lat: number, x: number, margin: Metres): readonly Span[] {
    const inside = margin <= 0 ? this.#side(x, lat) !== 0 : this.depth(lat, x) > margin;
    return inside ? WHOLE : NO_SPANS;
  }

  /** 1 inside, 0 outside, -1 on the boundary. */
  #side(x: number, lat: number): -1 | 0 | 1 {
    const { minX, minY, maxX, maxY } = this.box;
    if (x < minX || x > maxX || lat < minY || lat > maxY) return 0;
    const outer = this.#rings[0]!.side(x, lat);
    if (outer !== 1) return outer;
    for (let i = 1; i < this.#rings.length; i++) {
      const hole = this.#rings[i]!.side(x, lat);
      if (hole !== 0) return hole < 0 ? -1 : 0;
    }
    return 1;
  }

  /**
   * Every crossing cuts the segment; a part is inside when its middle is, and a cut by itself when it is a touch. A part whose middle is on the boundary
   * runs along it, or is so short that a middle says nothing of its ends: it is inside when those are.
   */
  #inside(ax: number, ay: number, bx: number, by: number): readonly Span[] {
    way.from(ax, ay, bx, by);
    for (const ring of this.#rings) ring.cut(way);
    const { dx, dy, cuts: between } = way;
    const sideAt = (part: number): -1 | 0 | 1 => this.#side(ax + part * dx, ay + part * dy);
    // mostly it crosses no edge
    if (between.length === 0 && sideAt(1 / 2) === 1) return WHOLE;
    const cuts = [0, 1, ...between].sort((a, b) => a - b);
    const spans: Span[] = [];
    for (let i = 0; i < cuts.length; i++) {
      const from = cuts[i]!;
      const isTouched = sideAt(from) !== 0;
      if (isTouched) spans.push({ from, to: from });
      const to = cuts[i + 1];
      if (to === undefined || to - from < SAME) continue;
      const middle = sideAt((from + to) / 2);
      if (middle === 1 || (middle === -1 && isTouched && sideAt(to) !== 0)) spans.push({ from, to });
    }
    return merged(spans);
  }

  #nearEdges(ax: number, ay: number, bx: number, by: number, margin: Metres): readonly Span[] {
    const cos = cosine((ay + by) / 2);
    const [kx, ky] = [metresPerLon(cos), metresPerLat(cos)];
    const [dx, dy] = [(bx - ax) * kx, (by - ay) * ky];
    const [reachX, reachY] = [margin / kx + ON_EDGE, margin / ky + ON_EDGE];
    const [minX, maxX] = [Math.min(ax, bx) - reachX, Math.max(ax, bx) + reachX];
    const [minY, maxY] = [Math.min(ay, by) - reachY, Math.max(ay, by) + reachY];
    const cuts: Span[] = [];
    const cut = (ex: number, ey: number, fx: number, fy: number): void => {
      const [x, y] = [(ex - ax) * kx, (ey - ay) * ky];
      const near = withinCapsule(0, 0, dx, dy, x, y, (fx - ax) * kx, (fy - ay) * ky, margin);
      if (near !== undefined) cuts.push(near);
    };
    for (const ring of this.#rings) ring.eachNear(minX, minY, maxX, maxY, cut);
    return cuts;
  }
}

/** A ring's vertices without jumps at the antimeridian, ending where it begins. */
function closed(ring: Ring, near: number): [number, number][] {
  const vertices: [number, number][] = [];
  for (const [lon, lat] of ring) vertices.push([unwrap(lon, vertices.at(-1)?.[0] ?? near), lat]);
  const [first, last] = [vertices[0], vertices.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a ring needs vertices');
  if (first[0] !== last[0] || first[1] !== last[1]) vertices.push([first[0], first[1]]);
  return vertices;
}
