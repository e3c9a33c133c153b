import type {
  AlarmView,
  DeskPersonView,
  FixView,
  SealView,
  TrainingActName,
  TrainingAlarmFileView,
  TrainingWorldView,
} from '@haidang/contract';
import { queryOptions } from '@tanstack/react-query';
import { get, post } from '../shared/api/client.js';
import type { DeskApi } from '../shared/api/desk.js';
import { picturesQuery } from '../shared/api/queries.js';
import { drawnTrack } from '../shared/map/drawn-track.js';

/**
 * The desk of a training session: the same acts and questions, of a sandbox. Whoever works in it is the only person there.
 * @param world what does not change while it runs
 */
export function sandboxDesk(sessionId: string, world: TrainingWorldView, self: DeskPersonView): DeskApi {
  const root = `/training/${sessionId}`;
  const ofAlarm = (id: string) => `${root}/alarms/${encodeURIComponent(id)}`;
  const act = (alarm: AlarmView, what: TrainingActName, body: object = {}): Promise<AlarmView> =>
    post(`${ofAlarm(alarm.id)}/act`, {
      ...{ act: what, revision: alarm.revision, acts: alarm.acts ?? 0 },
      ...body,
    });
  const file = (id: string, signal: AbortSignal) =>
    get<TrainingAlarmFileView>(`${ofAlarm(id)}/file`, { signal });
  const fixesOf = async (sealId: string, signal: AbortSignal) => {
    const seal = `${root}/seals/${encodeURIComponent(sealId)}`;
    return (await get<{ items: FixView[] }>(`${seal}/track`, { signal })).items;
  };
  return {
    isBesideReal: true,
    hasTransits: false,
    hasShifts: false,
    takesPictures: false,
    // one that is not seen is no reason not to look
    see: (alarm) => void act(alarm, 'see').catch(() => undefined),
    acknowledge: (alarm) => act(alarm, 'acknowledge'),
    assign: (alarm, toId) => act(alarm, 'assign', { toId }),
    comment: (alarm, text) => act(alarm, 'comment', { text }),
    escalate: (alarm, reason) => act(alarm, 'escalate', { reason }),
    shelve: (alarm, until, reason) => act(alarm, 'shelve', { until, reason }),
    unshelve: (alarm) => act(alarm, 'unshelve'),
    resolve: (alarm, ending, text) => act(alarm, 'resolve', { ending, text }),
    dispatchTo: (alarm, patrolId, message) => act(alarm, 'dispatch', { patrolId, message }),
    reportFromField: (alarm, told) => act(alarm, 'field', told),
    uploadFrom: () => Promise.reject(new Error('a sandbox takes no pictures')),
    history: (id) =>
      queryOptions({
        queryKey: ['alarm-history', id],
        queryFn: async ({ signal }) => (await file(id, signal)).history.items,
      }),
    people: queryOptions({ queryKey: ['desk-people'], queryFn: () => Promise.resolve([self]) }),
    responders: (id) =>
      queryOptions({
        queryKey: ['responders', id],
        queryFn: async ({ signal }) => (await file(id, signal)).responders,
        staleTime: 0,
      }),
    dispatches: (id) =>
      queryOptions({
        queryKey: ['dispatches', id],
        queryFn: async ({ signal }) => (await file(id, signal)).dispatches.items,
      }),
    sealTrack: (sealId, start, end, { from, to }) =>
      queryOptions({
        queryKey: ['seal-track', sealId, start, end],
        queryFn: async ({ signal }) =>
          (await fixesOf(sealId, signal)).filter(
            ({ time }) => Date.parse(time) >= from && Date.parse(time) <= to,
          ),
      }),
    // none of it is in the register, and all that it says comes with its position
    seal: (id) => queryOptions({ queryKey: ['seal', id], queryFn: (): Promise<SealView> => missing(id) }),
    track: (sealId) =>
      queryOptions({
        queryKey: ['track', sealId],
        queryFn: async ({ signal }) => drawnTrack(await fixesOf(sealId, signal)),
      }),
    // no camera looks at a story
    pictures: () => picturesQuery(undefined),
    transit: (id) =>
      queryOptions({
        queryKey: ['transit', id],
        queryFn: () => world.transits.find((one) => one.id === id) ?? missing(id),
      }),
    reported: queryOptions({
      queryKey: ['transits', 'reported'],
      queryFn: () => world.transits.filter(({ incident }) => incident !== undefined),
    }),
    routes: queryOptions({ queryKey: ['routes'], queryFn: () => world.routes }),
  };
}

function missing(id: string): never {
  throw new Error(`there is no ${id} in this session`);
}
