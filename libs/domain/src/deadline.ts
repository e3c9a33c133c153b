import { DAY, HOUR, MINUTE, type Instant, type Millis } from './time.js';
import { addWorking, type WorkingCalendar } from './working-calendar.js';

/**
 * What is due by a time that the law or an office sets.
 * - `discharge_list`: the list of what a vessel discharges (form 01), before it berths
 * - `scan_list`: the list of what of it is scanned (form 03), before it berths
 * - `gate_out_report`: the port's word that a container left (form 21), after a camera saw it
 * - `transit_approval`: an officer's approval of a transit that is sealed
 * - `declaration_unused`: a declaration of which nothing has come, passed or left
 */
export const DEADLINE_KINDS = [
  'discharge_list',
  'scan_list',
  'gate_out_report',
  'transit_approval',
  'declaration_unused',
] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** Of the deadlines whose passing is an alarm of their own; a report that a port owes has another kind. */
export const ALARMED_DEADLINES = DEADLINE_KINDS.filter((kind) => kind !== 'gate_out_report');

/** How long, and how long before its end it is warned of. */
export interface DeadlineTerms {
  readonly within: Millis;
  readonly warnBefore: Millis;
}

interface Law extends DeadlineTerms {
  /** Counted back from what is to come; else on from what has happened. */
  readonly isBefore: boolean;
  readonly inWorkingHours: boolean;
}

/**
 * Circular 38/2015/TT-BTC as amended by 39/2018: Appendix X for the lists (8 hours, 4 hours) and the exit (15 minutes), Art. 50 and 51 for
 * the approval (2 working hours) and for declarations (15 days).
 */
export const DEADLINES: Readonly<Record<DeadlineKind, Law>> = {
  discharge_list: { within: 8 * HOUR, warnBefore: 2 * HOUR, isBefore: true, inWorkingHours: false },
  scan_list: { within: 4 * HOUR, warnBefore: HOUR, isBefore: true, inWorkingHours: false },
  gate_out_report: { within: 15 * MINUTE, warnBefore: 5 * MINUTE, isBefore: false, inWorkingHours: false },
  transit_approval: { within: 2 * HOUR, warnBefore: 30 * MINUTE, isBefore: false, inWorkingHours: true },
  declaration_unused: { within: 15 * DAY, warnBefore: 2 * DAY, isBefore: false, inWorkingHours: false },
};

/** running: time is left; warning: little of it; missed: none. What was done is no deadline any more. */
export const DEADLINE_STATES = ['running', 'warning', 'missed'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** @param from what it is counted from: the berthing, the exit, the sealing, the registration */
export function dueOf(kind: DeadlineKind, from: Instant, within: Millis, calendar: WorkingCalendar): Instant {
  const { isBefore, inWorkingHours } = DEADLINES[kind];
  if (isBefore) return from - within;
  return inWorkingHours ? addWorking(calendar, from, within) : from + within;
}

export function deadlineState(due: Instant, warnBefore: Millis, now: Instant): DeadlineState {
  if (now >= due) return 'missed';
  return now >= due - warnBefore ? 'warning' : 'running';
}
