import type { DecisionView, OfflineView, PassageView } from '@haidang/contract';
import { formatInstant, type Decision, type Instant } from '@haidang/domain';
import type { OfflineMark, PassageRecord } from '@haidang/store';
import { given, timeOf } from '../papers/view.js';

type Seen = Pick<PassageRecord, 'gateId' | 'passage' | 'decision'> &
  Partial<Pick<PassageRecord, 'override' | 'offline'>>;

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
  { gateId, passage, decision, override = null, offline = null }: Seen,
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
    ...(offline !== null && { decidedOffline: offlineView(offline) }),
  };
}

export function offlineView({ decided, judged, seen, caseId }: OfflineMark): OfflineView {
  const { listId, listAt, listExpiresAt, verdict, reasons, by } = decided;
  return {
    ...given({ listId, listAt: timeOf(listAt), listExpiresAt: timeOf(listExpiresAt) }),
    ...{ verdict, reasons: [...reasons], by, judged: [...judged] },
    ...given({ sameAs: seen, caseId }),
  };
}
