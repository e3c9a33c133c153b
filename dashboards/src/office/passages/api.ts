import type { ListedPassageView, Page } from '@haidang/contract';
import { queryOptions } from '@tanstack/react-query';
import { get, getFile } from '../../shared/api/client.js';
import { partsQuery } from '../../shared/api/parts.js';
import { save } from '../../shared/api/save.js';
import type { Sieve } from '../../shared/url-state.js';

/** How each of {@link SHOWS} is asked for. */
const SHOWN = {
  all: {},
  hold: { verdict: 'hold' },
  overridden: { overridden: 'true' },
  offline: { offline: 'true' },
} as const;
export type Show = keyof typeof SHOWN;
export const SHOWS = Object.keys(SHOWN) as Show[];

/** What an address says of the list, as the platform takes it. */
export function passagesQueryOf({ show, place, through, lane, kind, find, from, to }: Sieve): string {
  return new URLSearchParams({
    ...SHOWN[SHOWS.find((one) => one === show) ?? 'all'],
    ...(place !== undefined && { facilityId: place }),
    ...(through !== undefined && { gateId: through }),
    ...(lane !== undefined && { lane }),
    ...((kind === 'in' || kind === 'out') && { direction: kind }),
    ...(find !== undefined && { find }),
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
  }).toString();
}

/** The newest first, a part after the other as they are asked for. */
export function passagesListQuery(query: string) {
  return partsQuery<ListedPassageView>('office-passages', '/passages', query);
}

/** A passage's name in the address: ids are a gate's own, and its time finds it where the list does not reach. */
export function itemOf({ gateId, id, time }: Pick<ListedPassageView, 'gateId' | 'id' | 'time'>): string {
  return [gateId, time, id].join('~');
}

/** One that a link names. */
export function passageQuery(item: string) {
  const [gateId = '', time = '', ...rest] = item.split('~');
  const at = Date.parse(time);
  return queryOptions({
    queryKey: ['office-passage', item],
    queryFn: async ({ signal }) => {
      const range = { since: time, until: new Date(at + 1).toISOString(), limit: '1000' };
      const query = new URLSearchParams({ gateId, ...range }).toString();
      const { items } = await get<Page<ListedPassageView>>(`/passages?${query}`, { signal });
      return items.find(({ id }) => id === rest.join('~')) ?? null;
    },
    enabled: !Number.isNaN(at),
  });
}

/** Saves the whole list, as it is sieved. @throws ApiError */
export async function savePassages(query: string, signal: AbortSignal): Promise<void> {
  save(await getFile(`/passages?${query}`, 'text/csv', signal), 'passages.csv');
}
