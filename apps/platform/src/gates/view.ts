import type { DecisionView, PassageView } from '@haidang/contract';
import { formatInstant, type Decision, type Instant } from '@haidang/domain';
import type { PassageRow } from '@haidang/store';

export function decisionView(decision: Decision): DecisionView {
  return { ...decision, reasons: [...decision.reasons], time: formatInstant(decision.time) };
}

export function passageView(row: PassageRow, receivedAt: Instant): PassageView {
  const { passage } = row;
  const given = Object.fromEntries(Object.entries(passage).filter(([, value]) => value !== null));
  return {
    ...given,
    id: passage.id,
    direction: passage.direction,
    time: formatInstant(passage.time),
    images: [...passage.images],
    gateId: row.gateId,
    receivedAt: formatInstant(receivedAt),
    decision: decisionView(row.decision),
  };
}
