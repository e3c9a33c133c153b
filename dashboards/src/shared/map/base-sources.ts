import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import { ATTRIBUTION, BASE_SOURCES } from './base-layers.js';

/** Between two attempts to get a file of the base map. */
const AGAIN_MS = 3_000;

/**
 * Adds the files of the bundled base map. One that did not come, because the server went away, is asked for again:
 * nobody reloads the page to get the coast back.
 */
export function addBaseSources(map: GlMap): void {
  for (const [source, file] of Object.entries(BASE_SOURCES)) {
    map.addSource(source, {
      type: 'geojson',
      data: addressOf(file),
      attribution: ATTRIBUTION,
      tolerance: 0.3,
    });
  }
  const waiting = new Set<ReturnType<typeof setTimeout>>();
  map.on('error', (event) => {
    const { sourceId, error } = event as typeof event & { sourceId?: string };
    const file = sourceId === undefined ? undefined : (BASE_SOURCES as Record<string, string>)[sourceId];
    if (sourceId === undefined || file === undefined) return console.error(error);
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void map.getSource<GeoJSONSource>(sourceId)?.setData(addressOf(file));
    }, AGAIN_MS);
    waiting.add(timer);
  });
  map.on('remove', () => waiting.forEach(clearTimeout));
}

function addressOf(file: string): string {
  return new URL(`/basemap/${file}`, location.href).href;
}
