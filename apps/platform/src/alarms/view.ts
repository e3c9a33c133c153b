import type { AlarmView } from '@haidang/contract';
import type { AlarmRecord } from '@haidang/store';

/** An alarm in the contract's form; what is absent is left out. */
export function alarmView(record: AlarmRecord & { readonly transit_number: string | null }): AlarmView {
  return {
    id: record.id,
    kind: record.kind,
    severity: record.severity,
    state: record.state,
    ...(record.ending !== null && { ending: record.ending }),
    ...(record.transit_id !== null && { transitId: record.transit_id }),
    ...(record.transit_number !== null && { transitNumber: record.transit_number }),
    ...(record.container_number !== null && { containerNumber: record.container_number }),
    ...(record.seal_id !== null && { sealId: record.seal_id }),
    ...(record.gate_id !== null && { gateId: record.gate_id }),
    start: record.start_at.toISOString(),
    ...(record.end_at !== null && { end: record.end_at.toISOString() }),
    raisedAt: record.raised_at.toISOString(),
    late: record.late,
    place: { lat: record.lat, lon: record.lon },
    why: record.why,
    revision: record.revision,
    ...(record.assignee !== null && { assignee: record.assignee }),
    comments: record.comments,
  };
}
