import type { Instant } from '@haidang/domain';
import type { FoundAlarm, ToldAlarm } from '@haidang/store';
import { isDeepStrictEqual } from 'node:util';

/** What is new of a container against what was told. */
export interface News {
  readonly said: readonly FoundAlarm[];
  /** Keys. */
  readonly withdrawn: readonly string[];
}

/**
 * What was found and not told so is said; what was told and does not follow from the facts any more is taken back. What began before `since` is
 * neither: not all the facts are at hand that it rests on.
 */
export function newsOf(findings: readonly FoundAlarm[], told: readonly ToldAlarm[], since: Instant): News {
  const known = new Map(told.map((alarm) => [alarm.key, alarm]));
  const found = new Set(findings.map(({ key }) => key));
  return {
    said: findings.filter((finding) => finding.start >= since && !isTold(finding, known.get(finding.key))),
    withdrawn: told
      .filter(({ key, start, isWithdrawn }) => start >= since && !isWithdrawn && !found.has(key))
      .map(({ key }) => key),
  };
}

function isTold(finding: FoundAlarm, told: ToldAlarm | undefined): boolean {
  if (told === undefined || told.isWithdrawn) return false;
  // one that a person resolved has ended with that
  const end = told.state === 'resolved' ? (finding.end ?? told.end) : finding.end;
  const { severity, transitId, sealId, start, why } = finding;
  return isDeepStrictEqual(
    { severity, transitId, sealId, start, end, why },
    {
      severity: told.severity,
      transitId: told.transitId,
      sealId: told.sealId,
      start: told.start,
      end: told.end,
      why: told.why,
    },
  );
}
