import type { Instant } from './time.js';

export type Direction = 'in' | 'out';

/** What a gate camera or the gatehouse saw at a lane. Identified by (`gateId`, `id`). Absent values are `null`. */
export interface Passage {
  readonly id: string;
  readonly time: Instant;
  readonly direction: Direction;
  readonly lane: string | null;
  /** As read, normalised; it need not be a valid number. */
  readonly container: string | null;
  /** 0 to 1. */
  readonly containerConfidence: number | null;
  readonly plate: string | null;
  /** 0 to 1. */
  readonly plateConfidence: number | null;
  readonly sealId: string | null;
  readonly carrierSeal: string | null;
  readonly damage: boolean | null;
  readonly images: readonly string[];
  readonly source: string | null;
}

export type Verdict = 'pass' | 'hold';

/** Why a passage is held. The order is that in which a reader should hear them. */
export const HOLD_REASONS = [
  'container_unread',
  'container_invalid',
  'not_expected',
  'already_inside',
  'segregated',
  'not_eligible',
  'wrong_facility',
  'eligibility_suspended',
  'eligibility_cancelled',
  'eligibility_used',
  'eligibility_expired',
  'not_confirmed',
  'transit_not_started',
  'transit_not_approved',
  'scan_outstanding',
  'carrier_seal_mismatch',
  'seal_mismatch',
  'seal_unarmed',
  'seal_elsewhere',
  'seal_unheard',
  'plate_mismatch',
  'open_critical_alarm',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** A number on file that a camera may have misread: shown to the gatehouse, never taken by itself. */
export interface Suggestion {
  readonly container: string;
  /** How many characters were read otherwise. */
  readonly differing: number;
}

export interface Decision {
  readonly passageId: string;
  readonly gateId: string;
  readonly time: Instant;
  readonly verdict: Verdict;
  readonly reasons: readonly HoldReason[];
  readonly container: string | null;
  readonly direction: Direction;
  /** Of a container that was not read, or is not on file: which it may be. Absent where there is none. */
  readonly suggestions?: readonly Suggestion[];
}
