import { sealEventBit, type AlarmReason, type Fix } from '@haidang/domain';
import { isOf } from '../moment.js';
import type { Plan } from '../plan.js';
import { ARMED, placeOf, type Hearing, type Rule } from './rule.js';

const UNLOCKED = sealEventBit('unlocked');
const LOCKED = sealEventBit('locked');

/**
 * The seal is unlocked while it is armed. An **unlocking** is a fix that says so (lock state `unlocked` or `open`, or the event `unlocked`)
 * where the one before that spoke of the lock did not leave it unlocked; that it goes on being open is no news. After a fix the lock is what its lock
 * state says; without one, what its event `locked` or `unlocked` says, and locked where it tells both; a fix with none of these says nothing.
 *
 * An unlocking is **permitted** in state arrived, by a card of the plan that the same fix names, while the last believed position is inside a zone
 * of the destination, or by its accuracy may be, and at most `maxGap` old. It is the unlocking that is permitted or not: what comes of it later is not judged again.
 *
 * Opens at once, at the seal's last believed place. Another unlocking until an officer has resolved it is more evidence of the same; one
 * after that is another alarm.
 */
export const unauthorisedUnlock: Rule<boolean> = {
  kind: 'unauthorised_unlock',
  phases: ARMED,
  start: false,
  hear(wasUnlocked, hearing) {
    const { fix, book } = hearing;
    if (!wasUnlocked && tellsUnlocked(fix) && !isPermitted(hearing)) {
      const [place, reason] = [placeOf(hearing), why(hearing)];
      book.begin({
        kind: 'unauthorised_unlock',
        severity: 'critical',
        start: fix.time,
        place,
        why: reason,
      });
    }
    return leavesUnlocked(fix) ?? wasUnlocked;
  },
};

function tellsUnlocked({ lock, events }: Fix): boolean {
  return lock === 'unlocked' || lock === 'open' || (events & UNLOCKED) !== 0;
}

/** @returns undefined when the fix does not speak of the lock. */
function leavesUnlocked({ lock, events }: Fix): boolean | undefined {
  if (lock !== null) return lock !== 'locked';
  if ((events & LOCKED) !== 0) return false;
  return (events & UNLOCKED) !== 0 ? true : undefined;
}

function isPermitted(hearing: Hearing): boolean {
  const { fix, phase, plan } = hearing;
  return phase === 'arrived' && isListed(fix.card, plan) && isAtDestination(hearing);
}

function isAtDestination({ fix, last, plan }: Hearing): boolean {
  if (last === null || fix.time - last.time > plan.rules.maxGap) return false;
  return plan.zones.isIn(last.lat, last.lon, last.accuracy, (zone) => isOf(plan.destination, zone));
}

function why(hearing: Hearing): AlarmReason {
  const { fix, phase, plan } = hearing;
  const measured = {
    lock: fix.lock ?? 'unlocked',
    state: phase,
    card: fix.card === null ? 'none' : isListed(fix.card, plan) ? 'listed' : 'not listed',
    atDestination: isAtDestination(hearing) ? 'yes' : 'no',
  };
  return { rule: 'unauthorised_unlock', settings: { maxGap: plan.rules.maxGap }, measured };
}

/** An office that keeps no list of cards asks for none. */
function isListed(card: string | null, { cards }: Plan): boolean {
  return cards === null || (card !== null && cards.has(card));
}
