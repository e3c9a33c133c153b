import { HOUR, parseInstant, type PortFlag, type StayState } from '@haidang/domain';
import type { PortMessageOf } from '@haidang/contract';
import {
  changeStay,
  findBulkEligibility,
  findNewestEligibility,
  lockStandingStay,
  lockUnreportedGoing,
  travelsOnApproved,
  useUpEligibility,
  type PortEffects,
  type Queryable,
} from '@haidang/store';

/** A port's time of an exit and its camera's are this far apart at most. */
const ONE_EXIT = HOUR;

/** What a report did, and what is odd about it. */
export interface Outcome {
  readonly effects: PortEffects;
  /** What the stay was that it changed. */
  readonly stayWas?: StayState;
  readonly flags: readonly PortFlag[];
}

/**
 * A container went out (form 21; 32 with a container). The papers are asked first and the stay after, in the order in which a gate does, so that
 * the two do not wait for each other.
 */
export async function containerLeft(
  tx: Queryable,
  {
    facilityId,
    container,
    at,
  }: { readonly facilityId: string; readonly container: string; readonly at: string },
): Promise<Outcome> {
  const left = parseInstant(at)!;
  const flags: PortFlag[] = [];
  const eligibility = await findNewestEligibility(tx, facilityId, container);
  const usedNow = eligibility?.state === 'eligible' && (await useUpEligibility(tx, eligibility.id, left));
  const stay =
    (await lockStandingStay(tx, facilityId, container)) ??
    (await lockUnreportedGoing(tx, facilityId, container, left));
  // the gate used it up when the camera saw it go, whether or not anybody had said that it stood here
  const seenAt = eligibility?.seenAt ?? null;
  const isOneExit = seenAt !== null && Math.abs(left - seenAt) <= ONE_EXIT;
  const usedByGate = eligibility?.state === 'used' && (stay?.outSeen === true || isOneExit);
  const travels = eligibility?.state !== 'suspended' && (await travelsOnApproved(tx, facilityId, container));
  if (!usedNow && !usedByGate && !travels) flags.push('not_eligible');
  if (stay === undefined) flags.push('not_standing');
  else await changeStay(tx, stay.id, { outReported: true, outAt: stay.outAt ?? Math.max(left, stay.inAt) });
  return {
    flags,
    effects: { stayId: stay?.id, ...(usedNow && { eligibilityId: eligibility.id }) },
  };
}

/** Bulk goods went out (form 22; 32 without a container): by declaration, in one load or several. */
export async function goodsLeft(
  tx: Queryable,
  message: PortMessageOf<'22'> | PortMessageOf<'32'>,
  last: boolean,
): Promise<Outcome> {
  const { facilityId, declaration, at } = message;
  const eligibility = await findBulkEligibility(tx, facilityId, declaration);
  if (eligibility?.state !== 'eligible') return { flags: ['not_eligible'], effects: {} };
  if (!last) return { flags: [], effects: {} };
  const used = await useUpEligibility(tx, eligibility.id, parseInstant(at)!);
  return used
    ? { flags: [], effects: { eligibilityId: eligibility.id } }
    : { flags: ['not_eligible'], effects: {} };
}
