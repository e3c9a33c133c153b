import type {
  DeskPersonView,
  TrainingDeskView,
  TrainingScenarioView,
  TrainingView,
  TrainingWorldView,
} from '@haidang/contract';
import { CUSTOMS, MINUTE, SECOND, TRAIN, type Role, type TrainingLanguage } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, post } from '../shared/api/client.js';
import { session } from '../shared/session.js';

/** Who has anything to do with training: who is trained, who leads them, and who reads what came of it. */
export const SEE_TRAINING: readonly Role[] = [...CUSTOMS, 'administrator', 'auditor'];
export const GIVE_TRAINING: readonly Role[] = TRAIN;

/** Sessions change by others' hands, and nobody tells: they are asked for while somebody looks. */
const ASK_EVERY = 3 * SECOND;

export const trainingsQuery = queryOptions({
  queryKey: ['trainings'],
  queryFn: ({ signal }) => getAll<TrainingView>('/training', signal),
  refetchInterval: ASK_EVERY,
});

/** Those that wait for whoever is signed in, asked for now and then on whatever page. */
export const waitingTrainingsQuery = queryOptions({
  ...{ queryKey: ['trainings', 'waiting'], refetchInterval: MINUTE },
  queryFn: async ({ signal }) => {
    const own = session.who.get()?.person.id;
    const all = await getAll<TrainingView>('/training?state=waiting', signal);
    return all.filter(({ traineeId }) => traineeId === own).length;
  },
});

/** One with its sheet. */
export function trainingQuery(id: string) {
  return queryOptions({
    queryKey: ['training', id],
    queryFn: ({ signal }) => get<TrainingView>(`/training/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : ASK_EVERY),
  });
}

export const scenariosQuery = queryOptions({
  queryKey: ['training-scenarios'],
  queryFn: async ({ signal }) =>
    (await get<{ items: TrainingScenarioView[] }>('/training/scenarios', { signal })).items,
  staleTime: Infinity,
});

export const traineesQuery = queryOptions({
  queryKey: ['trainees'],
  queryFn: async ({ signal }) =>
    (await get<{ items: DeskPersonView[] }>('/training/people', { signal })).items,
  staleTime: MINUTE,
});

export function giveTraining(body: {
  scenario: string;
  traineeId: string;
  speed: number;
}): Promise<TrainingView> {
  return post('/training', body);
}

export const beginTraining = (id: string, language: TrainingLanguage) =>
  post<TrainingView>(`/training/${id}/begin`, { language });
export const finishTraining = (id: string) => post<TrainingView>(`/training/${id}/finish`, {});
export const stopTraining = (id: string) => post<TrainingView>(`/training/${id}/stop`, {});

/** What changed at the desk since a version. */
export const readDesk = (id: string, after: number, signal: AbortSignal) =>
  get<TrainingDeskView>(`/training/${id}/desk?after=${after}`, { signal });

export const readWorld = (id: string) => get<TrainingWorldView>(`/training/${id}/world`);
