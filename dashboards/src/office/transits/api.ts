import type { Page, SealStandingView, TransitView } from '@haidang/contract';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.js';
import { partsQuery } from '../../shared/api/parts.js';
import { transitsFound } from '../../shared/api/transits.js';
import type { Sieve } from '../../shared/url-state.js';

/** waiting: for an officer's step; shown: a step that seals show to have happened; underway: on the road; all: those that are over, too. */
export const SHOWS = ['waiting', 'shown', 'underway', 'all'] as const;
export type Show = (typeof SHOWS)[number];

const QUERIES: Readonly<Record<Show, string>> = {
  waiting: 'state=registered,sealed,arrived',
  shown: 'proposed=depart,arrive',
  underway: 'state=in_transit',
  all: '',
};

export function showOf({ show }: Sieve): Show {
  return SHOWS.find((one) => one === show) ?? 'waiting';
}

/** What an address says of the list, as the platform takes it. */
export function transitsQueryOf(sieve: Sieve): string {
  return [QUERIES[showOf(sieve)], transitsFound(sieve.find)].filter((part) => part !== '').join('&');
}

export function transitsListQuery(query: string) {
  return partsQuery<TransitView>('office-transits', '/transits', query);
}

/** More than one looks through; whoever has more types on. */
const MOST_OFFERED = 30;

/** Seals that close nothing. @param holderId whose they are; undefined: anybody's @param find a part of an id */
export function freeSealsQuery(holderId: string | undefined, find: string) {
  const query = new URLSearchParams({
    ...{ custody: 'free', limit: String(MOST_OFFERED) },
    ...(holderId !== undefined && { holderId }),
    ...(find !== '' && { find }),
  }).toString();
  return queryOptions({
    queryKey: ['free-seals', query],
    queryFn: async ({ signal }) =>
      (await get<Page<SealStandingView>>(`/seal-standings?${query}`, { signal })).items,
  });
}
