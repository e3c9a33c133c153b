import type { DecisionView, PassageView } from '@haidang/contract';
import { formatInstant, type Decision, type Instant } from '@haidang/domain';
import type { PassageRecord } from '@haidang/store';

type Seen = Pick<PassageRecord, 'gateId' | 'passage' | 'decision'> & Partial<Pick<PassageRecord, 'override'>>;

export function decisionView(decision: Decision): DecisionView {
  const { suggestions, ...rest } = decision;
  return {
    ...rest,
    reasons: [...rest.reasons],
    time: formatInstant(decision.time),
    ...(suggestions !== undefined && { suggestions: [...suggestions] }),
  };
}

export function passageView(
  { gateId, passage, decision, override = null }: Seen,
  receivedAt: Instant,
): PassageView {
  const given = Object.fromEntries(Object.entries(passage).filter(([, value]) => value !== null));
  return {
    ...given,
    id: passage.id,
    direction: passage.direction,
    time: formatInstant(passage.time),
    images: [...passage.images],
    gateId,
    receivedAt: formatInstant(receivedAt),
    decision: decisionView(decision),
    ...(override !== null && { override: { ...override, at: formatInstant(override.at) } }),
  };
}
