import { markIcon } from './icons.js';
import { FONT, FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** The source of the containers' marks; what its features carry is markProperties(). */
export const MARKS = 'marks';

/** The layer of the containers' names; the chosen one's is drawn with its ring. */
export const MARK_NAMES = 'marks-names';

/** The layers that answer to a click. */
export const MARK_LAYERS = ['marks-quiet', 'marks'] as const;

/** The chosen container's track, then every container, the graver on top, then the chosen one's ring and name. */
export function markLayers(palette: Palette): Layer[] {
  return [...track(palette), markNames(palette), quiet(palette), abnormal(), ...chosen(palette)];
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

/** Most containers are on their route: a circle costs the map a fraction of an icon. */
function quiet(palette: Palette): Layer {
  const byState = (idle: unknown, onRoute: unknown) =>
    ['match', ['get', 'state'], 'idle', idle, onRoute] as unknown as Expression;
  const radius = (zoom: number, scale: number) => [
    zoom,
    byState((markIcon('idle', false).size / 2) * scale, (markIcon('on_route', false).size / 2) * scale),
  ];
  return {
    id: 'marks-quiet',
    type: 'circle',
    source: MARKS,
    filter: ['==', ['get', 'quiet'], true],
    paint: {
      'circle-radius': [
        'interpolate',
        ['linear'],
        ['zoom'],
        ...radius(4, 0.75),
        ...radius(8, 1),
      ] as unknown as Expression,
      'circle-color': byState(palette.marks.idle, palette.marks.on_route),
      'circle-stroke-color': palette.markEdge,
      'circle-stroke-width': 1,
    },
  };
}

/** What is abnormal, in its own shape; the graver on top. */
function abnormal(): Layer {
  return {
    id: 'marks',
    type: 'symbol',
    source: MARKS,
    filter: ['==', ['get', 'quiet'], false],
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 4, 0.75, 8, 1],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': ['get', 'rank'],
    },
  };
}

function markNames(palette: Palette): Layer {
  return {
    id: MARK_NAMES,
    type: 'symbol',
    source: MARKS,
    minzoom: 11.5,
    layout: {
      'text-field': ['coalesce', ['get', 'container'], ['get', 'sealId']],
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 1.1],
      'symbol-sort-key': ['-', ['get', 'rank']],
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
      },
      paint: { 'text-color': palette.chosen, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
  ];
}
