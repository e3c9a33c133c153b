import type { TimelineEntry, TransitView } from '@haidang/contract';
import { formatInstant, type Instant } from '@haidang/domain';
import type { TimelineRecord, TransitRecord } from '@haidang/store';

export function transitView(record: TransitRecord): TransitView {
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
  };
}

export function timelineEntry(record: TimelineRecord): TimelineEntry {
  return {
    time: formatInstant(record.time),
    kind: record.kind,
    what: record.what,
    ...(record.alarmId !== null && { alarmId: record.alarmId }),
    ...(record.passageId !== null && { passageId: record.passageId }),
    ...(record.reason !== null && { reason: record.reason }),
  };
}

function timeOrNull(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
