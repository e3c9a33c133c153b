import type { CaseView, EvidenceView, NewCaseBody, Page, WholeCaseView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getAll, post, postFile } from '../../shared/api/client.js';

/** So many of those that are closed are shown, the latest. */
const CLOSED = 200;

/** All that are not closed, and the latest that are. */
export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: async ({ signal }) => {
    const [open, closed] = await Promise.all([
      getAll<CaseView>('/cases?state=open,under_check,decided', signal),
      get<Page<CaseView>>(`/cases?state=closed&limit=${CLOSED}`, { signal }),
    ]);
    // one that is closed between the two is in both
    return [...new Map([...open, ...closed.items].map((one) => [one.id, one])).values()];
  },
  refetchInterval: MINUTE,
});

/** Those of one container, however old. */
export function casesOfQuery(container: string) {
  return queryOptions({
    queryKey: ['cases', container],
    queryFn: ({ signal }) => getAll<CaseView>(`/cases?container=${container}`, signal),
  });
}

/** With all that was done about it. */
export function caseQuery(id: string) {
  return queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => get<WholeCaseView>(`/cases/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: MINUTE,
  });
}

export function openCase(body: NewCaseBody): Promise<CaseView> {
  return post('/cases', body);
}

/** What is done with a case. @throws ApiError `wrong_state`, `forbidden` */
export function actOnCase(
  id: string,
  act: 'assign' | 'segregate' | 'comment' | 'decide' | 'close',
  body: object,
): Promise<CaseView> {
  return post(`/cases/${id}/${act}`, body);
}

/** Uploads a picture or a paper and puts it to a case. @throws ApiError `content_refused`, `storage_full` */
export async function addToCase(
  { id, facilityId, container }: Pick<CaseView, 'id' | 'facilityId' | 'container'>,
  file: File,
): Promise<void> {
  const form = new FormData();
  form.append('facilityId', facilityId);
  if (container !== undefined) form.append('container', container);
  form.append('file', file);
  const { id: evidenceId } = await postFile<EvidenceView>('/evidence', form);
  await post(`/cases/${id}/evidence`, { evidenceId });
}
