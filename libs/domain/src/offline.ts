import { isContainerNumber } from './container-number.js';
import { HOLD_REASONS, type Direction, type Verdict } from './passage.js';
import { normalisePlate } from './plate.js';
import { HOUR, MINUTE, type Instant, type Millis } from './time.js';
import type { Means } from './exception.js';
import type { TransitState } from './transit.js';

/** What a gatehouse does with its list when the list has expired: every exit is held, or the list is believed until there is a newer one. */
export const AFTER_EXPIRY = ['hold', 'allow_listed'] as const;
export type AfterExpiry = (typeof AFTER_EXPIRY)[number];

/** How a facility's gates work without a network. */
export interface OfflinePolicy {
  /** How long a list is good for. */
  readonly listMinutes: number;
  readonly afterExpiry: AfterExpiry;
}

/** Where a facility has said nothing. */
export const OFFLINE_POLICY: OfflinePolicy = { listMinutes: 240, afterExpiry: 'hold' };
/** A list lives at least and at most so long. Minutes. */
export const LIST_MINUTES = { least: 15, most: 24 * 60 } as const;

/** Why a gatehouse without a network held, besides what speaks against a truck: it has no list that it may trust, or the list has expired. */
export const LIST_REASONS = ['list_missing', 'list_expired'] as const;
export const OFFLINE_REASONS = [...LIST_REASONS, ...HOLD_REASONS] as const;
export type OfflineReason = (typeof OFFLINE_REASONS)[number];

/**
 * What a list cannot know: what customs or another gate did since it was made; where the electronic seal is and whether it is closed; whether an
 * alarm of its transit is open.
 */
export const NOT_CHECKED = ['since_list', 'seal', 'alarms'] as const;
export type NotChecked = (typeof NOT_CHECKED)[number];

/** What speaks against a container beside its eligibility. */
export const LISTED_HOLDS = ['segregated', 'scan_outstanding', 'eligibility_suspended'] as const;
export type ListedHold = (typeof LISTED_HOLDS)[number];

interface Listed {
  readonly container: string;
  readonly carrierSeal: string | null;
  readonly plate: string | null;
}

/** That a container may leave, as the list has it. */
export interface ListedEligible extends Listed {
  readonly declaration: string;
  readonly officerConfirmed: boolean;
  readonly validUntil: Instant | null;
  readonly holds: readonly ListedHold[];
}

/** A container of a transit from or to the facility. */
export interface ListedTransit extends Listed {
  readonly sealId: string | null;
  readonly means: Means;
  readonly state: TransitState;
  readonly approved: boolean;
  readonly holds: readonly ListedHold[];
}

/** What a gatehouse decides from without a network: one facility's, signed, and checked before it is believed. By container. */
export interface OfflineList {
  readonly id: string;
  readonly facilityId: string;
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly afterExpiry: AfterExpiry;
  readonly eligible: ReadonlyMap<string, ListedEligible>;
  readonly transits: ReadonlyMap<string, ListedTransit>;
  readonly expected: ReadonlyMap<string, Listed>;
}

/** What an officer at a gate without a network sees of a truck. Absent values are `null`. */
export interface SeenOffline {
  readonly direction: Direction;
  /** Normalised. */
  readonly container: string | null;
  /** Normalised. */
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  readonly sealId: string | null;
}

export interface OfflineVerdict {
  readonly verdict: Verdict;
  /** In the order in which a reader should hear them. */
  readonly reasons: readonly OfflineReason[];
  readonly notChecked: readonly NotChecked[];
}

/** A decision that was made at a gate without a network, as it is told afterwards. */
export interface DecidedOffline {
  /** Of the list from which it was decided; `null`: there was none. */
  readonly listId: string | null;
  readonly listAt: Instant | null;
  readonly listExpiresAt: Instant | null;
  readonly verdict: Verdict;
  readonly reasons: readonly OfflineReason[];
  /** Who stood there. */
  readonly by: string;
}

/**
 * Decides from the list alone, by the gates' own rules as far as the list knows (docs/gates.md): what it does not know it says. What was let out
 * since the list was made has used its papers up.
 * @param isUsed whether this gatehouse let the container out since the list was made
 */
export function decideOffline(
  seen: SeenOffline,
  list: OfflineList | null,
  isUsed: (container: string) => boolean,
  now: Instant,
): OfflineVerdict {
  const against = new Set<OfflineReason>(reasonsOf(seen, list, isUsed, now));
  const reasons = OFFLINE_REASONS.filter((reason) => against.has(reason));
  return { verdict: reasons.length === 0 ? 'pass' : 'hold', reasons, notChecked: notCheckedOf(seen, list) };
}

/** What the list cannot know of a truck. */
export function notCheckedOf(
  { direction, container }: Pick<SeenOffline, 'direction' | 'container'>,
  list: OfflineList | null,
): readonly NotChecked[] {
  const onTransit = container !== null && list?.transits.has(container) === true;
  return direction === 'out' && onTransit ? NOT_CHECKED : ['since_list'];
}

function* reasonsOf(
  seen: SeenOffline,
  list: OfflineList | null,
  isUsed: (container: string) => boolean,
  now: Instant,
): Generator<OfflineReason> {
  const { container } = seen;
  const isOut = seen.direction === 'out';
  if (list === null) yield 'list_missing';
  else if (isOut && now > list.expiresAt && list.afterExpiry === 'hold') yield 'list_expired';
  if (container === null) return yield 'container_unread';
  if (!isContainerNumber(container)) return yield 'container_invalid';
  if (list === null) return;
  if (isOut && isUsed(container)) return yield 'eligibility_used';
  const transit = list.transits.get(container);
  if (isOut) yield* againstOut(seen, list.eligible.get(container), transit, now);
  else yield* againstIn(seen, list.expected.get(container), transit);
}

function* againstOut(
  seen: SeenOffline,
  eligible: ListedEligible | undefined,
  transit: ListedTransit | undefined,
  now: Instant,
): Generator<OfflineReason> {
  if (eligible === undefined && transit === undefined) return yield 'not_eligible';
  yield* eligible?.holds ?? [];
  yield* transit?.holds ?? [];
  if (eligible !== undefined && transit === undefined) {
    if (eligible.validUntil !== null && now > eligible.validUntil) yield 'eligibility_expired';
    if (!eligible.officerConfirmed) yield 'not_confirmed';
  }
  if (transit?.state === 'registered') yield 'transit_not_started';
  if (transit?.state === 'sealed' && !transit.approved) yield 'transit_not_approved';
  if (differs(seen.carrierSeal, eligible?.carrierSeal ?? transit?.carrierSeal)) yield 'carrier_seal_mismatch';
  if (transit !== undefined && seen.sealId !== null && seen.sealId !== transit.sealId) yield 'seal_mismatch';
  // a barge's or a train's name is on no truck
  const plate = transit === undefined ? eligible?.plate : transit.means === 'truck' ? transit.plate : null;
  if (differs(seen.plate, plate)) yield 'plate_mismatch';
}

function* againstIn(
  { carrierSeal }: SeenOffline,
  expected: Listed | undefined,
  transit: ListedTransit | undefined,
): Generator<OfflineReason> {
  if (expected === undefined && transit === undefined) yield 'not_expected';
  if (differs(carrierSeal, expected?.carrierSeal ?? transit?.carrierSeal)) yield 'carrier_seal_mismatch';
}

function differs(seen: string | null, declared: string | null | undefined): boolean {
  return seen !== null && declared != null && normalisePlate(seen) !== normalisePlate(declared);
}

/** A list is renewed before half its life is over, and oftener where it lives long. */
export function refreshAfter({ at, expiresAt }: Pick<OfflineList, 'at' | 'expiresAt'>): Millis {
  return Math.min((expiresAt - at) / 3, HOUR / 4);
}

/** When a list that is made now expires. */
export function expiryOf(at: Instant, { listMinutes }: OfflinePolicy): Instant {
  return at + listMinutes * MINUTE;
}
