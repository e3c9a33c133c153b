import type { Metres } from './position.js';
import type { GeoPosition } from './zone.js';
import type { RuleSettings } from './rules.js';

/** A stretch of a route: its centre line and how far a container may stray from it. */
export interface Leg {
  readonly line: { readonly type: 'LineString'; readonly coordinates: readonly GeoPosition[] };
  readonly halfWidth: Metres;
  /** Zones where a stop is permitted. */
  readonly stops: readonly string[];
  /** Zones that must be passed, in this order. */
  readonly checkpoints: readonly string[];
}

/** A registered way from an office of departure to an office of destination; legs follow one another. */
export interface Route {
  readonly id: string;
  readonly name: string;
  /** Facility ids. */
  readonly from: string;
  readonly to: string;
  readonly legs: readonly Leg[];
  readonly rules?: RuleSettings | undefined;
}
