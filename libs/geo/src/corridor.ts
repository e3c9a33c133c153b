import type { LatLon, Leg, Metres } from '@haidang/domain';
import { Chain, Nearest } from './chain.js';
import { cosine, distanceBetween, metresPerLat, metresPerLon, unwrap, wrap } from './metric.js';

/** Longer segments are cut into equal parts, so that one latitude's scale holds along each. */
const LONGEST_SEGMENT: Metres = 5_000;

/** Up to this far the scale at the point's own latitude serves for the distance too, within 1 cm. */
const NEAR: Metres = 300;

/** Where on a corridor's centre line a point belongs. */
export interface CorridorPlace {
  /** From the point to the centre line. Outside the corridor where it is more than `halfWidth`. */
  readonly distance: Metres;
  /** The leg's index. */
  readonly leg: number;
  /** The leg's half-width. */
  readonly halfWidth: Metres;
  /** Along the whole route, from its first vertex. A gap between two legs has no length. */
  readonly progress: Metres;
  /** The segment's index in the whole corridor: the next search's hint. */
  readonly segment: number;
}

/** One leg, packed. */
interface Stretch {
  readonly chain: Chain;
  readonly halfWidth: Metres;
  /** The index of its first segment in the whole corridor. */
  readonly firstSegment: number;
  /** The longitude midway: points are unwrapped to it. */
  readonly middle: number;
  /** Progress at each of its vertices. */
  readonly progress: Float64Array;
}

/**
 * A route's corridor: the legs' centre lines, each with its own half-width. Between two vertices a centre line is
 * straight in longitude and latitude (RFC 7946, 3.1.1), as it is drawn. Distances agree with WGS 84 within 0.1 m
 * up to 20 km from the line; built once a route, asked once a fix.
 */
export class Corridor {
  /** Of the whole centre line. */
  readonly length: Metres;
  readonly #stretches: readonly Stretch[];
  readonly #found = new Nearest();
  readonly #evenWidth: boolean;

  private constructor(stretches: readonly Stretch[]) {
    this.#stretches = stretches;
    this.length = stretches.at(-1)!.progress.at(-1)!;
    this.#evenWidth = stretches.every((stretch) => stretch.halfWidth === stretches[0]!.halfWidth);
  }

  /** @throws RangeError when there is no leg, or a leg has no two different vertices. */
  static of(legs: readonly Leg[]): Corridor {
    if (legs.length === 0) throw new RangeError('a corridor needs a leg');
    const stretches: Stretch[] = [];
    let near = legs[0]!.line.coordinates[0]?.[0] ?? 0;
    for (const leg of legs) {
      const vertices = cut(leg.line.coordinates, near);
      const before = stretches.at(-1);
      const chain = new Chain(vertices);
      stretches.push({
        chain,
        halfWidth: leg.halfWidth,
        middle: (chain.minX + chain.maxX) / 2,
        firstSegment: before === undefined ? 0 : before.firstSegment + before.chain.segments,
        progress: progressAlong(chain, before?.progress.at(-1) ?? 0),
      });
      near = chain.xy[chain.xy.length - 2]!;
    }
    return new Corridor(stretches);
  }

  /**
   * The point of the centre line nearest to a place; a place outside that leg's band belongs to the leg whose band it
   * lies least outside of, so that `distance` above `halfWidth` means outside the whole corridor. Of equally near
   * points the first on the route stands.
   * @param hint the `segment` of a place not far away: it makes the search quicker and never changes the answer.
   */
  locate(lat: number, lon: number, hint?: number): CorridorPlace {
    const cos = cosine(lat);
    const kx = metresPerLon(cos);
    const ky = metresPerLat(cos);
    const found = this.#found;
    found.squared = this.#bound(lat, lon, kx, ky, hint);
    let leg = 0;
    for (let i = 0; i < this.#stretches.length; i++) if (this.#improve(found, i, lat, lon, kx, ky)) leg = i;
    const place = this.#placeOn(leg, found, lat, lon);
    if (this.#evenWidth || place.distance <= place.halfWidth) return place;
    return this.#leastOutside(place, lat, lon, kx, ky);
  }

  /** The place on the centre line at this progress; before the start it is the start, past the end the end. */
  at(progress: Metres): LatLon {
    let stretch = this.#stretches[0]!;
    for (const next of this.#stretches) if (next.progress[0]! <= progress) stretch = next;
    const { chain, progress: marks } = stretch;
    let segment = 0;
    while (segment < chain.segments - 1 && marks[segment + 1]! < progress) segment++;
    const part = (progress - marks[segment]!) / (marks[segment + 1]! - marks[segment]!);
    return pointOn(chain, segment, Math.min(1, Math.max(0, part)));
  }

  /** A square that some segment surely reaches: the hint's, or without a good one a guess's from the boxes. */
  #bound(lat: number, lon: number, kx: number, ky: number, hint: number | undefined): number {
    const stretch = this.#stretches[hint === undefined ? 0 : this.#legOf(hint)]!;
    const x = unwrap(lon, stretch.middle);
    const own = hint === undefined ? -1 : hint - stretch.firstSegment;
    const known = own >= 0 && own < stretch.chain.segments;
    const segment = known ? own : stretch.chain.guess(x, lat, kx, ky);
    return stretch.chain.squaredTo(segment, x, lat, kx, ky) * (1 + 1e-9) + 1e-9;
  }

  #legOf(segment: number): number {
    let leg = 0;
    while (leg + 1 < this.#stretches.length && this.#stretches[leg + 1]!.firstSegment <= segment) leg++;
    return leg;
  }

  /** True when this leg's nearest point bettered what was found. */
  #improve(found: Nearest, leg: number, lat: number, lon: number, kx: number, ky: number): boolean {
    const { chain, middle } = this.#stretches[leg]!;
    const before = found.squared;
    chain.nearest(found, unwrap(lon, middle), lat, kx, ky);
    return found.squared < before;
  }

  #leastOutside(nearest: CorridorPlace, lat: number, lon: number, kx: number, ky: number): CorridorPlace {
    let best = nearest;
    for (let leg = 0; leg < this.#stretches.length; leg++) {
      const { halfWidth } = this.#stretches[leg]!;
      if (halfWidth <= best.halfWidth) continue;
      this.#found.squared = (best.distance - best.halfWidth + halfWidth) ** 2;
      if (!this.#improve(this.#found, leg, lat, lon, kx, ky)) continue;
      const place = this.#placeOn(leg, this.#found, lat, lon);
      if (place.distance - halfWidth < best.distance - best.halfWidth) best = place;
    }
    return best;
  }

  #placeOn(leg: number, found: Nearest, lat: number, lon: number): CorridorPlace {
    const stretch = this.#stretches[leg]!;
    const { chain, progress, halfWidth } = stretch;
    const { segment, fraction } = found;
    const from = progress[segment]!;
    const isNear = found.squared < NEAR * NEAR;
    return {
      distance: isNear ? Math.sqrt(found.squared) : distanceTo(chain, segment, fraction, lat, lon),
      leg,
      halfWidth,
      progress: from + fraction * (progress[segment + 1]! - from),
      segment: stretch.firstSegment + segment,
    };
  }
}

/** The vertices unwrapped from `near` on, with long segments cut. */
function cut(line: Leg['line']['coordinates'], near: number): [number, number][] {
  const vertices: [number, number][] = [];
  for (const [lon, lat] of line) {
    const before = vertices.at(-1);
    const x = unwrap(lon, before?.[0] ?? near);
    if (before !== undefined) {
      const [fromX, fromLat] = before;
      const parts = Math.ceil(distanceBetween(fromLat, fromX, lat, x) / LONGEST_SEGMENT);
      for (let part = 1; part < parts; part++)
        vertices.push([fromX + ((x - fromX) * part) / parts, fromLat + ((lat - fromLat) * part) / parts]);
    }
    vertices.push([x, lat]);
  }
  return vertices;
}

function progressAlong(chain: Chain, start: Metres): Float64Array {
  const progress = new Float64Array(chain.segments + 1);
  progress[0] = start;
  for (let i = 0; i < chain.segments; i++) {
    const at = i * 2;
    const [x, y, nextX, nextY] = [chain.xy[at]!, chain.xy[at + 1]!, chain.xy[at + 2]!, chain.xy[at + 3]!];
    progress[i + 1] = progress[i]! + distanceBetween(y, x, nextY, nextX);
  }
  return progress;
}

function distanceTo(chain: Chain, segment: number, fraction: number, lat: number, lon: number): Metres {
  const place = pointOn(chain, segment, fraction);
  return distanceBetween(lat, lon, place.lat, place.lon);
}

function pointOn(chain: Chain, segment: number, fraction: number): LatLon {
  const i = segment * 2;
  const [x, y, nextX, nextY] = [chain.xy[i]!, chain.xy[i + 1]!, chain.xy[i + 2]!, chain.xy[i + 3]!];
  return { lat: y + fraction * (nextY - y), lon: wrap(x + fraction * (nextX - x)) };
}
