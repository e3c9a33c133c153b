import type { Instant, TransitState } from '@haidang/domain';
import { PlaceSlip, type CorridorPlace } from '@haidang/geo';
import type { Episode } from './episode.js';
import type { EventOrder } from './event.js';
import { DUE, lastIn, orderIn, OUTLIERS, placeIn, type Numbers } from './numbers.js';
import {
  keptMemories,
  resumedMemories,
  START_MEMORIES,
  START_NUMBERS,
  type Memories,
} from './rules/index.js';
import type { Sighting, Track } from './track.js';

/** Grows when a stored state can no longer be gone on from; then the events are folded again from the beginning. */
export const STATE_VERSION = 5;

/**
 * All that is remembered of one seal on one transit: everything the next event is judged by, and nothing else. Plain data, whose size
 * does not grow with the number of events; what nothing has happened to is shared with every other watch.
 */
export interface WatchState {
  readonly version: typeof STATE_VERSION;
  readonly phase: TransitState;
  /** Of the plan it was last judged by; -1 before the first event. */
  readonly plan: number;
  /** The last event, what is due, the last usable position and its place, and what some rules remember: read by {@link lastEvent} and the others below. */
  readonly numbers: Numbers;
  /** What the other rules remember. */
  readonly rules: Memories;
  /** Positions that agree with one another but not with the last, oldest first. */
  readonly doubted: readonly Sighting[];
  /** Those open, and those that ended and may resume. */
  readonly episodes: readonly Episode[];
}

const START: WatchState = Object.freeze({
  version: STATE_VERSION,
  phase: 'registered',
  plan: -1,
  numbers: START_NUMBERS,
  rules: START_MEMORIES,
  doubted: [],
  episodes: [],
});

/** The state before the first event. */
export function startWatch(phase: TransitState = 'registered'): WatchState {
  return phase === START.phase ? START : { ...START, phase };
}

/** The last event: the next one must be later. Before the first its time is -Infinity. */
export function lastEvent({ numbers }: WatchState): EventOrder {
  return orderIn(numbers);
}

/** Which positions are believed so far. */
export function trackOf({ numbers, doubted }: WatchState): Track {
  const last = lastIn(numbers);
  return { last, doubted, outliers: numbers[OUTLIERS]! };
}

/** How many positions were dropped: those that nothing agreed with. */
export function outliersOf({ numbers }: WatchState): number {
  return numbers[OUTLIERS]!;
}

/** Of the last usable position; null before the first. @param into may be filled in for the answer */
export function placeOnRoute({ numbers }: WatchState, into = new PlaceSlip()): CorridorPlace | null {
  return placeIn(numbers, into);
}

/** The next time at which a rule wants to be asked though nothing is heard; `NEVER` without. */
export function nextDue({ numbers }: WatchState): Instant {
  return numbers[DUE]!;
}

/** A state as it is kept: JSON carries it there and back, and it names only what is remembered. */
export interface KeptWatch extends Omit<WatchState, 'rules' | 'numbers'> {
  /** Null for NaN, which JSON does not know. */
  readonly numbers: readonly (number | null)[];
  readonly rules: Readonly<Record<string, unknown>>;
}

export function keepWatch(state: WatchState): KeptWatch {
  return {
    ...state,
    numbers: state.numbers.map((number) => (Number.isNaN(number) ? null : number)),
    rules: keptMemories(state.rules),
  };
}

/** A state read back from where it was kept. One of another version cannot be gone on from. */
export function resumeWatch(kept: unknown): WatchState | undefined {
  if ((kept as { version?: unknown } | null)?.version !== STATE_VERSION) return undefined;
  const state = kept as KeptWatch;
  const numbers = START_NUMBERS.slice();
  for (let i = 0; i < numbers.length; i++) numbers[i] = state.numbers[i] ?? NaN;
  return { ...state, numbers, rules: resumedMemories(state.rules) };
}
