import { FONT, FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** The source of the containers' marks; its features have `sealId`, `container`, `icon` and `rank`. */
export const MARKS = 'marks';

/** The layer that answers to a click. */
export const MARK_LAYER = 'marks';

/** The chosen container's track, then every container, the graver on top, then the chosen one's ring and name. */
export function markLayers(palette: Palette): Layer[] {
  return [...track(palette), marks(palette), ...chosen(palette)];
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

function marks(palette: Palette): Layer {
  return {
    id: MARK_LAYER,
    type: 'symbol',
    source: MARKS,
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.75, 8, 1],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': ['get', 'rank'],
      'text-field': ['step', ['zoom'], '', 11.5, ['coalesce', ['get', 'container'], ['get', 'sealId']]],
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 1.1],
      'text-optional': true,
    },
    paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  };
}

function chosen(palette: Palette): Layer[] {
  return [
    {
      id: 'chosen-ring',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 17,
        'circle-opacity': 0,
        'circle-stroke-color': palette.chosen,
        'circle-stroke-width': 2.2,
      },
    },
    {
      id: 'chosen-name',
      type: 'symbol',
      source: 'chosen',
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT_STRONG,
        'text-size': 13,
        'text-anchor': 'bottom',
        'text-offset': [0, -1.6],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.chosen, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
  ];
}
