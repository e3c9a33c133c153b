import { bandWidth, FONT, FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** Sources of ours that are filled while the page runs. */
export const OWN_SOURCES = [
  'labels',
  'corridors',
  'way',
  'zones',
  'facilities',
  'gates',
  'patrols',
  'draft',
  'clusters',
  'track',
  'trails',
  'trail-alarms',
  'replay',
  'mark-names',
  'measured',
] as const;
export type OwnSource = (typeof OWN_SOURCES)[number];

/** The layers of places, which answer to a click. */
export const FACILITIES = 'facilities';
export const GATES = 'gates';

/** Corridors thinner than this many pixels are drawn this wide: a route must be seen at national zoom. */
const THINNEST_CORRIDOR = 5;

export function registerLayers(palette: Palette): { areas: Layer[]; points: Layer[] } {
  return { areas: [...zones(palette), ...corridors(palette)], points: [gates(palette), facilities(palette)] };
}

function zones(palette: Palette): Layer[] {
  const forbidden: Expression = ['==', ['get', 'kind'], 'forbidden'];
  const outline = {
    id: 'zones-outline',
    type: 'line',
    source: 'zones',
    paint: {
      'line-color': ['case', forbidden, palette.forbidden, palette.accent] as unknown as Expression,
      'line-width': 1.2,
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 6, 0.5, 11, 0.9] as unknown as Expression,
    },
  } satisfies Layer;
  return [
    {
      id: 'zones-fill',
      type: 'fill',
      source: 'zones',
      filter: ['!=', ['get', 'kind'], 'forbidden'],
      paint: { 'fill-color': palette.accent, 'fill-opacity': 0.1 },
    },
    {
      id: 'zones-forbidden',
      type: 'fill',
      source: 'zones',
      filter: forbidden,
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.8 },
    },
    outline,
    {
      id: 'zones-name',
      type: 'symbol',
      source: 'zones',
      minzoom: 9,
      filter: forbidden,
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11 },
      paint: { 'text-color': palette.forbidden, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
    },
  ];
}

/** A wide soft band as wide as the ground it covers, and its centre line. */
function corridors(palette: Palette): Layer[] {
  return [
    {
      id: 'corridors',
      type: 'line',
      source: 'corridors',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': palette.accent,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 5, 0.38, 9, 0.2],
        'line-width': bandWidth(THINNEST_CORRIDOR),
      },
    },
    {
      id: 'corridors-centre',
      type: 'line',
      source: 'corridors',
      minzoom: 6,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.accent, 'line-opacity': 0.5, 'line-width': 1 },
    },
  ];
}

/** The name, and under it who waits there. */
function withQueue(): Expression {
  const queue = ['case', ['==', ['get', 'queue'], ''], '', ['concat', '\n', ['get', 'queue']]];
  const strong = { 'text-font': ['literal', FONT_STRONG] };
  return ['format', ['get', 'name'], {}, queue, strong] as unknown as Expression;
}

function gates(palette: Palette): Layer {
  return {
    id: GATES,
    type: 'symbol',
    source: 'gates',
    minzoom: 12,
    layout: {
      'icon-image': 'facility-barrier',
      'icon-size': 0.9,
      'text-field': withQueue(),
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'left',
      'text-justify': 'left',
      'text-offset': [0.9, 0],
      'text-optional': true,
    },
    paint: { 'text-color': palette.facility, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
  };
}

function facilities(palette: Palette): Layer {
  return {
    id: FACILITIES,
    type: 'symbol',
    source: 'facilities',
    layout: {
      'icon-image': [
        'match',
        ['get', 'kind'],
        'seaport',
        'facility-anchor',
        'border_gate',
        'facility-barrier',
        'rail_station',
        'facility-rail',
        'office',
        'facility-office',
        'facility-box',
      ],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.8, 10, 1.1],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['step', ['zoom'], '', 7, withQueue()] as unknown as Expression,
      'text-font': FONT,
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 0.9],
      'text-max-width': 9,
      'text-optional': true,
    },
    paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.3 },
  };
}
