import type { TransitState } from './transit.js';

/**
 * What an officer approves on the way otherwise than it was planned (Circular 38/2015 as amended by 39/2018, Art. 50: who carries the goods
 * keeps route, time and seal, and reports force majeure), and what is only reported.
 */
export const EXCEPTION_KINDS = [
  'reroute',
  'replace_seal',
  'change_vehicle',
  'split',
  'end_early',
  'incident',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** `waiting` for an officer until it is decided, or `withdrawn` by who asked for it; an incident is `reported`, and nobody approves it. */
export const EXCEPTION_STATES = ['waiting', 'approved', 'refused', 'withdrawn', 'reported'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** Why a seal is replaced. */
export const SEAL_CAUSES = ['battery', 'damage', 'other'] as const;
export type SealCause = (typeof SEAL_CAUSES)[number];

/** What happened to a truck on its way. */
export const INCIDENT_KINDS = [
  'breakdown',
  'accident',
  'road_closed',
  'force_majeure',
  'seal_fault',
  'other',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** While the goods are sealed, until the office of destination has closed it. */
export const INCIDENT_IN: readonly TransitState[] = ['sealed', 'in_transit', 'arrived'];

/** In which states of the transit each is possible. Before it is sealed nothing is an exception: what was entered is changed. */
export const EXCEPTION_IN: Readonly<Record<ExceptionKind, readonly TransitState[]>> = {
  reroute: ['in_transit'],
  replace_seal: ['sealed', 'in_transit'],
  change_vehicle: ['sealed', 'in_transit'],
  split: ['in_transit'],
  end_early: ['in_transit'],
  incident: INCIDENT_IN,
};

/** How a transit ended before its destination: at another place, or back where it came from. */
export const EARLY_ENDS = ['elsewhere', 'taken_back'] as const;
export type EarlyEnd = (typeof EARLY_ENDS)[number];

/** What carries a container. A gate reads the plates of trucks alone. */
export const MEANS = ['truck', 'barge', 'rail'] as const;
export type Means = (typeof MEANS)[number];

/** What carries containers, and how it is known: by its plate, or a barge's or train's name. */
export interface Vehicle {
  readonly plate: string;
  readonly trailer?: string | undefined;
  /** Absent: a truck. */
  readonly means?: Means | undefined;
}

/** What a line of the timeline says of an exception. */
export const EXCEPTION_NOTES = [
  'exception_asked',
  'exception_approved',
  'exception_refused',
  'exception_withdrawn',
  'incident',
] as const;
