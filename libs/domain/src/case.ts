import type { AlarmKind } from './alarm.js';

/**
 * What does not agree: the container's number, a seal, its state (damage), that it is on no list, how much there is (forms 18, 19 of
 * Circular 38/2015, Appendix X); that it left or passed as it may not; anything else.
 */
export const CASE_KINDS = ['number', 'seal', 'damage', 'not_on_list', 'quantity', 'exit', 'other'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** Who found it: a port by its report, a gate or the engine by an alarm, a person by hand. */
export const CASE_SOURCES = ['port', 'gate', 'engine', 'person'] as const;
export type CaseSource = (typeof CASE_SOURCES)[number];

/** open: nobody has it yet; under_check: somebody looks at it, or its container is set apart; decided: an officer said what is done; closed. */
export const CASE_STATES = ['open', 'under_check', 'decided', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** confirmed: it was as it was said; unfounded: it was not; corrected: papers or readings were wrong, and are right now. */
export const CASE_OUTCOMES = ['confirmed', 'unfounded', 'corrected'] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/**
 * What an officer may decide, what becomes of the case by it, and whether a container that was set apart is free again. The last decision
 * stands: a fine that is paid is followed by a release.
 */
export const CASE_DECISIONS = {
  release: { to: 'decided', frees: true },
  recheck: { to: 'under_check', frees: false },
  fine: { to: 'decided', frees: false },
  seize: { to: 'decided', frees: false },
} as const satisfies Record<string, { to: CaseState; frees: boolean }>;
export type CaseDecision = keyof typeof CASE_DECISIONS;

/** What is written of a case, each with who, when and why. `withdrawn`, `restored`: the alarm that opened it was taken back, and stands again. */
export const CASE_ACTS = [
  'open',
  'assign',
  'comment',
  'evidence',
  'segregate',
  'decide',
  'close',
  'withdrawn',
  'restored',
] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

/** Acts that whoever carries the goods is told; what customs and the port say to each other on the way is not among them. */
export const ACTS_FOR_CARRIERS: readonly CaseAct[] = ['open', 'segregate', 'decide', 'close'];

/** Alarms that open a case by themselves, and of which kind: what somebody has to look at, whatever becomes of the alarm. */
export const OPENS_CASE: Readonly<Partial<Record<AlarmKind, CaseKind>>> = {
  seal_tampered: 'seal',
  unauthorised_unlock: 'seal',
  seal_separated: 'seal',
  not_eligible_exit: 'exit',
};
