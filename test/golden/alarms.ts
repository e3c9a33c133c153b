import type { AlarmKind, Severity } from '@haidang/domain';
import { JOURNEYS } from './alarms/journeys.js';
import { LATE } from './alarms/late.js';
import { LOCKS } from './alarms/locks.js';
import { PLACES } from './alarms/places.js';
import { SEALS } from './alarms/seals.js';
import { WAYS } from './alarms/ways.js';

/** An alarm as a reader of the scenario expects it. */
export interface GoldenAlarm {
  /** Of a meeting: both, joined by a plus, in order. Of a loss of the feed: what was lost, `all` or `region:` and the office of departure. */
  readonly seal: string;
  readonly kind: AlarmKind;
  readonly severity: Severity;
  /** Times of day of 22 November 2026, UTC, in whole seconds: a part of a second is dropped. */
  readonly start: string;
  readonly end: string;
  /** Raised by what came late. */
  readonly late?: true;
  /** An officer had resolved it, and evidence that came after that opened it again. */
  readonly reopened?: true;
  /** Raised, and taken back when more came. */
  readonly withdrawn?: 'corrected' | 'merged';
}

export interface GoldenScenario {
  /** A file of firmware-sim/scenarios. Each begins at 01:00:00; its seals report every 10 s where it names no other interval. */
  readonly scenario: string;
  /** The kind that a quiet story would raise if it were judged wrongly. */
  readonly about?: AlarmKind;
  /** How many fixes its seals send, repeats counted; so that an empty story cannot pass for a quiet one. */
  readonly fixes: number;
  /** Transit by transit, in the order of their beginnings, at one time in the order of the kinds; then meetings, then losses of the feed. */
  readonly alarms: readonly GoldenAlarm[];
}

/**
 * Written by hand from each fix's distance to the route and the zones. The distances were printed with libs/geo, whose own specs hold
 * it to independent oracles; the rules were applied by hand, not by the engine: a fix is outside the corridor when it is further away than the half-width and its accuracy together.
 */
export const GOLDEN: readonly GoldenScenario[] = [
  ...PLACES,
  ...SEALS,
  ...LOCKS,
  ...JOURNEYS,
  ...LATE,
  ...WAYS,
];
