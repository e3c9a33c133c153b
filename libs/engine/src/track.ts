import type { Fix, Instant, Metres, Rules } from '@haidang/domain';
import { KMH, distance, distanceBetween } from '@haidang/geo';

/** A usable position: what a fix says for the rules about places. */
export interface Sighting {
  readonly time: Instant;
  readonly lat: number;
  readonly lon: number;
  /** The fix's own, or the setting for fixes that name none. */
  readonly accuracy: Metres;
}

/** A sighting to be filled in, again and again where none is kept: all of one shape, so that what reads them is quick. */
export class SightingSlip implements Sighting {
  time: Instant = NaN;
  lat = NaN;
  lon = NaN;
  accuracy: Metres = NaN;
  /** From the sighting before, where that was asked. */
  moved: Metres = NaN;

  fill(time: Instant, lat: number, lon: number, accuracy: Metres): this {
    this.time = time;
    this.lat = lat;
    this.lon = lon;
    this.accuracy = accuracy;
    return this;
  }
}

/** Which positions are believed so far. */
export interface Track {
  /** The last usable position. */
  readonly last: Sighting | null;
  /** Positions that agree with one another but not with `last`, oldest first; fewer than `jumpFixes`. */
  readonly doubted: readonly Sighting[];
  /** How many positions were dropped because nothing agreed with them. */
  readonly outliers: number;
}

/** What one fix adds to a track. */
export interface Belief {
  readonly track: Track;
  /** The positions that became usable, in time order: mostly one, several when doubted ones proved true. */
  readonly usable: readonly Sighting[];
  /** The first usable one cannot be reached from the last in the time: nothing is known of the way between. */
  readonly jumped: boolean;
}

export const NO_TRACK: Track = { last: null, doubted: [], outliers: 0 };

const NONE: readonly Sighting[] = [];

/**
 * Decides whether a fix's position is believed.
 * - No position, or an accuracy worse than `maxAccuracy`: not usable, nothing is learnt.
 * - Reachable from the last usable position at `maxSpeed`, accuracies taken off the distance: usable; what was doubted
 *   meanwhile is dropped and counted.
 * - Otherwise doubted, until `jumpFixes` in a row agree with one another: then all of them are usable. A doubted one
 *   that the next doubted one does not agree with is dropped and counted.
 * - The first position of all is believed once a second agrees with it: receivers start with stale or wild positions,
 *   and one of those must neither raise an alarm nor make the true ones look like a jump.
 * - At the very time of the last usable position nothing can have moved: the first by `seq` stands, the other is
 *   passed over.
 */
export function believe(track: Track, fix: Fix, rules: Rules): Belief {
  const { last, doubted, outliers } = track;
  const followed = follow(last, fix, rules);
  if (followed !== undefined) {
    const seen = kept(followed);
    const after = { last: seen, doubted: NONE, outliers: outliers + doubted.length };
    return { track: after, usable: [seen], jumped: false };
  }
  const slip = new SightingSlip();
  if (!isSeen(fix, rules, slip)) return { track, usable: NONE, jumped: false };
  const seen = kept(slip);
  if (last !== null && last.time === seen.time) return { track, usable: NONE, jumped: false };
  const newest = doubted.at(-1);
  if (newest?.time === seen.time) return { track, usable: NONE, jumped: false };
  const goesOn = newest !== undefined && agree(newest, seen, rules);
  const agreeing = goesOn ? [...doubted, seen] : [seen];
  const dropped = goesOn ? 0 : doubted.length;
  const needed = last === null ? Math.min(2, rules.jumpFixes) : rules.jumpFixes;
  if (agreeing.length < needed)
    return { track: { last, doubted: agreeing, outliers: outliers + dropped }, usable: NONE, jumped: false };
  const moved = { last: seen, doubted: NONE, outliers: outliers + dropped };
  return { track: moved, usable: agreeing, jumped: last !== null };
}

/**
 * The usual case of {@link believe}: the one position that becomes usable is the fix's, reachable from the last. Otherwise undefined.
 * @param into filled in for the answer
 */
export function follow(
  last: Sighting | null,
  fix: Fix,
  rules: Rules,
  into = new SightingSlip(),
): SightingSlip | undefined {
  if (last === null || last.time === fix.time || !isSeen(fix, rules, into)) return undefined;
  into.moved = distanceBetween(last.lat, last.lon, into.lat, into.lon);
  return isReachable(last, into, into.moved, rules) ? into : undefined;
}

/** True when the fix has a position good enough, which is then filled in. */
function isSeen({ time, lat, lon, accuracy }: Fix, rules: Rules, into: SightingSlip): boolean {
  if (lat === null || lon === null) return false;
  into.fill(time, lat, lon, accuracy ?? rules.defaultAccuracy);
  return into.accuracy <= rules.maxAccuracy;
}

/** What a sighting says, in an object that may be kept. */
export function kept({ time, lat, lon, accuracy }: Sighting): Sighting {
  return { time, lat, lon, accuracy };
}

function agree(a: Sighting, b: Sighting, rules: Rules): boolean {
  return isReachable(a, b, distance(a, b), rules);
}

/** True when a vehicle can have been at both places, so far apart; `b` is later. */
function isReachable(a: Sighting, b: Sighting, moved: Metres, { maxSpeed }: Rules): boolean {
  return (moved - a.accuracy - b.accuracy) * KMH <= maxSpeed * (b.time - a.time);
}
