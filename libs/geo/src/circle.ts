import type { LatLon, Metres } from '@haidang/domain';
import { cosine, distanceBetween, metresPerLat, metresPerLon, unwrap } from './metric.js';
import { NO_SPANS, WHOLE, type Box, type Shape, type Span } from './shape.js';

/** The fraction of a segment at which the search for a crossing stops, and the steps after which it stops anyway. */
const FINE = 1e-10;
const MOST_STEPS = 60;

/** All places within `radius` metres of a centre, on WGS 84. */
export class CircleShape implements Shape {
  readonly box: Box;
  readonly core: Metres;
  readonly #center: LatLon;
  readonly #radius: Metres;

  constructor(center: LatLon, radius: Metres) {
    this.#center = center;
    this.#radius = radius;
    this.core = radius;
    this.box = boxAround(center, radius);
  }

  holds(lat: number, lon: number): boolean {
    return this.depth(lat, lon) >= 0;
  }

  depth(lat: number, lon: number): Metres {
    return this.#radius - distanceBetween(this.#center.lat, this.#center.lon, lat, lon);
  }

  /** Depth rises along a segment up to one place and falls after it: that place first, then each way out. */
  spans(latA: number, lonA: number, latB: number, lonB: number, margin: Metres = 0): readonly Span[] {
    const dLat = latB - latA;
    const dLon = unwrap(lonB, lonA) - lonA;
    const beyond = (t: number): Metres => this.depth(latA + t * dLat, lonA + t * dLon) - margin;
    const isIn = (value: Metres): boolean => (margin > 0 ? value > 0 : value >= 0);
    const deepest = lowest((t) => (this.#radius - margin - beyond(t)) ** 2);
    if (!isIn(beyond(deepest))) return NO_SPANS;
    const [inAtStart, inAtEnd] = [isIn(beyond(0)), isIn(beyond(1))];
    if (inAtStart && inAtEnd) return WHOLE;
    const from = inAtStart ? 0 : crossing(beyond, 0, deepest);
    const to = inAtEnd ? 1 : crossing(beyond, 1, deepest);
    return [{ from, to }];
  }
}

/**
 * Where on 0 to 1 a function is least whose square grows like a parabola's, as a distance's does along a line:
 * the vertex through three points, three times, each time closer.
 */
function lowest(square: (t: number) => number): number {
  let [low, high] = [0, 1];
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const half = (high - low) / 2;
    const [first, middle, last] = [square(low), square(low + half), square(high)];
    const bend = first - 2 * middle + last;
    if (bend <= 0) return first < last ? low : high;
    best = Math.min(high, Math.max(low, low + half + (half * (first - last)) / (2 * bend)));
    [low, high] = [Math.max(0, best - half / 8), Math.min(1, best + half / 8)];
  }
  return best;
}

/** Where the value turns from below 0 (at `out`) to 0 or more (at `inside`): false position, never stuck on one side. */
function crossing(value: (t: number) => number, out: number, inside: number): number {
  let [below, above] = [value(out), value(inside)];
  for (let i = 0; i < MOST_STEPS && Math.abs(inside - out) > FINE && above > 0; i++) {
    const t = out + ((inside - out) * below) / (below - above);
    const found = value(t);
    if (found >= 0) {
      [inside, above] = [t, found];
      below /= 2;
    } else {
      [out, below] = [t, found];
      above /= 2;
    }
  }
  return inside;
}

/** A box that surely holds the circle: a hundredth wider than the scales at its edges say. */
function boxAround(center: LatLon, radius: Metres): Box {
  const high = (1.01 * radius) / metresPerLat(cosine(0));
  const edge = Math.min(89, Math.abs(center.lat) + high);
  const wide = Math.min(180, (1.01 * radius) / metresPerLon(cosine(edge)));
  const { lat, lon } = center;
  return { minX: lon - wide, minY: lat - high, maxX: lon + wide, maxY: lat + high };
}
