import type { Heading, KmH, LatLon, Metres } from '@haidang/domain';
import { moved } from '../motion/geometry.js';
import type { Random } from '../random.js';

/** Where the receiver truly is. */
export interface Truth extends LatLon {
  readonly speed: KmH;
  readonly heading: Heading;
}

export interface Reading extends LatLon {
  readonly accuracy: Metres;
  readonly speed: KmH;
  readonly heading: Heading;
  readonly satellites: number;
}

/** Deviation of the slow error (atmosphere, reflections) on each axis under an open sky, and its memory in seconds. */
const SLOW: Metres = 3.5;
const SLOW_MEMORY = 60;
/** Deviation of the error that is new with every fix. */
const FAST: Metres = 1.2;

/**
 * The error of a GNSS receiver: a slow part that wanders (first-order Gauss-Markov) and a fast part on top, so that
 * neighbouring fixes err alike, as they do in practice, and a standing truck seems to creep.
 */
export class GnssReceiver {
  readonly #random: Random;
  #east: number;
  #north: number;

  constructor(random: Random) {
    this.#random = random;
    this.#east = random.normal() * SLOW;
    this.#north = random.normal() * SLOW;
  }

  /**
   * @param seconds since the reading before
   * @param jitter deviation in metres of an extra error, new with every fix: a bad sky, a damaged antenna
   */
  read(truth: Truth, seconds: number, jitter: Metres = 0): Reading {
    const keep = Math.exp(-seconds / SLOW_MEMORY);
    const fresh = SLOW * Math.sqrt(1 - keep * keep);
    this.#east = this.#east * keep + this.#random.normal() * fresh;
    this.#north = this.#north * keep + this.#random.normal() * fresh;
    const spread = Math.hypot(FAST, jitter);
    const east = this.#east + this.#random.normal() * spread;
    const north = this.#north + this.#random.normal() * spread;
    const bad = jitter > 20;
    return {
      ...moved(truth, east, north),
      accuracy: Math.hypot(SLOW, spread) * this.#random.between(1.2, 1.9),
      speed: Math.max(0, truth.speed + this.#random.normal() * 0.4),
      heading: (truth.heading + this.#random.normal() * (truth.speed < 5 ? 40 : 2) + 360) % 360,
      satellites: bad ? this.#random.integer(4, 6) : this.#random.integer(8, 14),
    };
  }
}
