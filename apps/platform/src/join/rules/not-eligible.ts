import { HOUR, type HoldReason, type Instant, type Millis } from '@haidang/domain';
import type { FoundAlarm } from '@haidang/store';
import { CLOCKS, isToldLate, verdictOf, type Movement } from '../movements.js';
import type { EligibilityFact, Story } from '../story.js';
import { about, found, isStandingAt, type JoinRule } from '../telling.js';

/** The port's time of an exit may be this far from the camera's, and so may the using up of an eligibility. */
const APART: Millis = HOUR;

/** Judged anew by what is on file, or told by alarms of their own where they hold: a camera misread it, a seal was silent for a while. */
const JUDGED_ELSEWHERE: ReadonlySet<HoldReason> = new Set<HoldReason>([
  'not_eligible',
  'wrong_facility',
  'eligibility_suspended',
  'eligibility_cancelled',
  'eligibility_used',
  'eligibility_expired',
  'not_confirmed',
  'transit_not_started',
  'transit_not_approved',
  'plate_mismatch',
  'seal_elsewhere',
  'seal_unheard',
]);

/** What was wrong with the papers by which it left. */
export type PapersFault =
  | 'none'
  | 'suspended'
  | 'cancelled'
  | 'used'
  | 'expired'
  | 'not_confirmed'
  | 'issued_later'
  | 'transit_not_approved';

/**
 * `not_eligible_exit`: it left, and might not. That it left must be shown: one that is held has not. What a gate let through in time was judged
 * there, and what an officer let through is theirs to answer for. With good papers and held for another reason, it left against the gate's word.
 */
export const notEligible: JoinRule = {
  *findings({ story, movements }) {
    for (const one of movements) {
      if (one.direction === 'in' || one.moved === null || isAnswered(one)) continue;
      const fault = papersFault(story, one);
      if (fault !== null) yield left(story, one, 'not_eligible', fault);
      else if (isHeld(one)) yield left(story, one, 'held');
    }
  },
};

function isAnswered({ passages }: Movement): boolean {
  return passages.some((one) => verdictOf(one) === 'pass' && (one.override !== null || !isToldLate(one)));
}

/** Nobody stood at the barrier of what was told late. */
function isHeld({ passages, moved }: Movement): boolean {
  if (moved === 'passed' || moved === 'told_late') return false;
  return passages.some(
    ({ override, reasons }) => override === 'hold' || reasons.some((reason) => !JUDGED_ELSEWHERE.has(reason)),
  );
}

function left(story: Story, one: Movement, cause: 'not_eligible' | 'held', fault?: PapersFault): FoundAlarm {
  const { measured, ...rest } = about(story, one);
  const reasons = [...new Set(one.passages.flatMap((passage) => passage.reasons))];
  return found(story, {
    ...rest,
    kind: 'not_eligible_exit',
    cause,
    severity: cause === 'held' ? 'major' : 'critical',
    measured: {
      ...measured,
      ...{ cause, papers: fault, shown: one.moved },
      reasons: reasons.length === 0 ? undefined : reasons.join(' '),
    },
  });
}

/** By which papers it could have left at that time; null: by some. */
export function papersFault(story: Story, { facilityId, time, reports }: Movement): PapersFault | null {
  const here = story.eligibilities.filter((one) => one.facilityId === facilityId);
  if (here.some(({ state, changedAt }) => state === 'suspended' && changedAt <= time)) return 'suspended';
  const isUsedHere = (one: EligibilityFact) => reports.some(({ eligibilityId }) => eligibilityId === one.id);
  if (here.some((one) => (isUsedHere(one) && one.issuedAt <= time + CLOCKS) || covers(one, time)))
    return null;
  const legs = story.legs.filter(({ endedAt }) => endedAt === null || endedAt >= time);
  if (legs.some(({ approvedAt }) => approvedAt !== null && approvedAt <= time + CLOCKS)) return null;
  const newest = [...here].sort((a, b) => b.issuedAt - a.issuedAt || (a.id < b.id ? -1 : 1))[0];
  if (newest !== undefined) return faultOf(newest, time);
  return legs.some(({ registeredAt }) => registeredAt <= time) ? 'transit_not_approved' : 'none';
}

function covers(one: EligibilityFact, time: Instant): boolean {
  const isValid = one.validUntil === null || time <= one.validUntil;
  return isStandingAt(one, time, time - APART) && isValid && one.officerConfirmed;
}

function faultOf(one: EligibilityFact, time: Instant): PapersFault {
  if (one.issuedAt > time + CLOCKS) return 'issued_later';
  if (one.state === 'cancelled' && one.changedAt <= time) return 'cancelled';
  if (one.usedAt !== null && one.usedAt < time - APART) return 'used';
  if (one.validUntil !== null && time > one.validUntil) return 'expired';
  return 'not_confirmed';
}
