import type { Instant, TransitState } from '@haidang/domain';
import type { CorridorPlace } from '@haidang/geo';
import type { Episode } from './episode.js';
import type { EventOrder } from './event.js';
import { START_STATES, type RuleStates } from './rules/index.js';
import { NEVER } from './rules/rule.js';
import { NO_TRACK, type Track } from './track.js';

/** Grows when a stored state can no longer be gone on from; then the events are folded again from the beginning. */
export const STATE_VERSION = 3;

/**
 * All that is remembered of one seal on one transit: everything the next event is judged by, and nothing else. Plain data
 * that JSON carries there and back; its size does not grow with the number of events.
 */
export interface WatchState {
  readonly version: typeof STATE_VERSION;
  /** The last event; null before the first. The next one must be later. */
  readonly at: EventOrder | null;
  readonly phase: TransitState;
  /** Of the plan it was last judged by; -1 before the first event. */
  readonly plan: number;
  readonly track: Track;
  /** Of the last usable position; null before the first. */
  readonly place: CorridorPlace | null;
  readonly rules: RuleStates;
  /** Those open, and those that ended and may resume. */
  readonly episodes: readonly Episode[];
  /** The next time at which a rule wants to be asked though nothing is heard. */
  readonly due: Instant;
}

const START: WatchState = Object.freeze({
  version: STATE_VERSION,
  at: null,
  phase: 'registered',
  plan: -1,
  track: NO_TRACK,
  place: null,
  rules: START_STATES,
  episodes: [],
  due: NEVER,
});

/** The state before the first event. */
export function startWatch(phase: TransitState = 'registered'): WatchState {
  return phase === START.phase ? START : { ...START, phase };
}

/** A state read back from where it was kept. One of another version cannot be gone on from. */
export function resumeWatch(stored: unknown): WatchState | undefined {
  const version = (stored as { version?: unknown } | null)?.version;
  return version === STATE_VERSION ? (stored as WatchState) : undefined;
}
