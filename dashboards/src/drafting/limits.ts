import { DAY, DEFAULT_RULES, SECOND, type RuleSettings, type Rules } from '@haidang/domain';

/** A limit of the rules that a route may have of its own (libs/domain `Rules`). */
export type Limit = keyof Rules;
export const LIMITS = Object.keys(DEFAULT_RULES) as Limit[];

const MINUTE = 60 * SECOND;

/** As people write it: `millis` in minutes, everything else as it is. */
interface Measure {
  readonly unit: 'metres' | 'speed' | 'fixes' | 'minutes' | 'times' | 'halfWidths' | 'percent';
  /** The least and the most that the contract takes (libs/contract `RuleSettings`), as the register has it. */
  readonly least: number;
  readonly most: number;
  /** False: more than `least`. */
  readonly orEqual: boolean;
  readonly isWhole: boolean;
}

const part = (unit: Measure['unit'], most: number): Measure => ({
  ...{ unit, least: 0, most, orEqual: false, isWhole: false },
});
const whole = (unit: Measure['unit'], least: number, most: number): Measure => ({
  ...{ unit, least, most, orEqual: true, isWhole: true },
});
const METRES = part('metres', 100_000);
const SPEED = part('speed', 10_000);
const FIXES = whole('fixes', 1, 100);
const SPAN = whole('minutes', 0, 30 * DAY);
const WAIT = whole('minutes', SECOND, 30 * DAY);
const PERCENT: Measure = { unit: 'percent', least: 0, most: 50, orEqual: true, isWhole: false };

export const MEASURES: Readonly<Record<Limit, Measure>> = {
  maxAccuracy: METRES,
  defaultAccuracy: METRES,
  maxSpeed: SPEED,
  jumpFixes: FIXES,
  maxGap: WAIT,
  endFixes: FIXES,
  rejoin: SPAN,
  offRouteFixes: FIXES,
  offRouteAfter: SPAN,
  offRouteCritical: part('halfWidths', 1_000),
  reverseBy: METRES,
  reverseEnd: METRES,
  stopAfter: WAIT,
  stopRadius: METRES,
  movingSpeed: SPEED,
  jammingAfter: WAIT,
  wrongPasswords: whole('times', 0, 100),
  passwordWindow: WAIT,
  unarmedBy: METRES,
  lowBattery: PERCENT,
  batteryHysteresis: PERCENT,
  wrongDestinationAfter: SPAN,
  arrivalAfter: SPAN,
  rendezvousRadius: METRES,
  rendezvousAfter: WAIT,
  signalLostAfter: WAIT,
  signalLostCritical: WAIT,
  deadStretchAfter: WAIT,
  clockDrift: WAIT,
};

/** True for what the register would take. */
export function isTaken(limit: Limit, value: number): boolean {
  const { least, most, orEqual, isWhole } = MEASURES[limit];
  if (!Number.isFinite(value) || (isWhole && !Number.isInteger(value))) return false;
  return value <= most && (orEqual ? value >= least : value > least);
}

/** The first of a route's limits that the register would not take. */
export function wrongLimit(rules: RuleSettings | undefined): Limit | undefined {
  return LIMITS.find((limit) => {
    const value: unknown = rules?.[limit];
    return value !== undefined && (typeof value !== 'number' || !isTaken(limit, value));
  });
}

/** As it is written in its unit. */
export function limitText(limit: Limit, value: number, decimal: '.' | ','): string {
  const amount = MEASURES[limit].unit === 'minutes' ? value / MINUTE : value;
  return String(Number(amount.toFixed(4))).replace('.', decimal);
}

/** What was written, as the register has it; undefined: nothing was. One that is no number is NaN. */
export function limitOf(limit: Limit, text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return undefined;
  const amount = Number(plain);
  return MEASURES[limit].unit === 'minutes' ? Math.round(amount * MINUTE) : amount;
}

/** A route's limits with one set, or taken away; undefined: it has none left. */
export function withLimit(
  rules: RuleSettings | undefined,
  limit: Limit,
  value: number | undefined,
): RuleSettings | undefined {
  const { [limit]: _, ...others } = rules ?? {};
  const next: RuleSettings = value === undefined ? others : { ...others, [limit]: value };
  return Object.keys(next).length === 0 ? undefined : next;
}
