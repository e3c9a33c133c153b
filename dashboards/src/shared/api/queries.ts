import type {
  EvidenceView,
  FixView,
  Facility,
  Gate,
  Organisation,
  Page,
  Route,
  SealView,
  TimelineEntry,
  TransitView,
  Zone,
} from '@haidang/contract';
import { HOUR, MINUTE, normaliseContainerNumber, SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { get, getAll } from './client.js';
import { LEAST_SOUGHT } from './transits.js';

/** The register changes rarely: it is read again after this long, when somebody looks. */
const REGISTER_FRESH = 5 * MINUTE;

/** How much of a container's past is drawn. */
export const TRACK_HOURS = 6;

const list = <T>(name: string) =>
  queryOptions({
    queryKey: [name],
    queryFn: ({ signal }) => getAll<T>(`/${name}`, signal),
    staleTime: REGISTER_FRESH,
  });

export const routesQuery = list<Route>('routes');
export const zonesQuery = list<Zone>('zones');
export const facilitiesQuery = list<Facility>('facilities');
export const gatesQuery = list<Gate>('gates');
export const organisationsQuery = list<Organisation>('organisations');

/** More than one looks through; whoever has more types on. */
const MOST_FOUND = 20;

/** Transits under way of which a number, a plate or a seal holds the text. */
export function foundTransitsQuery(text: string) {
  const sought = normaliseContainerNumber(text);
  return queryOptions({
    queryKey: ['found-transits', sought],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ find: sought, limit: String(MOST_FOUND) });
      const path = `/transits?state=sealed,in_transit,arrived&${query}`;
      return (await get<Page<TransitView>>(path, { signal })).items;
    },
    enabled: sought.length >= LEAST_SOUGHT,
    staleTime: 10 * SECOND,
  });
}

/** Every transit whose seals are on it. */
export const transitsQuery = queryOptions({
  queryKey: ['transits'],
  queryFn: ({ signal }) => getAll<TransitView>('/transits?state=sealed,in_transit,arrived', signal),
  staleTime: MINUTE,
});

export function sealQuery(sealId: string) {
  return queryOptions({
    queryKey: ['seal', sealId],
    queryFn: ({ signal }) => get<SealView>(`/seals/${encodeURIComponent(sealId)}`, { signal }),
    refetchInterval: 30 * SECOND,
  });
}

export function transitQuery(id: string) {
  return queryOptions({
    queryKey: ['transit', id],
    queryFn: ({ signal }) => get<TransitView>(`/transits/${encodeURIComponent(id)}`, { signal }),
    staleTime: MINUTE,
    refetchInterval: 30 * SECOND,
  });
}

/** Everything that happened to a transit, in order. */
export function timelineQuery(transitId: string) {
  return queryOptions({
    queryKey: ['timeline', transitId],
    queryFn: ({ signal }) =>
      getAll<TimelineEntry>(`/transits/${encodeURIComponent(transitId)}/timeline`, signal),
    refetchInterval: 30 * SECOND,
  });
}

/** The last hours of a seal: a line, and a point a fix. A fix without a position has no geometry and is left out. */
export function trackQuery(sealId: string) {
  return queryOptions({
    queryKey: ['track', sealId],
    queryFn: async ({ signal }): Promise<FeatureCollection> => {
      const now = Date.now();
      const query = new URLSearchParams({
        from: new Date(now - TRACK_HOURS * HOUR).toISOString(),
        to: new Date(now + MINUTE).toISOString(),
      });
      const track = await get<FeatureCollection<Geometry | null>>(
        `/seals/${encodeURIComponent(sealId)}/track?${query}`,
        { signal, headers: { Accept: 'application/geo+json' } },
      );
      return { ...track, features: track.features.filter(isPlaced) };
    },
    refetchInterval: 30 * SECOND,
  });
}

/** What a seal said in a stretch of time, fix by fix, about an alarm that began and ended so. */
export function sealTrackQuery(
  sealId: string,
  start: string,
  end: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
) {
  return queryOptions({
    queryKey: ['seal-track', sealId, start, end],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      });
      return getAll<FixView>(`/seals/${encodeURIComponent(sealId)}/track?${query}`, signal);
    },
    refetchInterval: end === undefined ? MINUTE : false,
  });
}

/** Pictures and papers of a container, or of a gate. */
export function picturesQuery(of: Readonly<Record<string, string>> | undefined) {
  return queryOptions({
    queryKey: ['pictures', of],
    queryFn: ({ signal }) => getAll<EvidenceView>(`/evidence?${new URLSearchParams(of).toString()}`, signal),
    enabled: of !== undefined,
  });
}

function isPlaced(feature: Feature<Geometry | null>): feature is Feature {
  return feature.geometry !== null;
}
