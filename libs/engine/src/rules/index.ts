import { forbiddenZone } from './forbidden-zone.js';
import { journey } from './journey.js';
import { jamming } from './jamming.js';
import { lateArrival } from './late-arrival.js';
import { lateDeparture } from './late-departure.js';
import { lowBattery } from './low-battery.js';
import { motorFault } from './motor-fault.js';
import { offRoute } from './off-route.js';
import { pace } from './pace.js';
import { reverseDirection } from './reverse-direction.js';
import { unarmedMovement } from './unarmed-movement.js';
import { unscheduledStop } from './unscheduled-stop.js';
import { wrongDestination } from './wrong-destination.js';
import { positionJump } from './position-jump.js';
import { beginAnew, DUE, OUTLIERS, WIDTH, type Numbers } from '../numbers.js';
import { NEVER, type Rule } from './rule.js';
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
  pace,
  standing,
} as const;

export type RuleName = keyof typeof RULES;

/** What a rule remembers. */
export type Memory<Name extends RuleName> = (typeof RULES)[Name] extends Rule<infer State> ? State : never;

/** What every rule remembers, in the order of {@link RULES}: by number, because every event asks all of them. */
export type Memories = readonly unknown[];

/** A rule, its name and its number. */
export interface NamedRule {
  readonly name: RuleName;
  readonly index: number;
  readonly rule: Rule<unknown>;
}

export const RULE_NAMES = Object.keys(RULES) as readonly RuleName[];

export const ALL_RULES: readonly NamedRule[] = RULE_NAMES.map((name, index) => ({
  name,
  index,
  rule: RULES[name],
}));

/** Those that wait for a time. */
export const TIMED_RULES = ALL_RULES.filter(({ rule }) => rule.due !== undefined);

export const START_MEMORIES: Memories = ALL_RULES.map(({ rule }) => rule.start);

/** The numbers of a watch that nothing has happened to. */
export const START_NUMBERS: Numbers = startNumbers();

function startNumbers(): number[] {
  // not a number first: a row that begins as small whole numbers would be made anew at the first fraction
  const numbers = new Array<number>(WIDTH).fill(NaN);
  numbers[DUE] = NEVER;
  numbers[OUTLIERS] = 0;
  ALL_RULES.forEach(({ rule }) => beginAnew(numbers, rule.numbers));
  return numbers;
}

const NUMBER = Object.fromEntries(ALL_RULES.map(({ name, index }) => [name, index])) as Record<
  RuleName,
  number
>;

/** What one rule remembers. */
export function memoryOf<Name extends RuleName>(
  { rules }: { readonly rules: Memories },
  name: Name,
): Memory<Name> {
  return rules[NUMBER[name]] as Memory<Name>;
}

/** What those remember that remember something, by name: the form that is kept. */
export function keptMemories(rules: Memories): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    ALL_RULES.flatMap(({ name, index, rule }) => (rules[index] === rule.start ? [] : [[name, rules[index]]])),
  );
}

/** Back from the form that is kept. What the others remember is the very beginning that all watches share. */
export function resumedMemories(kept: Readonly<Record<string, unknown>>): Memories {
  return ALL_RULES.map(({ name, rule }) => (name in kept ? kept[name] : rule.start));
}
