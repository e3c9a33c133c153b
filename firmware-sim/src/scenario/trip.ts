import type { KmH, LockState, Metres } from '@haidang/domain';
import type { Fault } from './faults.js';
import type { Papers } from './papers.js';

/** One truck's way with one sealed container, everything drawn. */
export interface Trip {
  /** Tells the trips of one run apart; small, counts from 0. */
  readonly index: number;
  readonly sealId: string;
  readonly container: string;
  readonly plate: string;
  readonly carrierId: string;
  readonly routeId: string;
  /** Seconds after the scenario's start. */
  readonly begins: number;
  /** Metres along the route where it begins. */
  readonly startAt: Metres;
  readonly speed: KmH;
  /** The seal's at the beginning. */
  readonly lock: LockState;
  /** Their `at` counts from the scenario's start, not the trip's. */
  readonly faults: readonly Fault[];
  /** Their times count from the trip's beginning. */
  readonly papers: Papers;
  /** It ends with its drill, and no other follows it. */
  readonly isDrill: boolean;
}
