import type { Instant } from '@haidang/domain';
import type { CorridorPlace } from '@haidang/geo';
import { forbiddenZone, type ForbiddenZoneState } from './rules/forbidden-zone.js';
import { offRoute, type OffRouteState } from './rules/off-route.js';
import { NO_TRACK, type Track } from './track.js';

/** Grows when a stored state can no longer be gone on from; then the fixes are stepped again from the beginning. */
export const STATE_VERSION = 1;

/** What each rule remembers, by its alarm kind. */
export interface RuleStates {
  readonly off_route: OffRouteState;
  readonly forbidden_zone: ForbiddenZoneState;
}

/**
 * All that is remembered of one seal on one transit: everything the next fix is judged by, and nothing else. Plain data
 * that JSON carries there and back; its size does not grow with the number of fixes.
 */
export interface WatchState {
  readonly version: typeof STATE_VERSION;
  /** Of the last fix stepped, usable or not; null before the first. The next one must be later by (time, seq). */
  readonly lastTime: Instant | null;
  readonly lastSeq: number | null;
  readonly track: Track;
  /** Of the last usable position; null before the first. */
  readonly place: CorridorPlace | null;
  readonly rules: RuleStates;
}

const START: WatchState = Object.freeze({
  version: STATE_VERSION,
  lastTime: null,
  lastSeq: null,
  track: NO_TRACK,
  place: null,
  rules: { off_route: offRoute.start, forbidden_zone: forbiddenZone.start },
});

/** The state before the first fix. */
export function startWatch(): WatchState {
  return START;
}

/** A state read back from where it was kept. One of another version cannot be gone on from: watching begins anew. */
export function resumeWatch(stored: unknown): WatchState {
  const version = (stored as { version?: unknown } | null)?.version;
  return version === STATE_VERSION ? (stored as WatchState) : START;
}
