import type { PortMessage, PortMessageOf } from '@haidang/contract';
import { parseInstant, type CaseKind, type StayState } from '@haidang/domain';
import type { Queryable } from '@haidang/store';
import { randomUUID } from 'node:crypto';
import { openCase } from './open-case.js';

type Discrepancy = PortMessageOf<'18'> | PortMessageOf<'19'>;

const KINDS: Readonly<Record<Discrepancy['kind'], CaseKind>> = {
  number: 'number',
  carrier_seal: 'seal',
  damage: 'damage',
  not_on_list: 'not_on_list',
  quantity: 'quantity',
  other: 'other',
};

export function isDiscrepancy(message: PortMessage): message is Discrepancy {
  return message.form === '18' || message.form === '19';
}

/**
 * A port's report of what does not agree (forms 18, 19) is a case from the moment it is taken: the port sets the container apart and tells the
 * branch at once.
 * @param setApart the stay that the report has set apart, and what it was before
 */
export async function openCaseOfReport(
  tx: Queryable,
  reportId: string,
  report: Discrepancy,
  setApart: { readonly stayId: string; readonly stayWas: StayState } | null,
): Promise<void> {
  const { facilityId, kind, expected, found, goods, note, form, number } = report;
  await openCase(tx, {
    ...{ id: randomUUID(), cause: `port-message/${reportId}`, source: 'port', kind: KINDS[kind], facilityId },
    container: report.form === '18' ? report.container : null,
    declaration: report.form === '19' ? (report.declaration ?? null) : null,
    ...{ transitId: null, gateId: null, alarmId: null, portMessageId: reportId, description: note ?? null },
    details: { form, number, kind, expected, found, goods },
    ...{ setApart, at: parseInstant(report.at)! },
  });
}
