import { forbiddenZone } from './forbidden-zone.js';
import { journey } from './journey.js';
import { jamming } from './jamming.js';
import { lateArrival } from './late-arrival.js';
import { lateDeparture } from './late-departure.js';
import { lowBattery } from './low-battery.js';
import { motorFault } from './motor-fault.js';
import { offRoute } from './off-route.js';
import { reverseDirection } from './reverse-direction.js';
import { unarmedMovement } from './unarmed-movement.js';
import { unscheduledStop } from './unscheduled-stop.js';
import { wrongDestination } from './wrong-destination.js';
import { positionJump } from './position-jump.js';
import type { Rule } from './rule.js';
import { sealTampered } from './seal-tampered.js';
import { unauthorisedUnlock } from './unauthorised-unlock.js';
import { unlockAttempt } from './unlock-attempt.js';
import { standing } from './standing.js';

/** The rules in the order in which they speak. A new rule is a file in this folder and a line here. */
export const RULES = {
  off_route: offRoute,
  reverse_direction: reverseDirection,
  unscheduled_stop: unscheduledStop,
  forbidden_zone: forbiddenZone,
  position_jump: positionJump,
  jamming,
  seal_tampered: sealTampered,
  unarmed_movement: unarmedMovement,
  unauthorised_unlock: unauthorisedUnlock,
  unlock_attempt: unlockAttempt,
  low_battery: lowBattery,
  motor_fault: motorFault,
  late_departure: lateDeparture,
  late_arrival: lateArrival,
  wrong_destination: wrongDestination,
  journey,
  standing,
} as const;

export type RuleName = keyof typeof RULES;

/** What each rule remembers. */
export type RuleStates = {
  readonly [Name in RuleName]: (typeof RULES)[Name] extends Rule<infer State> ? State : never;
};

/** A rule and its name, for those who ask them all. */
export interface NamedRule {
  readonly name: RuleName;
  readonly rule: Rule<unknown>;
}

export const ALL_RULES: readonly NamedRule[] = Object.entries(RULES).map(([name, rule]) => ({
  name: name as RuleName,
  rule,
}));

export const START_STATES = Object.fromEntries(
  ALL_RULES.map(({ name, rule }) => [name, rule.start]),
) as unknown as RuleStates;
