import type { AlarmView, EvidenceView, Page, TransitFixView, TransitView } from '@haidang/contract';
import { isContainerNumber, MINUTE, normaliseContainerNumber, SECOND } from '@haidang/domain';
import { queryOptions } from '@tanstack/react-query';
import type { FeatureCollection, Geometry } from 'geojson';
import type { Language } from '../format/time.js';
import { get, getAll, getFile } from './client.js';
import { save } from './save.js';

const path = (id: string) => `/transits/${encodeURIComponent(id)}`;

/** The whole track of a transit, fix by fix, seal by seal in time order; those without a position, too. */
export async function readTransitTrack(id: string, signal: AbortSignal): Promise<TransitFixView[]> {
  const headers = { Accept: 'application/geo+json' };
  const track = await get<FeatureCollection<Geometry | null>>(`${path(id)}/track`, { signal, headers });
  return track.features.flatMap(({ geometry, properties }) => {
    if (geometry?.type === 'MultiLineString') return [];
    const [lon, lat] = geometry?.type === 'Point' ? geometry.coordinates : [];
    const place = lon === undefined || lat === undefined ? {} : { lat, lon };
    return [{ ...(properties as TransitFixView), ...place }];
  });
}

/** The alarms of a transit, for those who are told of alarms. */
export function transitAlarmsQuery(id: string) {
  return queryOptions({
    queryKey: ['transit-alarms', id],
    queryFn: ({ signal }) => getAll<AlarmView>(`/alarms?transitId=${encodeURIComponent(id)}`, signal),
    refetchInterval: 30 * SECOND,
  });
}

/** Pictures and papers that were put in with a transit, and all there are of its containers, each once. */
export function transitEvidenceQuery({ id, containers }: Pick<TransitView, 'id' | 'containers'>) {
  return queryOptions({
    queryKey: ['transit-evidence', id],
    queryFn: async ({ signal }) => {
      const asked = [{ transitId: id }, ...containers.map(({ number }) => ({ container: number }))];
      const found = await Promise.all(
        asked.map((of) => getAll<EvidenceView>(`/evidence?${new URLSearchParams(of).toString()}`, signal)),
      );
      return [...new Map(found.flat().map((one) => [one.id, one])).values()];
    },
    refetchInterval: MINUTE,
  });
}

/** A transit by its number, or the newest that carries a container; undefined: there is none that one may see. */
export async function findTransit(text: string): Promise<TransitView | undefined> {
  const wanted = text.trim();
  const container = normaliseContainerNumber(wanted);
  const query = isContainerNumber(container) ? { container } : { number: wanted };
  const { items } = await get<Page<TransitView>>(
    `/transits?${new URLSearchParams({ ...query, limit: '1' }).toString()}`,
  );
  return items[0];
}

/** In which forms a track is given away. */
export const TRACK_FILES = {
  csv: 'text/csv',
  gpx: 'application/gpx+xml',
  geojson: 'application/geo+json',
} as const;
export type TrackFile = keyof typeof TRACK_FILES;

/** Saves a transit's track as a file. @throws ApiError */
export async function saveTrack(
  { id, number }: TransitView,
  form: TrackFile,
  signal: AbortSignal,
): Promise<void> {
  save(await getFile(`${path(id)}/track`, TRACK_FILES[form], signal), `${number}.${form}`);
}

/** Saves a transit's dossier. @throws ApiError */
export async function saveDossier(
  { id, number }: TransitView,
  language: Language,
  signal: AbortSignal,
): Promise<void> {
  const file = `${path(id)}/dossier.pdf?language=${language}`;
  save(await getFile(file, 'application/pdf', signal), `${number}.pdf`);
}
