import type { Instant } from './time.js';

/** Why a container is, or will be, at a facility. */
export const PURPOSES = ['import', 'export', 'transit', 'warehouse'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The channel a declaration was put into: cleared by itself, by its papers, by looking. */
export const CHANNELS = ['green', 'yellow', 'red'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What is decided of a declaration: entered, cleared, released before it is cleared, let into storage, taken back. */
export const DECLARATION_STATUSES = ['registered', 'cleared', 'released', 'stored', 'cancelled'] as const;
export type DeclarationStatus = (typeof DECLARATION_STATUSES)[number];

/**
 * Messages of customs to a port by their form number (Circular 38/2015, Appendix X): containers (01) and bulk goods (02) to be discharged,
 * containers to be scanned (03), what a bonded warehouse or CFS expects (08). And `departure`, which is of no form: what a vessel took, as its
 * departure manifest says.
 */
export const MANIFEST_FORMS = ['01', '02', '03', '08', 'departure'] as const;
export type ManifestForm = (typeof MANIFEST_FORMS)[number];

/**
 * And with them what is eligible to pass, a container (04) or bulk goods (05), and what became of that (06, 07). `case`: a container of a case
 * is to be set apart, or is free again; no form number of it is known, and the word is ours.
 */
export const NOTICE_FORMS = ['01', '02', '03', '04', '05', '06', '07', '08', 'case'] as const;
export type NoticeForm = (typeof NOTICE_FORMS)[number];

/** Form 04/05: eligible to pass the surveillance area; 06 and 07 suspend, resume and cancel it; passing out uses it up. */
export const ELIGIBILITY_STATES = ['eligible', 'suspended', 'cancelled', 'used'] as const;
export type EligibilityState = (typeof ELIGIBILITY_STATES)[number];

/** What an officer may do with it (forms 06, 07), from which states; one that was used is a pass that was confirmed. */
export const ELIGIBILITY_ACTS = {
  suspend: { from: ['eligible'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'eligible' },
  cancel: { from: ['eligible', 'suspended', 'used'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly EligibilityState[]; to: EligibilityState }>;
export type EligibilityAct = keyof typeof ELIGIBILITY_ACTS;

/** A port took a message of customs, or could not: then it says why. */
export const RECEIPT_STATUSES = ['received', 'refused'] as const;
export type ReceiptStatus = (typeof RECEIPT_STATUSES)[number];

/** What a port says of a message that it got. */
export interface Receipt {
  readonly noticeId: string;
  readonly time: Instant;
  readonly status: ReceiptStatus;
  readonly reason: string | null;
}

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
  /** Used up by a port's report of an exit at this time, of which no camera has told yet. */
  readonly unseenExitAt: Instant | null;
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
