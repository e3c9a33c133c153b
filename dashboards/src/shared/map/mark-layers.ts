import { FONT, type Expression, type Layer } from './layer-types.js';
import { NAMES_FROM } from './marks/mark-names.js';
import type { Palette } from './palette.js';

/** The containers' names near the ground: their source, and their layer. The marks themselves lie over the map, on a canvas of their own (marks/). */
export const MARK_NAMES = 'mark-names';

/** The chosen container's track, and every container's name. */
export function markLayers(palette: Palette): Layer[] {
  return [...track(palette), markNames(palette)];
}

function track(palette: Palette): Layer[] {
  const isPoint: Expression = ['==', ['geometry-type'], 'Point'];
  return [
    {
      id: 'track-edge',
      type: 'line',
      source: 'track',
      filter: ['!', isPoint] as unknown as Expression,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.markEdge, 'line-width': 5, 'line-opacity': 0.7 },
    },
    {
      id: 'track',
      type: 'line',
      source: 'track',
      filter: ['!', isPoint] as unknown as Expression,
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.accent, 'line-width': 2.4 },
    },
    {
      id: 'track-fixes',
      type: 'circle',
      source: 'track',
      minzoom: 10.5,
      filter: isPoint,
      paint: {
        'circle-radius': 2.6,
        'circle-color': palette.halo,
        'circle-stroke-color': palette.accent,
        'circle-stroke-width': 1.4,
      },
    },
    {
      id: 'track-times',
      type: 'symbol',
      source: 'track',
      minzoom: 12,
      filter: isPoint,
      layout: {
        'text-field': ['get', 'clock'],
        'text-font': FONT,
        'text-size': 10.5,
        'text-anchor': 'left',
        'text-offset': [0.7, 0],
        'text-padding': 14,
      },
      paint: { 'text-color': palette.textQuiet, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
    },
  ];
}

function markNames(palette: Palette): Layer {
  return {
    id: MARK_NAMES,
    type: 'symbol',
    source: MARK_NAMES,
    minzoom: NAMES_FROM,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 1.1],
      'symbol-sort-key': ['-', ['get', 'rank']],
    },
    paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  };
}
