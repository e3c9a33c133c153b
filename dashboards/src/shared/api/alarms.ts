import type { AlarmLineView, AlarmView, DeskPersonView } from '@haidang/contract';
import { MINUTE, type AlarmEnding } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { ApiError, get, post } from './client.js';

/** What an operator can find of an alarm: it was one, it was none, what happened was permitted, or what it rests on was wrong and is put right. */
export const RESOLUTIONS = ['true', 'false', 'permitted', 'corrected'] as const satisfies AlarmEnding[];
export type Resolution = (typeof RESOLUTIONS)[number];

/** The alarm is not any more what the author acted on: its evidence grew, or somebody was there first. */
const MOVED_ON = ['alarm_changed', 'alarm_acted_on', 'wrong_state'];

/** Bound to what the author saw of it: where that has moved on, it is refused and changes nothing. */
function act(alarm: AlarmView, what: string, body: object = {}): Promise<AlarmView> {
  const seen = { revision: alarm.revision, acts: alarm.acts ?? 0 };
  return post(`/alarms/${encodeURIComponent(alarm.id)}/${what}`, { ...seen, ...body });
}

export const acknowledge = (alarm: AlarmView) => act(alarm, 'acknowledge');
export const assign = (alarm: AlarmView, toId: string) => act(alarm, 'assign', { toId });
export const comment = (alarm: AlarmView, text: string) => act(alarm, 'comment', { text });
export const escalate = (alarm: AlarmView, reason: string) => act(alarm, 'escalate', { reason });
export const shelve = (alarm: AlarmView, until: string, reason: string) =>
  act(alarm, 'shelve', { until, reason });
export const unshelve = (alarm: AlarmView) => act(alarm, 'unshelve');
/** It is dealt with. */
export const resolve = (alarm: AlarmView, ending: Resolution, text: string) =>
  act(alarm, 'resolve', { ending, ...(text === '' ? {} : { text }) });

/** One alarm, in whatever state. */
export function alarmQuery(id: string) {
  return queryOptions({
    queryKey: ['alarm', id],
    queryFn: ({ signal }) => get<AlarmView>(`/alarms/${encodeURIComponent(id)}`, { signal }),
    staleTime: MINUTE,
  });
}

/** Who did what with an alarm, in order. */
export function alarmHistoryQuery(id: string) {
  return queryOptions({
    queryKey: ['alarm-history', id],
    queryFn: async ({ signal }) =>
      (await get<{ items: AlarmLineView[] }>(`/alarms/${encodeURIComponent(id)}/history`, { signal })).items,
    staleTime: MINUTE,
  });
}

/** To whom an alarm can be given. */
export const deskPeopleQuery = queryOptions({
  queryKey: ['desk-people'],
  queryFn: async ({ signal }) => (await get<{ items: DeskPersonView[] }>('/desk/people', { signal })).items,
  staleTime: MINUTE,
});

/** The alarm as it is now, out of a refusal because it has moved on. */
export function movedOn(error: unknown): AlarmView | undefined {
  if (!(error instanceof ApiError) || !MOVED_ON.includes(error.code)) return undefined;
  return error.members['alarm'] as AlarmView | undefined;
}
