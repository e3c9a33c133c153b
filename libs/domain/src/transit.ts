import { EXCEPTION_NOTES, type Vehicle } from './exception.js';
import type { RuleSettings } from './rules.js';
import type { Instant } from './time.js';

export const TRANSIT_STATES = [
  'registered',
  'sealed',
  'in_transit',
  'arrived',
  'closed',
  'cancelled',
] as const;
export type TransitState = (typeof TRANSIT_STATES)[number];

/** One container of a transit and what closes it. */
export interface TransitContainer {
  readonly number: string;
  readonly sealId?: string | undefined;
  readonly carrierSeal?: string | undefined;
  readonly customsSeal?: string | undefined;
  /** Where it is not the transit's. */
  readonly vehicle?: Vehicle | undefined;
}

/** A movement of sealed goods from an office of departure to an office of destination (Circular 38/2015, Art. 50). */
export interface Transit {
  readonly id: string;
  readonly number: string;
  readonly declaration: string;
  readonly regime: string;
  /** Facility ids. */
  readonly from: string;
  readonly to: string;
  readonly carrierId: string | null;
  readonly vehicle: Vehicle;
  readonly containers: readonly TransitContainer[];
  readonly routeId: string;
  readonly departBy: Instant | null;
  readonly arriveBy: Instant | null;
  readonly rules?: RuleSettings | undefined;
  readonly state: TransitState;
  readonly departedAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

/** The steps a person takes with a transit, the states they may be taken from, and the state they lead to. */
export const TRANSIT_STEPS = {
  seal: { from: ['registered'], to: 'sealed' },
  depart: { from: ['sealed'], to: 'in_transit' },
  arrive: { from: ['in_transit'], to: 'arrived' },
  close: { from: ['arrived'], to: 'closed' },
  cancel: { from: ['registered', 'sealed', 'in_transit'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly TransitState[]; to: TransitState }>;
export type TransitStep = keyof typeof TRANSIT_STEPS;

/** Whose step it is: of the office where it leaves, of the office where it arrives, or of either. */
export const STEP_TAKEN_AT: Readonly<Record<TransitStep | 'approve', 'from' | 'to' | 'either'>> = {
  seal: 'from',
  approve: 'from',
  depart: 'from',
  arrive: 'to',
  close: 'to',
  cancel: 'either',
};

/** The states in which the seals of a transit are watched by the engine: from its registration until it is over. */
export function isWatched(state: TransitState): boolean {
  return state !== 'closed' && state !== 'cancelled';
}

/** The steps that the engine finds by itself, and proposes. */
export const FOUND_STEPS = ['depart', 'arrive'] as const satisfies readonly TransitStep[];
export type FoundStep = (typeof FOUND_STEPS)[number];

/** Who takes a step that was found: an officer, or the office's setting by itself. */
export const CONFIRMS = ['officer', 'itself'] as const;
export type Confirms = (typeof CONFIRMS)[number];

/** How a step was taken that had been found: `confirmed` by an officer as it was proposed, or by the office's setting. */
export const STEP_TAKINGS = ['confirmed', 'itself'] as const;
export type StepTaking = (typeof STEP_TAKINGS)[number];

/**
 * What is said of a journey beside its steps: of proposals, that a gate or the seals have seen as well what the other had told of, and of
 * evidence against a step that was taken.
 */
export const JOURNEY_NOTES = [
  'proposed',
  'proposal_moved',
  'proposal_withdrawn',
  'gate_confirmed',
  'seal_confirmed',
  'contradicted',
  'contradiction_withdrawn',
] as const;
export type JourneyNoteKind = (typeof JOURNEY_NOTES)[number];

/** What a line of a transit's timeline can be about. */
export const TIMELINE_KINDS = [
  'step',
  ...JOURNEY_NOTES,
  'checkpoint_passed',
  'checkpoint_missed',
  'alarm_opened',
  'alarm_revealed',
  'alarm_reopened',
  'alarm_corrected',
  'alarm_merged',
  'alarm_act',
  'alarm_ended',
  'passage',
  'case',
  ...EXCEPTION_NOTES,
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
