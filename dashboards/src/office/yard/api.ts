import type { Page, YardLineView, YardSummaryView } from '@haidang/contract';
import { MINUTE, type YardFlag } from '@haidang/domain';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.js';

/** What is odd about it and worth a look: of what came over the sea no gate can have seen anything (docs/yard.md). */
export function oddIn({ flags, mode }: Pick<YardLineView, 'flags' | 'mode'>): YardFlag[] {
  return flags.filter((flag) => flag !== 'unseen' || mode !== 'sea');
}

/** So many lines are shown, the longest that stand; the platform sieves the rest out. */
export const SHOWN = 200;

export interface YardSieve {
  readonly place: string | undefined;
  readonly state: string | undefined;
  readonly isOverdue: boolean;
  /** How the number begins. */
  readonly find: string;
}

export function yardQuery(sieve: YardSieve) {
  return queryOptions({
    queryKey: ['yard', sieve],
    queryFn: async ({ signal }) => {
      const [page, summary] = await Promise.all([
        get<Page<YardLineView>>(`/yard?limit=${SHOWN}&${queryOf(sieve)}`, { signal }),
        get<YardSummaryView>(`/yard/summary?${queryOf(sieve)}`, { signal }),
      ]);
      return { lines: page.items, summary };
    },
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
  });
}

function queryOf({ place, state, isOverdue, find }: YardSieve): string {
  const container = find.replace(/[^A-Za-z0-9]/g, '').slice(0, 11);
  return new URLSearchParams({
    ...(place !== undefined && { facilityId: place }),
    ...(state !== undefined && { state }),
    ...(isOverdue && { overdue: 'true' }),
    ...(container !== '' && { container }),
  }).toString();
}
