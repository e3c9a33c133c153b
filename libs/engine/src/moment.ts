import type { Instant, LatLon } from '@haidang/domain';
import { unwrap, wrap, type CorridorPlace, type PlacedZone } from '@haidang/geo';
import type { Plan } from './plan.js';
import type { Sighting } from './track.js';

/** One usable position and what every rule may want to know of it, worked out once. */
export interface Moment {
  readonly plan: Plan;
  readonly here: Sighting;
  /**
   * The usable position before, when the straight way from it proves something: at most `maxGap` earlier, and no jump
   * between. Otherwise null.
   */
  readonly before: Sighting | null;
  /** When the usable position before was, however long ago; null for the first. */
  readonly lastTime: Instant | null;
  readonly place: CorridorPlace;
  /** The zones, of any kind, whose box the way from `before` (or just `here`) touches. */
  readonly zones: readonly PlacedZone[];
}

/** The instant at a fraction of the way from `before`; without one it is always now. */
export function timeAt(moment: Moment, fraction: number): Instant {
  const { here, before } = moment;
  return before === null ? here.time : Math.round(before.time + fraction * (here.time - before.time));
}

/** Where on the straight way from `before` the seal was at a time; before it began, its beginning. */
export function placeAt(moment: Moment, time: Instant): LatLon {
  const { here, before } = moment;
  if (before === null || time >= here.time) return { lat: here.lat, lon: here.lon };
  const part = Math.max(0, (time - before.time) / (here.time - before.time));
  const lon = unwrap(here.lon, before.lon);
  return {
    lat: before.lat + part * (here.lat - before.lat),
    lon: wrap(before.lon + part * (lon - before.lon)),
  };
}
