import type { CaseActView, CaseView } from '@haidang/contract';
import type { CaseActRecord, CaseRecord } from '@haidang/store';
import { given } from '../papers/view.js';

/** A case's row; out of the outbox it comes as JSON, where instants are text. */
export type CaseRow = {
  readonly [K in keyof CaseRecord]: CaseRecord[K] | (Date extends CaseRecord[K] ? string : never);
};

/** A case in the contract's form; what is absent is left out. */
export function caseView(row: CaseRow): CaseView {
  const { id, number, facility_id: facilityId, kind, source, state } = row;
  return {
    ...{ id, number, facilityId, kind, source, state },
    ...given({
      ...{ container: row.container, declaration: row.declaration, companyId: row.company_id },
      ...{ transitId: row.transit_id, gateId: row.gate_id, alarmId: row.alarm_id },
      ...{ portMessageId: row.port_message_id, description: row.description, details: row.details },
      ...{ assignee: row.assignee, openedBy: row.opened_by },
      ...{ decision: row.decision, decisionReason: row.decision_reason, decidedBy: row.decided_by },
      ...{ outcome: row.outcome, outcomeReason: row.outcome_reason, closedBy: row.closed_by },
      ...{ decidedAt: isoOf(row.decided_at), closedAt: isoOf(row.closed_at) },
    }),
    segregated: isSetApart(row),
    openedAt: isoOf(row.opened_at)!,
  };
}

/** Its container stands apart on its account. */
export function isSetApart({ segregated_at, freed_at }: CaseRow): boolean {
  return segregated_at !== null && freed_at === null;
}

/** What whoever carries the goods is told: what it is about and what was decided; not how it came up, nor who works on it. */
export function caseForCarrier(view: CaseView): CaseView {
  const {
    alarmId: _a,
    portMessageId: _p,
    description: _d,
    details: _s,
    assignee: _w,
    openedBy: _o,
    ...rest
  } = view;
  return rest;
}

export function caseActView({ at, what, by, text, data }: CaseActRecord): CaseActView {
  return { at: isoOf(at)!, what, ...given({ by, text, data }) };
}

function isoOf(instant: Date | string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
