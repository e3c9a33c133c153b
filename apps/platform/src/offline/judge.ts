import { isContainerNumber, MINUTE, type HoldReason } from '@haidang/domain';
import {
  findLastUse,
  readEligibilityChanges,
  readSeenPassages,
  type PaperEffectRow,
  type Use,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { GateBook } from '../gates/gate-book.js';
import { heldThen, reconcilePassages, type SeenPassage } from '../outages/reconcile.js';
import type { ToldOffline } from './told.js';

/** What the platform makes of a passage that was decided without a network. */
export interface Judged {
  /** What would have held it, by what was known at its time. */
  readonly reasons: readonly HoldReason[];
  /** The camera's passage that it is. */
  readonly seen: SeenPassage | null;
  readonly effect: PaperEffectRow | null;
  /** Its papers were used up by another passage. */
  readonly otherUse: Use | null;
}

/**
 * Judges it by the rules for what was written on paper (outages/reconcile.ts): it happened, and what would have held it is told. What was held
 * did not move, and changes nothing. Which of two exits on one eligibility is told first makes no difference: the second finds it used.
 */
export async function judge(
  { gateId, passage, decided }: ToldOffline,
  facilityId: string,
  { pool, book }: { readonly pool: Pool; readonly book: GateBook },
): Promise<Judged> {
  const { container, time: at } = passage;
  if (container === null || !isContainerNumber(container))
    return {
      reasons: heldThen(gateId, passage, { gates: book, changedAt: new Map() }, (box) => book.papersOf(box)),
      ...NOTHING,
    };
  const changedAt = await readEligibilityChanges(pool, [container]);
  if (decided.verdict === 'hold')
    return {
      reasons: heldThen(gateId, passage, { gates: book, changedAt }, (box) => book.papersOf(box)),
      ...NOTHING,
    };
  const seenOfIt = await readSeenPassages(pool, [container], at - 15 * MINUTE, { offline: 'not' });
  const told = { gateId, at, ...passage, container, passage };
  const [found] = reconcilePassages([told], {
    ...{ gates: book, facilityId, changedAt },
    seen: new Map([[container, seenOfIt]]),
  });
  const { wouldHold, seen, effect } = found!;
  const otherUse = passage.direction === 'out' ? await usedOtherwise() : null;
  return {
    reasons:
      otherUse === null || wouldHold.includes('eligibility_used')
        ? wouldHold
        : [...wouldHold, 'eligibility_used'],
    seen,
    effect:
      effect === null ? null : { ...effect, gateId, passageId: passage.id, endSeen: effect.endedAt !== null },
    otherUse,
  };

  async function usedOtherwise(): Promise<Use | null> {
    const here = book.papersOf(container!).eligibilities.find((one) => one.facilityId === facilityId);
    if (here?.state !== 'used') return null;
    const use = await findLastUse(pool, container!, facilityId);
    const isOwn = (by: { readonly gateId: string; readonly id: string } | null) =>
      by !== null && use?.gateId === by.gateId && use.passageId === by.id;
    return use === undefined || isOwn({ gateId, id: passage.id }) || isOwn(seen) ? null : use;
  }
}

const NOTHING = { seen: null, effect: null, otherUse: null } as const;
