import type { LatLon, Leg, Metres } from '@haidang/domain';
import { giveClearances } from './clearance.js';
import { distanceBetween, unwrap } from './metric.js';
import { Nearest } from './nearest.js';
import { Trail } from './trail.js';

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

/**
 * A place to be filled in, again and again where many are asked for and none is kept. A class: of a literal V8 may go on making the shape that the first
 * ones had, when a number was whole in those, and then converts every one where it is read.
 */
export class PlaceSlip implements CorridorPlace {
  distance: Metres = NaN;
  leg = 0;
  halfWidth: Metres = NaN;
  progress: Metres = NaN;
  segment = 0;
}

/** What the search under way found. */
const found = new Nearest();

/**
 * A route's corridor: the legs' centre lines, each with its own half-width. Between two vertices a centre line is
 * straight in longitude and latitude (RFC 7946, 3.1.1), as it is drawn. Distances agree with WGS 84 within 0.1 m
 * up to 20 km from the line; built once a route, asked once a fix.
 */
export class Corridor {
  /** Of the whole centre line. */
  readonly length: Metres;
  /** One a leg. */
  readonly #trails: readonly Trail[];
  /** The first leg's: mostly the only one. */
  readonly #first: Trail;
  readonly #evenWidth: boolean;

  readonly #legs: readonly Leg[];

  private constructor(trails: readonly Trail[], legs: readonly Leg[]) {
    this.#trails = trails;
    this.#legs = legs;
    this.#first = trails[0]!;
    this.length = trails.at(-1)!.end;
    this.#evenWidth = trails.every(({ halfWidth }) => halfWidth === this.#first.halfWidth);
    giveClearances(trails);
  }

  /** @throws RangeError when there is no leg, or a leg has no two different vertices, or a coordinate is not finite. */
  static of(legs: readonly Leg[]): Corridor {
    if (legs.length === 0) throw new RangeError('a corridor needs a leg');
    const trails: Trail[] = [];
    let near = legs[0]!.line.coordinates[0]?.[0] ?? 0;
    for (const leg of legs) {
      const vertices = cut(leg.line.coordinates, near);
      if (vertices.length < 2) throw new RangeError('a line needs two different vertices');
      const before = trails.at(-1);
      const firstSegment = before === undefined ? 0 : before.firstSegment + before.segments;
      trails.push(new Trail(vertices, leg.halfWidth, firstSegment, before?.end ?? 0));
      near = vertices.at(-1)![0];
    }
    return new Corridor(trails, legs);
  }

  /**
   * The point of the centre line nearest to a place; a place outside that leg's band belongs to the leg whose band it
   * lies least outside of, so that `distance` above `halfWidth` means outside the whole corridor. Of equally near
   * points the first on the route stands.
   * @param hint the `segment` of a place not far away: it makes the search quicker and never changes the answer.
   * @param into may be filled in for the answer
   */
  locate(place: LatLon, hint?: number, into = new PlaceSlip()): CorridorPlace {
    found.seek(place);
    const leg = this.#nearestLeg(hint);
    const nearest = this.#placeOn(leg, into);
    if (this.#evenWidth || nearest.distance <= nearest.halfWidth) return nearest;
    return this.#leastOutside(nearest);
  }

  /** True when both measure alike: the same centre lines and half-widths, leg by leg. */
  isSameAs(other: Corridor): boolean {
    return this === other || this.#shape() === other.#shape();
  }

  /** The place on the centre line at this progress; before the start it is the start, past the end the end. */
  at(progress: Metres): LatLon {
    let trail = this.#first;
    for (const next of this.#trails) if (next.progressOn(0, 0) <= progress) trail = next;
    return trail.at(progress);
  }

  #shape(): string {
    return JSON.stringify(this.#legs.map(({ line, halfWidth }) => [line.coordinates, halfWidth]));
  }

  /** Finds the nearest point and answers its leg: about the hint where that proves enough, or else everywhere. */
  #nearestLeg(hint: number | undefined): number {
    let bound = Infinity;
    if (hint !== undefined && hint >= 0) {
      const leg = this.#legOf(hint);
      const trail = this.#trailOf(leg);
      const segment = hint - trail.firstSegment;
      if (segment < trail.segments) {
        if (trail.nearestAbout(found, segment)) return leg;
        bound = found.squared;
      }
    }
    return this.#nearestOfAll(bound);
  }

  /** @param bound the square of a distance at which some segment surely lies. */
  #nearestOfAll(bound: number): number {
    if (bound === Infinity)
      for (const trail of this.#trails) {
        trail.unwrap(found);
        bound = Math.min(bound, trail.squaredTo(trail.guess(found), found));
      }
    found.boundBy(bound);
    let nearest = 0;
    for (let leg = 0; leg < this.#trails.length; leg++) if (this.#improve(leg)) nearest = leg;
    return nearest;
  }

  #legOf(segment: number): number {
    let leg = 0;
    while (leg + 1 < this.#trails.length && this.#trails[leg + 1]!.firstSegment <= segment) leg++;
    return leg;
  }

  #trailOf(leg: number): Trail {
    return leg === 0 ? this.#first : this.#trails[leg]!;
  }

  /** True when this leg's nearest point bettered what was found. */
  #improve(leg: number): boolean {
    const before = found.squared;
    this.#trailOf(leg).nearest(found);
    return found.squared < before;
  }

  #leastOutside(nearest: CorridorPlace): CorridorPlace {
    let best = nearest;
    for (let leg = 0; leg < this.#trails.length; leg++) {
      const { halfWidth } = this.#trails[leg]!;
      if (halfWidth <= best.halfWidth) continue;
      found.squared = (best.distance - best.halfWidth + halfWidth) ** 2;
      if (!this.#improve(leg)) continue;
      const place = this.#placeOn(leg, new PlaceSlip());
      if (place.distance - halfWidth < best.distance - best.halfWidth) best = place;
    }
    return best;
  }

  #placeOn(leg: number, into: PlaceSlip): CorridorPlace {
    const trail = this.#trailOf(leg);
    const { squared } = found;
    into.distance = squared < NEAR * NEAR ? Math.sqrt(squared) : distanceTo(trail.pointAt(found));
    into.leg = leg;
    into.halfWidth = trail.halfWidth;
    into.progress = trail.progressAt(found);
    into.segment = trail.firstSegment + found.segment;
    return into;
  }
}

/**
 * The vertices unwrapped from `near` on, without repeats and with long segments cut.
 * @throws RangeError when a coordinate is not a finite number.
 */
function cut(line: Leg['line']['coordinates'], near: number): [number, number][] {
  const vertices: [number, number][] = [];
  for (const [lon, lat] of line) {
    if (!Number.isFinite(lon) || !Number.isFinite(lat))
      throw new RangeError('a coordinate must be a finite number');
    const before = vertices.at(-1);
    const x = unwrap(lon, before?.[0] ?? near);
    if (before !== undefined) {
      if (before[0] === x && before[1] === lat) continue;
      const [fromX, fromLat] = before;
      const parts = Math.ceil(distanceBetween(fromLat, fromX, lat, x) / LONGEST_SEGMENT);
      for (let part = 1; part < parts; part++)
        vertices.push([fromX + ((x - fromX) * part) / parts, fromLat + ((lat - fromLat) * part) / parts]);
    }
    vertices.push([x, lat]);
  }
  return vertices;
}

function distanceTo({ lat, lon }: LatLon): Metres {
  return distanceBetween(found.y, found.x, lat, lon);
}
