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
  readonly offRouteFixes: number;
  readonly offRouteAfter: Millis;
  /** Distance in half-widths past which `off_route` is critical. */
  readonly offRouteCritical: number;
  /** Consecutive usable fixes back inside the corridor (or outside the forbidden zone) that end an episode. */
  readonly endFixes: number;
  /** An episode that resumes sooner is the same one. */
  readonly rejoin: Millis;
}

export type RuleSettings = { readonly [K in keyof Rules]?: Rules[K] | undefined };

export const DEFAULT_RULES: Rules = {
  maxAccuracy: 200,
  defaultAccuracy: 30,
  maxSpeed: 160,
  jumpFixes: 3,
  maxGap: 10 * 60_000,
  offRouteFixes: 3,
  offRouteAfter: 60_000,
  offRouteCritical: 3,
  endFixes: 2,
  rejoin: 5 * 60_000,
};

/** The rules in force: later settings override earlier ones; an absent setting overrides nothing. */
export function mergeRules(...settings: readonly (RuleSettings | undefined)[]): Rules {
  const merged: Record<string, number> = { ...DEFAULT_RULES };
  for (const set of settings) {
    for (const [key, value] of Object.entries(set ?? {})) if (value !== undefined) merged[key] = value;
  }
  return merged as unknown as Rules;
}
