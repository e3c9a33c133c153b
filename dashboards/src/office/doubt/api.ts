import type { DoubtedView, DoubtView, Page } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.js';

export type DoubtKind = DoubtView['kind'];

/** So many are worth a look. */
const FOREMOST = 100;

export function doubtQuery(kind: DoubtKind, id: string) {
  const things = kind === 'container' ? 'containers' : 'companies';
  return queryOptions({
    queryKey: ['doubt', kind, id],
    queryFn: ({ signal }) => get<DoubtView>(`/${things}/${encodeURIComponent(id)}/doubt`, { signal }),
  });
}

/** Those there is most doubt about. */
export function doubtedQuery(kind: DoubtKind) {
  return queryOptions({
    queryKey: ['doubt', kind],
    queryFn: async ({ signal }) =>
      (await get<Page<DoubtedView>>(`/doubt?kind=${kind}&limit=${FOREMOST}`, { signal })).items,
    refetchInterval: 5 * MINUTE,
  });
}
