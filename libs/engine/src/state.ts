import type { Instant, TransitState } from '@haidang/domain';
import type { CorridorPlace } from '@haidang/geo';
import type { Episode } from './episode.js';
import type { EventOrder } from './event.js';
import { keptMemories, resumedMemories, START_MEMORIES, type Memories } from './rules/index.js';
import { NEVER } from './rules/rule.js';
import { NO_TRACK, type Track } from './track.js';

/** Grows when a stored state can no longer be gone on from; then the events are folded again from the beginning. */
export const STATE_VERSION = 4;

/**
 * All that is remembered of one seal on one transit: everything the next event is judged by, and nothing else. Plain data, whose size
 * does not grow with the number of events; what nothing has happened to is shared with every other watch.
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
  readonly rules: Memories;
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
  rules: START_MEMORIES,
  episodes: [],
  due: NEVER,
});

/** The state before the first event. */
export function startWatch(phase: TransitState = 'registered'): WatchState {
  return phase === START.phase ? START : { ...START, phase };
}

/** A state as it is kept: JSON carries it there and back, and it names only what is remembered. */
export interface KeptWatch extends Omit<WatchState, 'rules'> {
  readonly rules: Readonly<Record<string, unknown>>;
}

export function keepWatch(state: WatchState): KeptWatch {
  return { ...state, rules: keptMemories(state.rules) };
}

/** A state read back from where it was kept. One of another version cannot be gone on from. */
export function resumeWatch(kept: unknown): WatchState | undefined {
  if ((kept as { version?: unknown } | null)?.version !== STATE_VERSION) return undefined;
  const state = kept as KeptWatch;
  return { ...state, rules: resumedMemories(state.rules) };
}
