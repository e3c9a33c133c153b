import type { FeatureCollection } from 'geojson';
import type { Language } from '../format/time.js';

export type LabelKind = 'country' | 'sea' | 'gulf' | 'archipelago' | 'island';

/** A name file (`/names.vi.json`, `/names.en.json`): the deploying authority may replace it by its own. */
export interface NameList {
  labels: { kind: LabelKind; name: string; lat: number; lon: number }[];
  /** Names of places (`VN/Hanoi`) and ports (`PORT/VNHPH`) in place of the data's own. */
  names: Record<string, string>;
  /** Ids of places and ports not shown. */
  hidden: string[];
}

export const NO_NAMES: NameList = { labels: [], names: {}, hidden: [] };

/** Reads the name file of a language. @throws when it is missing or not of its form */
export async function loadNames(language: Language): Promise<NameList> {
  const response = await fetch(`/names.${language}.json`);
  if (!response.ok) throw new Error(`names.${language}.json: ${response.status}`);
  return asNameList(await response.json());
}

/** Takes what a name file may leave out. @throws when a part is there and of another form */
export function asNameList(value: unknown): NameList {
  if (typeof value !== 'object' || value === null) throw new Error('a name file is a JSON object');
  const { labels = [], names = {}, hidden = [] } = value as Partial<NameList>;
  if (!Array.isArray(labels) || !labels.every(isLabel))
    throw new Error('labels: kind, name, lat and lon each');
  if (typeof names !== 'object' || !Object.values(names).every((name) => typeof name === 'string'))
    throw new Error('names: a name by id');
  if (!Array.isArray(hidden) || !hidden.every((id) => typeof id === 'string'))
    throw new Error('hidden: a list of ids');
  return { labels, names, hidden };
}

/** The labels as points for the map. */
export function labelFeatures(names: NameList): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: names.labels.map(({ kind, name, lat, lon }) => ({
      type: 'Feature',
      properties: { kind, name },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}

function isLabel(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, lat, lon } = value as Record<string, unknown>;
  return (
    typeof kind === 'string' &&
    typeof name === 'string' &&
    Number.isFinite(lat) &&
    Number.isFinite(lon) &&
    Math.abs(lat as number) <= 90 &&
    Math.abs(lon as number) <= 180
  );
}
