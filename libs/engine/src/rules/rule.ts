import type { AlarmKind, Fix, Instant, LatLon, Metres, TransitState } from '@haidang/domain';
import type { Book } from '../book.js';
import type { Moment } from '../moment.js';
import type { OwnNumbers } from '../numbers.js';
import type { Plan } from '../plan.js';

/** When nothing is awaited. Plain JSON carries it, which it does not do with Infinity. */
export const NEVER: Instant = Number.MAX_SAFE_INTEGER;

/** What every rule is told. What it finds it says to the book. */
export interface Scene {
  readonly plan: Plan;
  readonly phase: TransitState;
  /** The event's time. */
  readonly time: Instant;
  readonly book: Book;
  /** Of the working copy of the state: a rule that has numbers there reads and writes its own. */
  readonly numbers: number[];
  /** The last usable position, with its time; null before the first. Filled in anew for each event: a rule keeps what it says, not the object. */
  readonly last: (LatLon & { readonly time: Instant; readonly accuracy: Metres }) | null;
}

/** A fix as the seal sent it, whether its position is believed or not. `last` is the believed position up to and with it. */
export interface Hearing extends Scene {
  readonly fix: Fix;
  /** The last believed position without it: the very same object as `last` when the fix made none believed. */
  readonly before: Scene['last'];
}

/**
 * One kind of alarm as a fold over events. Its state is plain, bounded data that survives JSON; each function answers the next state, the
 * very same object when nothing changed, which is the usual case, and depends on nothing but its arguments.
 */
export interface Rule<State> {
  /** The alarm it is about; null for one that only watches. */
  readonly kind: AlarmKind | null;
  /** In which states of its transit the seal is judged by it. Left, its alarms end and its memory begins anew. */
  readonly phases: readonly TransitState[];
  readonly start: State;
  /** Every fix, in time order: for what the device says of itself. */
  hear?(state: State, hearing: Hearing): State;
  /** Every believed position, in time order: for where the seal is. */
  see?(state: State, moment: Moment): State;
  /**
   * The next time at which something is to happen though nothing is heard; {@link NEVER} without. It is asked anew when phase or plan
   * changed, when its time came, and while the rule remembers anything.
   */
  due?(state: State, scene: Scene): Instant;
  /** That time has come: `scene.time` is what `due` answered. */
  strike?(state: State, scene: Scene): State;
  /**
   * What is remembered may yet prove to have begun so early that an ended episode of this cause goes on with it: the episode is kept. Without it, nothing
   * but a position in doubt is proven later than `maxGap` after it began.
   */
  awaits?(state: State, cause: string): boolean;
  /** The transit leaves the phases of the rule at `scene.time`; the memory begins anew after it. */
  leave?(state: State, scene: Scene): void;
  /** The plan changed at `scene.time`: `scene.plan` holds from now on, `before` held until now. */
  replan?(state: State, scene: Scene, before: Plan): State;
  /** What it remembers as numbers of its own among those of the state. */
  readonly numbers?: OwnNumbers;
  /** How what nearly every watch remembers is kept between events; without it, what is not `start` is kept as it is. */
  readonly flat?: Flat<State>;
}

/** A memory as some numbers in a row: see `WatchShelf`. */
export interface Flat<State> {
  /** How many. */
  readonly width: number;
  /** Writes them from `at` on; answers false for a memory that they cannot tell. */
  lay(state: State, row: Float64Array, at: number): boolean;
  /** The same memory; where it is `start`, the very object. */
  take(row: Float64Array, at: number): State;
}

export const TRAVELLING: readonly TransitState[] = ['in_transit'];
/** From the seal's arming to its removal. */
export const ARMED: readonly TransitState[] = ['sealed', 'in_transit', 'arrived'];

/** From the seal's registration to the end of its transit. */
export const UNFINISHED: readonly TransitState[] = ['registered', ...ARMED];

/** Where the seal is as far as anyone knows: its last believed place, or the beginning of its route. */
export function placeOf({ last, plan }: Scene): LatLon {
  return last === null ? plan.corridor.at(0) : { lat: last.lat, lon: last.lon };
}

/** Metres for a reader: whole ones, and never the minus zero that JSON would not carry. */
export function wholeMetres(metres: Metres): Metres {
  return Math.round(metres) + 0;
}
