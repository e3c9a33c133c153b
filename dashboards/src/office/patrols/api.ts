import type { AlarmView, PatrolView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, patch, post } from '../../shared/api/client.js';

export const patrolsQuery = queryOptions({
  queryKey: ['patrols'],
  queryFn: async ({ signal }) => (await get<{ items: PatrolView[] }>('/patrols', { signal })).items,
  refetchInterval: 30 * SECOND,
});

/** What a patrol was sent to, as it stands now. */
export function alarmQuery(id: string | undefined) {
  return queryOptions({
    queryKey: ['patrol-alarm', id],
    queryFn: ({ signal }) => get<AlarmView>(`/alarms/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: 30 * SECOND,
  });
}

export interface PatrolChange {
  readonly onDuty?: boolean;
  readonly contact?: string;
  readonly place?: { readonly lat: number; readonly lon: number } | null;
}

/** @throws ApiError `forbidden`: the office of its facility keeps it */
export function changePatrol(id: string, change: PatrolChange): Promise<PatrolView> {
  return patch(`/patrols/${encodeURIComponent(id)}`, change);
}

export function addPatrol(patrol: {
  id: string;
  name: string;
  kind: string;
  facilityId: string;
  contact: string;
}): Promise<PatrolView> {
  return post('/patrols', patrol);
}
