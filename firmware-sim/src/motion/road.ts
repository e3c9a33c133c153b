import type { GeoPosition, Heading, LatLon, Metres } from '@haidang/domain';
import { between, distance, headingOf, vector } from './geometry.js';

export interface PlaceOnRoad extends LatLon {
  /** The direction of travel there. */
  readonly heading: Heading;
}

/** A line to drive along, measured in metres from its beginning. */
export class Road {
  readonly points: readonly LatLon[];
  readonly length: Metres;
  /** `#marks[i]`: metres from the beginning to point i. */
  readonly #marks: readonly Metres[];

  /** @throws RangeError when there are not two different points */
  constructor(points: readonly LatLon[]) {
    const distinct = points.filter((point, i) => i === 0 || distance(points[i - 1]!, point) > 0.01);
    if (distinct.length < 2) throw new RangeError('a road needs two different points');
    const marks = [0];
    for (let i = 1; i < distinct.length; i++)
      marks.push(marks[i - 1]! + distance(distinct[i - 1]!, distinct[i]!));
    this.points = distinct;
    this.#marks = marks;
    this.length = marks.at(-1)!;
  }

  /** From the coordinates of a GeoJSON LineString. */
  static ofLine(coordinates: readonly GeoPosition[]): Road {
    return new Road(coordinates.map(([lon, lat]) => ({ lat, lon })));
  }

  /** Where one is after `metres`; before the beginning and past the end one stands at that end. */
  at(metres: Metres): PlaceOnRoad {
    const i = this.#segmentAt(metres);
    const from = this.points[i]!;
    const to = this.points[i + 1]!;
    const start = this.#marks[i]!;
    const share = Math.min(Math.max((metres - start) / (this.#marks[i + 1]! - start), 0), 1);
    return { ...between(from, to, share), heading: headingOf(from, to) };
  }

  /** The points that lie strictly after `metres`. */
  after(metres: Metres): LatLon[] {
    return this.points.filter((_, i) => this.#marks[i]! > metres);
  }

  /** The points that lie strictly between two marks, in order. */
  between(from: Metres, to: Metres): LatLon[] {
    return this.points.filter((_, i) => this.#marks[i]! > from && this.#marks[i]! < to);
  }

  /** Metres from the beginning to the place on this road that is nearest to `place`, not before `from`. */
  nearest(place: LatLon, from: Metres = 0): { metres: Metres; away: Metres } {
    let best = { metres: this.length, away: distance(this.points.at(-1)!, place) };
    for (let i = 0; i + 1 < this.points.length; i++) {
      const start = this.#marks[i]!;
      const length = this.#marks[i + 1]! - start;
      const along = vector(this.points[i]!, this.points[i + 1]!);
      const to = vector(this.points[i]!, place);
      const share = Math.min(Math.max((along.east * to.east + along.north * to.north) / length ** 2, 0), 1);
      const metres = start + share * length;
      const away = Math.hypot(to.east - share * along.east, to.north - share * along.north);
      if (metres >= from && away < best.away) best = { metres, away };
    }
    return best;
  }

  #segmentAt(metres: Metres): number {
    let low = 0;
    let high = this.#marks.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#marks[middle]! <= metres) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
