import type { PaperEntryView, PaperImportView } from '@haidang/contract';
import { formatInstant, type PaperDifference } from '@haidang/domain';
import type { PaperEntryRecord, PaperImportRecord } from '@haidang/store';
import { given } from '../papers/view.js';

export function importView(record: PaperImportRecord): PaperImportView {
  const { id, facilityId, outageId, lines, repeated, enteredAt, enteredBy, counts } = record;
  return {
    ...{ id, facilityId, lines, repeated, enteredAt: formatInstant(enteredAt), counts: { ...counts } },
    ...given({ outageId, enteredBy }),
  };
}

export function paperEntryView(record: PaperEntryRecord): PaperEntryView {
  const { sheet, line, gateId, direction, container, vouchedBy, comparison } = record;
  const { plate, carrierSeal, sealId, note, passageId, seenGate, seenPassage } = record;
  return {
    ...{ sheet, line, gateId, direction, container, vouchedBy, comparison },
    ...{ time: formatInstant(record.at), recordedAt: formatInstant(record.recordedAt) },
    ...given({ plate, carrierSeal, sealId, note, passageId }),
    wouldHold: [...record.wouldHold],
    differences: record.differences.map(({ what, ...rest }) => ({ what: what as PaperDifference, ...rest })),
    ...(seenGate !== null && seenPassage !== null && { seen: { gateId: seenGate, passageId: seenPassage } }),
  };
}
