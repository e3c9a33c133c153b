import type { KmH, Metres } from './position.js';
import type { Millis } from './time.js';

/** Every number a rule uses. A route's settings override the platform's, a transit's override the route's. */
export interface Rules {
  /** A fix with a worse accuracy is not usable. */
  readonly maxAccuracy: Metres;
  /** The accuracy of a fix that names none. */
  readonly defaultAccuracy: Metres;
  /** A faster move, accuracies taken off the distance, is not believed. */
  readonly maxSpeed: KmH;
  /** Fixes that agree with each other and not with the past, after which the move is believed. */
  readonly jumpFixes: number;
  /** Two fixes further apart in time prove nothing about what lies between them. */
  readonly maxGap: Millis;
  /** Consecutive usable fixes back to normal (inside the corridor, outside the forbidden zone) that end an episode. */
  readonly endFixes: number;
  /** An episode that resumes sooner is the same one. */
  readonly rejoin: Millis;

  readonly offRouteFixes: number;
  readonly offRouteAfter: Millis;
  /** Distance in half-widths past which `off_route` is critical. */
  readonly offRouteCritical: number;
  /** Falling back along the route by more than this is going the wrong way. */
  readonly reverseBy: Metres;
  /** Going forward again by this much ends it. */
  readonly reverseEnd: Metres;
  /** Standing longer than this, outside permitted stops and facilities, is a stop. */
  readonly stopAfter: Millis;
  /** Within this of its first fix a seal stands. */
  readonly stopRadius: Metres;
  /** At this speed a seal moves, by its own word. */
  readonly movingSpeed: KmH;
  /** No satellites while moving, and the seal still talking for so long: jammed. */
  readonly jammingAfter: Millis;
  /** Wrong passwords within `passwordWindow` that are still taken for a slip. */
  readonly wrongPasswords: number;
  readonly passwordWindow: Millis;
  /** How far a seal may move outside the origin before it is sealed. */
  readonly unarmedBy: Metres;
  /** Percent under which the battery is low; over it again by `batteryHysteresis` it is not. */
  readonly lowBattery: number;
  readonly batteryHysteresis: number;
  /** How long in another facility's zone is a stay. */
  readonly wrongDestinationAfter: Millis;
  /** How long in the destination's zone is an arrival. */
  readonly arrivalAfter: Millis;
  /** Two seals of different transits nearer than this stand together. */
  readonly rendezvousRadius: Metres;
  readonly rendezvousAfter: Millis;
  /** Silence in transit, counted only while the platform was receiving. */
  readonly signalLostAfter: Millis;
  readonly signalLostCritical: Millis;
  /** Silence that a dead stretch of the route explains. */
  readonly deadStretchAfter: Millis;
  readonly clockDrift: Millis;
}

export type RuleSettings = { readonly [K in keyof Rules]?: Rules[K] | undefined };

const MINUTE: Millis = 60_000;

export const DEFAULT_RULES: Rules = {
  maxAccuracy: 200,
  defaultAccuracy: 30,
  maxSpeed: 160,
  jumpFixes: 3,
  maxGap: 10 * MINUTE,
  endFixes: 2,
  rejoin: 5 * MINUTE,
  offRouteFixes: 3,
  offRouteAfter: MINUTE,
  offRouteCritical: 3,
  reverseBy: 2_000,
  reverseEnd: 500,
  stopAfter: 90 * MINUTE,
  stopRadius: 150,
  movingSpeed: 5,
  jammingAfter: 5 * MINUTE,
  wrongPasswords: 5,
  passwordWindow: 10 * MINUTE,
  unarmedBy: 500,
  lowBattery: 20,
  batteryHysteresis: 5,
  wrongDestinationAfter: 10 * MINUTE,
  arrivalAfter: 3 * MINUTE,
  rendezvousRadius: 50,
  rendezvousAfter: 10 * MINUTE,
  signalLostAfter: 15 * MINUTE,
  signalLostCritical: 60 * MINUTE,
  deadStretchAfter: 60 * MINUTE,
  clockDrift: 5 * MINUTE,
};

/** The rules in force: later settings override earlier ones; an absent setting overrides nothing. */
export function mergeRules(...settings: readonly (RuleSettings | undefined)[]): Rules {
  const merged: Record<string, number> = { ...DEFAULT_RULES };
  for (const set of settings) {
    for (const [key, value] of Object.entries(set ?? {})) if (value !== undefined) merged[key] = value;
  }
  return merged as unknown as Rules;
}
