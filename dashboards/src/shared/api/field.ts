import type { AlarmView, DispatchView, EvidenceView, PatrolView, ResponderView } from '@haidang/contract';
import { MINUTE, type DispatchState, type FieldOutcome } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, post, postFile } from './client.js';

const of = (alarmId: string) => `/alarms/${encodeURIComponent(alarmId)}`;

/** Who may be sent, the nearest first. */
export function respondersQuery(alarmId: string) {
  return queryOptions({
    queryKey: ['responders', alarmId],
    queryFn: async ({ signal }) =>
      (await get<{ items: ResponderView[] }>(`${of(alarmId)}/responders`, { signal })).items,
    staleTime: 0,
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

/** Uploads a picture from the spot; it belongs to the facility of those who took it. @returns its id */
export async function uploadFrom(patrolId: string, file: File): Promise<string> {
  const { items } = await get<{ items: PatrolView[] }>('/patrols');
  const form = new FormData();
  form.append('facilityId', items.find(({ id }) => id === patrolId)?.facilityId ?? '');
  form.append('file', file);
  return (await postFile<EvidenceView>('/evidence', form)).id;
}
