import type { AlarmView } from '@haidang/contract';
import type { NumberedAlarm } from '@haidang/store';

/** An alarm's row; out of the outbox it comes as JSON, where instants are text. */
export type AlarmRow = {
  readonly [K in keyof NumberedAlarm]: NumberedAlarm[K] | (Date extends NumberedAlarm[K] ? string : never);
};

/** An alarm in the contract's form; what is absent is left out. */
export function alarmView(record: AlarmRow): AlarmView {
  return {
    id: record.id,
    kind: record.kind,
    severity: record.severity,
    state: record.state,
    ...(record.ending !== null && { ending: record.ending }),
    ...(record.transit_id !== null && { transitId: record.transit_id }),
    ...(record.transit_number !== null && { transitNumber: record.transit_number }),
    ...(typeof record.route_id === 'string' && { routeId: record.route_id }),
    ...(typeof record.other_transit_id === 'string' && { otherTransitId: record.other_transit_id }),
    ...(record.container_number !== null && { containerNumber: record.container_number }),
    ...(record.seal_id !== null && { sealId: record.seal_id }),
    ...(record.gate_id !== null && { gateId: record.gate_id }),
    ...(typeof record.facility_id === 'string' && { facilityId: record.facility_id }),
    start: isoOf(record.start_at),
    ...(record.end_at !== null && { end: isoOf(record.end_at) }),
    raisedAt: isoOf(record.raised_at),
    late: record.late,
    place: { lat: record.lat, lon: record.lon },
    why: record.why,
    revision: record.revision,
    ...deskView(record),
    comments: record.comments,
  };
}

/** What the desk did with it. */
function deskView(record: AlarmRow): Partial<AlarmView> {
  return {
    ...(record.acts > 0 && { acts: record.acts }),
    ...(record.assignee !== null && { assignee: record.assignee }),
    ...(record.assignee_id !== null && { assigneeId: record.assignee_id }),
    ...(record.acknowledged_at !== null && {
      acknowledged: {
        ...{ at: isoOf(record.acknowledged_at), by: record.acknowledged_by! },
        ...(record.acknowledged_by_id !== null && { byId: record.acknowledged_by_id }),
      },
    }),
    ...(record.worsened_at !== null && {
      worsened: {
        ...{ at: isoOf(record.worsened_at), from: record.worsened_from! },
        ...(record.worsened_under !== null && { by: record.worsened_under }),
      },
    }),
    ...when('resolvedAt', record.resolved_at),
    ...when('onSpotAt', record.on_spot_at),
    ...(record.escalated_at !== null && {
      escalated: {
        at: isoOf(record.escalated_at),
        ...(record.escalated_by !== null && { by: record.escalated_by }),
      },
    }),
    ...(record.response !== null && { response: record.response }),
    ...(record.shelved_until !== null && {
      shelved: {
        until: isoOf(record.shelved_until),
        reason: record.shelve_reason!,
        by: record.shelved_by!,
      },
    }),
  };
}

/** A row out of the outbox may be older than the column. */
function when<Name extends string>(
  name: Name,
  at: Date | string | null | undefined,
): Partial<Record<Name, string>> {
  return at === null || at === undefined ? {} : ({ [name]: isoOf(at) } as Record<Name, string>);
}

function isoOf(instant: Date | string): string {
  return new Date(instant).toISOString();
}
