import type { DispatchView, PatrolView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { DispatchRecord, PatrolRecord } from '@haidang/store';

const iso = (at: Date): string => formatInstant(at.getTime());

export function patrolView(one: PatrolRecord): PatrolView {
  return {
    ...{ id: one.id, name: one.name, kind: one.kind, facilityId: one.facility_id, contact: one.contact },
    ...{ onDuty: one.on_duty, place: { lat: one.lat, lon: one.lon } },
    ...(one.placed_at !== null && { placedAt: iso(one.placed_at) }),
    busy: one.busy,
    ...(one.busy_with !== null && { busyWith: one.busy_with }),
  };
}

export function dispatchView(one: DispatchRecord): DispatchView {
  return {
    ...{ id: one.id, patrolId: one.patrol_id, patrol: one.patrol, contact: one.contact, state: one.state },
    ...{ message: one.message, sentAt: iso(one.sent_at), evidence: one.evidence },
    ...(one.sent_by !== null && { sentBy: one.sent_by }),
    ...(one.accepted_at !== null && { acceptedAt: iso(one.accepted_at) }),
    ...(one.arrived_at !== null && { arrivedAt: iso(one.arrived_at) }),
    ...(one.ended_at !== null && { endedAt: iso(one.ended_at) }),
    ...(one.outcome !== null && { outcome: one.outcome }),
    ...(one.report !== null && { report: one.report }),
  };
}
