import type { SealFiguresView, SealStandingView } from '@haidang/contract';
import { BATTERY_BANDS, MINUTE, SEAL_CUSTODIES } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../shared/api/client.js';
import { partsQuery } from '../../shared/api/parts.js';
import type { Sieve } from '../../shared/url-state.js';

export const sealFiguresQuery = queryOptions({
  queryKey: ['seal-figures'],
  queryFn: ({ signal }) => get<SealFiguresView>('/seal-figures', { signal }),
  staleTime: MINUTE,
  refetchInterval: 5 * MINUTE,
});

/** What an address says of the list: `kind` is a battery's band, `show` a custody, `place` who has it. */
export function sealsQueryOf({ kind, show, place, find }: Sieve): string {
  const band = BATTERY_BANDS.find((one) => one === kind);
  const custody = SEAL_CUSTODIES.find((one) => one === show);
  return new URLSearchParams({
    ...(band !== undefined && { band }),
    ...(custody !== undefined && { custody }),
    ...(place !== undefined && { holderId: place }),
    ...(find !== undefined && { find }),
  }).toString();
}

export function sealsListQuery(query: string) {
  return partsQuery<SealStandingView>('office-seals', '/seal-standings', query);
}
