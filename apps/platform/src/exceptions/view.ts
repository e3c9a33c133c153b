import type { ExceptionView, ListedExceptionView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { ExceptionRecord, ListedException } from '@haidang/store';

export function exceptionView(record: ExceptionRecord): ExceptionView {
  const { container, was, isNow, askedBy, decidedAt, decidedBy, decision } = record;
  return {
    id: record.id,
    transitId: record.transitId,
    kind: record.kind,
    state: record.state,
    at: formatInstant(record.at),
    reason: record.reason,
    fields: { ...record.fields },
    evidence: [...record.evidence],
    ...(container !== null && { container }),
    ...(was !== null && { was }),
    ...(isNow !== null && { isNow }),
    askedAt: formatInstant(record.askedAt),
    ...(askedBy !== null && { askedBy: askedBy.name }),
    ...(decidedAt !== null && { decidedAt: formatInstant(decidedAt) }),
    ...(decidedBy !== null && { decidedBy: decidedBy.name }),
    ...(decision !== null && { decision }),
  };
}

export function listedExceptionView(
  record: ListedException,
  may: Pick<ListedExceptionView, 'mayDecide' | 'mayWithdraw'>,
): ListedExceptionView {
  const { revision, ...transit } = record.transit;
  return {
    ...exceptionView(record),
    transit: { ...transit, ...(may.mayDecide && { revision }) },
    ...may,
  };
}
