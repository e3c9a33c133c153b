import type {
  ContainerView,
  DecisionView,
  Page,
  PassageBody,
  PassageView,
  SigningKeysView,
} from '@haidang/contract';
import { HOUR, SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import { get, getFile, post } from './client.js';

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

/** Of so many gates it is asked how busy they are, and by so many passages. */
const ASKED = 40;
const COUNTED = 30;

/** The gates where something passed in the last hour, the busiest first. */
export function busyGatesQuery(gateIds: readonly string[]) {
  return queryOptions({
    queryKey: ['busy-gates', gateIds],
    queryFn: async ({ signal }) => {
      const since = new Date(Date.now() - HOUR).toISOString();
      const asked = gateIds.slice(0, ASKED).map(async (id) => {
        const page = await get<Page<PassageView>>(`${path(id)}?limit=${COUNTED}`, { signal });
        return { id, count: page.items.filter(({ time }) => time > since).length };
      });
      const busy = (await Promise.all(asked)).filter(({ count }) => count > 0);
      return busy.sort((a, b) => b.count - a.count).map(({ id }) => id);
    },
    staleTime: Infinity,
  });
}

/** Tells the platform what the gatehouse saw; the same passage again gets the first decision. @throws ApiError */
export function reportPassage(gateId: string, passage: PassageBody, key?: string): Promise<DecisionView> {
  return post(path(gateId), passage, key);
}

/** The signed list of a facility, as one compact JWS. @throws ApiError */
export async function readSignedList(facilityId: string): Promise<string> {
  const path = `/facilities/${encodeURIComponent(facilityId)}/eligible-list`;
  return (await getFile(path, 'application/jose')).text();
}

export function readSigningKeys(): Promise<SigningKeysView> {
  return get('/signing-keys');
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
