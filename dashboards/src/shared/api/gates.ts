import type { ContainerView, DecisionView, Page, PassageBody, PassageView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, post } from './client.js';

/** So many passages are shown; older ones are for those who look back. */
const SHOWN = 100;

const path = (gateId: string) => `/gates/${encodeURIComponent(gateId)}/passages`;

/** The newest passages of a gate. The feed tells what comes; this is for what it could not tell. */
export function passagesQuery(gateId: string) {
  return queryOptions({
    queryKey: ['passages', gateId],
    queryFn: async ({ signal }) =>
      (await get<Page<PassageView>>(`${path(gateId)}?limit=${SHOWN}`, { signal })).items,
    refetchInterval: 30 * SECOND,
  });
}

/** Tells the platform what the gatehouse saw; the same passage again gets the first decision. @throws ApiError */
export function reportPassage(gateId: string, passage: PassageBody): Promise<DecisionView> {
  return post(path(gateId), passage);
}

/** An officer's word against the decision. @throws ApiError `wrong_state` where that is what stands, `papers_changed` */
export function overridePassage(
  { gateId, id }: Pick<PassageView, 'gateId' | 'id'>,
  word: { verdict: 'pass' | 'hold'; reason: string },
): Promise<PassageView> {
  return post(`${path(gateId)}/${encodeURIComponent(id)}/override`, word);
}

/** What is on file of a container. */
export function containerQuery(number: string) {
  return queryOptions({
    queryKey: ['container', number],
    queryFn: ({ signal }) => get<ContainerView>(`/containers/${encodeURIComponent(number)}`, { signal }),
    refetchInterval: 30 * SECOND,
  });
}
