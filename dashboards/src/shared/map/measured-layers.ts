import { unwrap } from '@haidang/geo';
import type { FeatureCollection, Position } from 'geojson';
import type { Measured } from './engine.js';
import { FONT_STRONG, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';
import { collection } from './shapes.js';

/** The source of a way that is measured. */
export const MEASURED = 'measured';

/** The way, its places, and beside each how far it is to there. */
export function measuredLayers(palette: Palette): Layer[] {
  return [
    {
      id: 'measured-edge',
      type: 'line',
      source: MEASURED,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.halo, 'line-width': 5 },
    },
    {
      id: 'measured-line',
      type: 'line',
      source: MEASURED,
      paint: { 'line-color': palette.text, 'line-width': 2, 'line-dasharray': [3, 1.5] },
    },
    {
      id: 'measured-places',
      type: 'circle',
      source: MEASURED,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 4,
        'circle-color': palette.halo,
        'circle-stroke-color': palette.text,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'measured-labels',
      type: 'symbol',
      source: MEASURED,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT_STRONG,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [0.8, 0],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
    },
  ];
}

/** A point a place, and where there are two or more the line through them; it goes over the antimeridian where that is shorter. */
export function measuredFeatures(places: readonly Measured[]): FeatureCollection {
  const line: Position[] = [];
  for (const { lat, lon } of places) line.push([unwrap(lon, line.at(-1)?.[0] ?? lon), lat]);
  const points = places.map(({ label }, i) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: line[i]! },
    properties: { label },
  }));
  if (line.length < 2) return collection(points);
  const way = { type: 'LineString' as const, coordinates: line };
  return collection([{ type: 'Feature', geometry: way, properties: {} }, ...points]);
}
