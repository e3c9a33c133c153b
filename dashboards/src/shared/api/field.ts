import type {
  AlarmView,
  DispatchView,
  EvidenceView,
  RespondersView,
  WhereaboutsView,
} from '@haidang/contract';
import { MINUTE, SECOND, type DispatchState, type FieldOutcome } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, post, postFile } from './client.js';

const of = (alarmId: string) => `/alarms/${encodeURIComponent(alarmId)}`;

/** Who may be sent, the nearest first, and to where it is near. */
export function respondersQuery(alarmId: string) {
  return queryOptions({
    queryKey: ['responders', alarmId],
    queryFn: ({ signal }) => get<RespondersView>(`${of(alarmId)}/responders`, { signal }),
    staleTime: 0,
  });
}

/** Where the truck is that somebody is on the way to. */
export function whereaboutsQuery(alarmId: string) {
  return queryOptions({
    queryKey: ['whereabouts', alarmId],
    queryFn: ({ signal }) => get<WhereaboutsView>(`${of(alarmId)}/whereabouts`, { signal }),
    refetchInterval: 15 * SECOND,
  });
}

/** Who was sent, the latest first. */
export function dispatchesQuery(alarmId: string) {
  return queryOptions({
    queryKey: ['dispatches', alarmId],
    queryFn: async ({ signal }) =>
      (await get<{ items: DispatchView[] }>(`${of(alarmId)}/dispatches`, { signal })).items,
    staleTime: MINUTE,
  });
}

export function dispatchTo(alarm: AlarmView, patrolId: string, message: string): Promise<AlarmView> {
  const seen = { revision: alarm.revision, acts: alarm.acts ?? 0 };
  return post(`${of(alarm.id)}/dispatch`, { ...seen, patrolId, message });
}

/** What those who were sent tell. */
export interface Told {
  readonly state: Exclude<DispatchState, 'sent'>;
  readonly outcome?: FieldOutcome;
  readonly text?: string;
  readonly evidence?: readonly string[];
}

export function reportFromField(alarm: AlarmView, told: Told): Promise<AlarmView> {
  return post(`${of(alarm.id)}/dispatches/${alarm.response!.dispatchId}/report`, told);
}

/** Uploads a picture from the spot: of the facility of those who took it, and of the transit and the container that it shows. @returns its id */
export async function uploadFrom(
  { response, transitId, containerNumber }: AlarmView,
  file: File,
): Promise<string> {
  const form = new FormData();
  const about = { facilityId: response?.facilityId, transitId, container: containerNumber };
  for (const [name, value] of Object.entries(about)) if (value !== undefined) form.append(name, value);
  form.append('file', file);
  return (await postFile<EvidenceView>('/evidence', form)).id;
}
