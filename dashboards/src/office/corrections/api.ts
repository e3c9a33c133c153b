import type { Page, PortMessageView } from '@haidang/contract';
import { CORRECTS, SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, post } from '../../shared/api/client.js';

/** So many of the latest are shown besides all that wait. */
const LATEST = 200;

/** What waits, however old it is, and the latest of the others. */
export const correctionsQuery = queryOptions({
  queryKey: ['corrections'],
  queryFn: async ({ signal }) => {
    const forms = Object.keys(CORRECTS).join(',');
    const [waiting, latest] = await Promise.all([
      getAll<PortMessageView>('/port-messages?state=waiting', signal),
      get<Page<PortMessageView>>(`/port-messages?form=${forms}&limit=${LATEST}`, { signal }),
    ]);
    return [...new Map([...latest.items, ...waiting].map((one) => [one.id, one])).values()];
  },
  // the feed tells of no report
  refetchInterval: 20 * SECOND,
});

export function portMessageQuery(id: string) {
  return queryOptions({
    queryKey: ['port-message', id],
    queryFn: ({ signal }) => get<PortMessageView>(`/port-messages/${id}`, { signal }),
  });
}

/** @throws ApiError `wrong_state` when it was decided meanwhile, or what it corrects cannot be corrected any more */
export function decideCorrection(
  { id }: Pick<PortMessageView, 'id'>,
  decision: 'approve' | 'refuse',
  reason: string,
): Promise<PortMessageView> {
  return post(`/port-messages/${id}/${decision}`, reason === '' ? {} : { reason });
}
