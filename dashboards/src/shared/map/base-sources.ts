import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import { ATTRIBUTION } from './base-layers.js';

/** The bundled base map's sources, made from packages by basemap/build.mjs: the file of a map of the country, and that of a near one. */
export const BASE_SOURCES = {
  land: { far: 'land-coarse.json', near: 'land.json' },
  borders: { far: 'borders-coarse.json', near: 'borders.json' },
  places: { far: 'places-coarse.json', near: 'places.json' },
  ports: { far: 'ports.json', near: 'ports.json' },
} as const;

/** From here on the far files' lines would be seen to be coarse. */
const NEAR_FROM = 6;

/** Between two attempts to get a file of the base map. */
const AGAIN_MS = 3_000;

/**
 * Adds the files of the bundled base map: those of the country, which are soon drawn, and once the map comes near the others in their place.
 * One that did not come, because the server went away, is asked for again: nobody reloads the page to get the coast back.
 */
export function addBaseSources(map: GlMap): void {
  let distance = distanceOf(map);
  for (const [source, files] of Object.entries(BASE_SOURCES)) {
    map.addSource(source, {
      type: 'geojson',
      data: addressOf(files[distance]),
      attribution: ATTRIBUTION,
      tolerance: 0.3,
    });
  }
  const ask = (source: string): void => {
    const files = BASE_SOURCES[source as keyof typeof BASE_SOURCES];
    void map.getSource<GeoJSONSource>(source)?.setData(addressOf(files[distance]));
  };
  map.on('zoom', () => {
    if (distance === 'near' || distanceOf(map) === 'far') return;
    distance = 'near';
    for (const [source, { far, near }] of Object.entries(BASE_SOURCES)) if (far !== near) ask(source);
  });
  const waiting = new Set<ReturnType<typeof setTimeout>>();
  map.on('error', (event) => {
    const { sourceId, error } = event as typeof event & { sourceId?: string };
    if (sourceId === undefined || !(sourceId in BASE_SOURCES)) return console.error(error);
    const timer = setTimeout(() => {
      waiting.delete(timer);
      ask(sourceId);
    }, AGAIN_MS);
    waiting.add(timer);
  });
  map.on('remove', () => waiting.forEach(clearTimeout));
}

function distanceOf(map: GlMap): 'far' | 'near' {
  return isFar({ zoom: map.getZoom() }) ? 'far' : 'near';
}

/** Whether the far files do there. */
export function isFar({ zoom }: { zoom: number }): boolean {
  return zoom < NEAR_FROM;
}

export function addressOf(file: string): string {
  return new URL(`/basemap/${file}`, location.href).href;
}
