import type { Instant } from '@haidang/domain';
import type { FoundAlarm, GateWitness } from '@haidang/store';
import { movementsOf } from './movements.js';
import { mismatch } from './rules/mismatch.js';
import { notEligible } from './rules/not-eligible.js';
import { places } from './rules/places.js';
import { unreported, unseen } from './rules/reports.js';
import { contradiction, separated } from './rules/seals.js';
import type { Story } from './story.js';
import type { JoinRule, Told } from './telling.js';
import { witnessesOf } from './witnesses.js';

/** One a kind of alarm, in the order of `OF_GATES`; the second tells two. */
const RULES: readonly JoinRule[] = [
  separated,
  mismatch,
  notEligible,
  unreported,
  unseen,
  places,
  contradiction,
];

export interface Judged {
  readonly findings: readonly FoundAlarm[];
  /** What gates saw of its transits, where that is not as it was written down. */
  readonly witnesses: readonly GateWitness[];
  /** When time itself may change it; null: only facts can. */
  readonly due: Instant | null;
}

/**
 * What follows from what is known of a container. Pure: the same facts give the same findings, each by the same key, in whatever order the facts
 * came and however often.
 */
export function judge(story: Story, now: Instant): Judged {
  const told: Told = { story, movements: movementsOf(story), now };
  const findings = RULES.flatMap((rule) => [...rule.findings(told)]);
  const dues = RULES.flatMap((rule) => [...(rule.dues?.(told) ?? [])]).filter((due) => due > now);
  return {
    findings,
    witnesses: witnessesOf(story, told.movements),
    due: dues.length === 0 ? null : Math.min(...dues),
  };
}
