import type { ExceptionView, ListedExceptionView, Page, SealView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, post } from '../../shared/api/client.js';
import { CALLS, REQUEST_KINDS, type Request } from './draft.js';

/** So many of the latest are shown. */
const LATEST = 100;

/** What was asked for of one's transits, the latest first. */
export const requestsQuery = queryOptions({
  queryKey: ['requests'],
  queryFn: async ({ signal }) => {
    const query = `kind=${REQUEST_KINDS.join(',')}&limit=${LATEST}`;
    return (await get<Page<ListedExceptionView>>(`/exceptions?${query}`, { signal })).items;
  },
  refetchInterval: MINUTE,
});

/** The own e-seals: one that closes nothing yet can replace another. */
export const sealsQuery = queryOptions({
  queryKey: ['seals'],
  queryFn: ({ signal }) => getAll<SealView>('/seals', signal),
  staleTime: MINUTE,
});

/** @throws ApiError `wrong_state`, `invalid_request`, `reference_unknown`, `seal_in_use`, `already_exists` */
export function askFor(transitId: string, { kind, body }: Request): Promise<ExceptionView> {
  return post(`/transits/${encodeURIComponent(transitId)}/${CALLS[kind]}`, body);
}

/** @throws ApiError `wrong_state` when it was decided meanwhile */
export function withdraw(
  { transitId, id }: Pick<ExceptionView, 'transitId' | 'id'>,
  reason: string,
): Promise<ExceptionView> {
  const path = `/transits/${encodeURIComponent(transitId)}/exceptions/${id}/withdraw`;
  return post(path, reason === '' ? {} : { reason });
}
