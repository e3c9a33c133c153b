import type { Instant } from './time.js';

/** Why a container is, or will be, at a facility. */
export const PURPOSES = ['import', 'export', 'transit', 'warehouse'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The channel a declaration was put into: cleared by itself, by its papers, by looking. */
export const CHANNELS = ['green', 'yellow', 'red'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Form 04/05: eligible to pass the surveillance area; 06 and 07 suspend, resume and cancel it; passing out uses it up. */
export const ELIGIBILITY_STATES = ['eligible', 'suspended', 'cancelled', 'used'] as const;
export type EligibilityState = (typeof ELIGIBILITY_STATES)[number];

/** That a container may leave one facility (form 04). Absent values are `null`. */
export interface Eligibility {
  readonly id: string;
  readonly facilityId: string;
  readonly declaration: string;
  readonly container: string;
  /** As declared, normalised. */
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  readonly customsSeal: string | null;
  readonly officerConfirmed: boolean;
  readonly state: EligibilityState;
  readonly validUntil: Instant | null;
  readonly issuedAt: Instant;
}

/** That a container will come to a facility (forms 01, 08, or a declaration of export). */
export interface Expected {
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly purpose: Purpose;
  readonly carrierSeal: string | null;
  readonly plate: string | null;
  /** Form 03. */
  readonly scanOrdered: boolean;
}

/**
 * What a container that stands at a facility is: as it landed, emptied (form 20), stuffed (23), set apart (18). Withdrawn: it never was there,
 * as the port reported (17); such a stay has ended.
 */
export const STAY_STATES = ['landed', 'emptied', 'stuffed', 'segregated', 'withdrawn'] as const;
export type StayState = (typeof STAY_STATES)[number];

/** A container's time at a facility that has not ended. */
export interface Stay {
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly purpose: Purpose | null;
  readonly state: StayState;
  readonly carrierSeal: string | null;
  readonly scanOrdered: boolean;
  readonly scannedAt: Instant | null;
  readonly inAt: Instant;
}

/** What is on file of one container, at whatever facilities. */
export interface ContainerPapers {
  /** Newest first; of each facility those that stand, and the last one that was used or cancelled. */
  readonly eligibilities: readonly Eligibility[];
  readonly expected: readonly Expected[];
  readonly stays: readonly Stay[];
}
