import type { ExceptionView, ListedExceptionView, Page } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, post } from '../../shared/api/client.js';

/** So many of the latest are shown besides all that wait. */
const LATEST = 200;

/** What waits, however old it is, and the latest of all others. */
export const exceptionsQuery = queryOptions({
  queryKey: ['exceptions'],
  queryFn: async ({ signal }) => {
    const [waiting, latest] = await Promise.all([
      getAll<ListedExceptionView>('/exceptions?state=waiting', signal),
      get<Page<ListedExceptionView>>(`/exceptions?limit=${LATEST}`, { signal }),
    ]);
    return [...new Map([...latest.items, ...waiting].map((one) => [one.id, one])).values()];
  },
  refetchInterval: MINUTE,
});

/**
 * On what the officer saw of its transit.
 * @throws ApiError `transit_changed`, and `wrong_state` when it was decided meanwhile, or cannot be done any more
 */
export function decideException(
  { transitId, id, transit: { revision } }: ListedExceptionView,
  decision: 'approve' | 'refuse',
  reason: string,
): Promise<ExceptionView> {
  const path = `/transits/${encodeURIComponent(transitId)}/exceptions/${id}/${decision}`;
  return post(path, { revision, ...(reason !== '' && { reason }) });
}
