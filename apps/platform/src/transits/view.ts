import type { AlarmActSays, TimelineEntry, TransitView } from '@haidang/contract';
import { formatInstant, type FoundStep, type Instant } from '@haidang/domain';
import type { TimelineRecord, TransitRecord } from '@haidang/store';
import type { Progress } from './progress.js';

/** @param progress where it is, as the engine knows it; without it that is left out */
export function transitView(record: TransitRecord, progress: Progress = {}): TransitView {
  const { approvedAt, proposal, contradicted, checkpoints, incident } = record;
  return {
    id: record.id,
    number: record.number,
    declaration: record.declaration,
    regime: record.regime,
    from: record.from,
    to: record.to,
    carrierId: record.carrierId,
    vehicle: record.vehicle,
    containers: [...record.containers],
    routeId: record.routeId,
    departBy: timeOrNull(record.departBy),
    arriveBy: timeOrNull(record.arriveBy),
    ...(record.rules !== undefined && { rules: record.rules }),
    state: record.state,
    departedAt: timeOrNull(record.departedAt),
    arrivedAt: timeOrNull(record.arrivedAt),
    createdAt: formatInstant(record.createdAt),
    ...(approvedAt !== null && { approvedAt: formatInstant(approvedAt) }),
    ...(proposal !== null && { proposed: { step: proposal.step, at: formatInstant(proposal.at) } }),
    ...(contradicted.length > 0 && { contradicted: contradicted.map((step) => againstOf(record, step)) }),
    ...witnessesOf(record),
    ...progress,
    ...(checkpoints.length > 0 && {
      checkpoints: checkpoints.map(({ zoneId, passedAt, missedAt }) => ({
        zoneId,
        ...(passedAt !== null && { passedAt: formatInstant(passedAt) }),
        ...(missedAt !== null && { missedAt: formatInstant(missedAt) }),
      })),
    }),
    ...(record.splitFrom !== null && { splitFrom: record.splitFrom }),
    revision: record.revision,
    ...(record.alarms > 0 && { alarms: record.alarms }),
    ...(record.waiting > 0 && { waiting: record.waiting }),
    ...(incident !== null && {
      incident: {
        ...{ id: incident.id, kind: incident.kind, text: incident.text, at: formatInstant(incident.at) },
        ...(incident.by !== null && { by: incident.by }),
        ...(incident.evidence.length > 0 && { evidence: [...incident.evidence] }),
      },
    }),
  };
}

/** What is seen instead of a step that was taken. */
function againstOf({ witnesses: { seal, gate } }: TransitRecord, step: FoundStep) {
  const key = step === 'depart' ? 'departedAt' : 'arrivedAt';
  const at = seal[key] ?? gate[key];
  return { step, ...(at !== null && { at: formatInstant(at) }) };
}

function witnessesOf({ witnesses: { seal, gate } }: TransitRecord): Pick<TransitView, 'witnesses'> {
  const seen = (bySeal: Instant | null, byGate: Instant | null) => ({
    ...(bySeal !== null && { seal: formatInstant(bySeal) }),
    ...(byGate !== null && { gate: formatInstant(byGate) }),
  });
  const departure = seen(seal.departedAt, gate.departedAt);
  const arrival = seen(seal.arrivedAt, gate.arrivedAt);
  const witnesses = {
    ...(Object.keys(departure).length > 0 && { departure }),
    ...(Object.keys(arrival).length > 0 && { arrival }),
  };
  return Object.keys(witnesses).length > 0 ? { witnesses } : {};
}

export function timelineEntry(record: TimelineRecord): TimelineEntry {
  return {
    time: formatInstant(record.time),
    kind: record.kind,
    what: record.what,
    ...(record.alarmId !== null && { alarmId: record.alarmId }),
    ...(record.passageId !== null && { passageId: record.passageId }),
    ...(record.reason !== null && { reason: record.reason }),
    ...(record.how !== null && { how: record.how }),
    ...(record.at !== null && { at: formatInstant(record.at) }),
    ...(record.recordedAt !== null && { recordedAt: formatInstant(record.recordedAt) }),
    ...(record.by !== null && { by: record.by }),
    ...(record.exceptionId !== null && { exceptionId: record.exceptionId }),
    ...(record.container !== null && { container: record.container }),
    ...(record.was !== null && { was: record.was }),
    ...(record.isNow !== null && { isNow: record.isNow }),
    ...(record.alarm !== null && { alarm: record.alarm }),
    // the desk's own words for them were checked as they were written
    ...(record.act !== null && { act: record.act as AlarmActSays }),
  };
}

function timeOrNull(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
