import type { LatLon } from '@haidang/domain';
import { cosine, metresPerLat, metresPerLon } from './metric.js';

/** A bound taken from a segment is made this much wider, so that the search surely finds that segment again. */
export const LOOSE = 1 + 1e-9;
/** A bound is passed over only when it is worse by more than rounding can explain. */
export const SLACK = 1 - 1e-12;

/** What is searched for, and what was found so far; one is kept and used again, so that a search allocates nothing. */
export class Nearest {
  /** Longitude (perhaps moved by whole turns) and latitude, and the scales there in metres a degree. */
  x = 0;
  y = 0;
  kx = 0;
  ky = 0;
  /** The square of the distance in metres; what is set before a search bounds it. */
  squared = Infinity;
  /** The segment, or -1 when none lies within the bound. */
  segment = -1;
  /** Where on the segment: 0 its first vertex, 1 its second. */
  fraction = 0;

  seek({ lat, lon }: LatLon): void {
    const cos = cosine(lat);
    this.x = lon;
    this.y = lat;
    this.kx = metresPerLon(cos);
    this.ky = metresPerLat(cos);
  }

  /** Bounds a search by a segment that lies so far off: the search finds it, or a nearer one. */
  boundBy(squared: number): void {
    this.squared = squared * LOOSE + 1e-9;
  }
}
