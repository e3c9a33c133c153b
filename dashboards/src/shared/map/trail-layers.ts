import { FONT, FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** The layer whose alarms answer to a click. */
export const TRAIL_ALARMS = 'trail-alarms';

/** Tracks of transits that are looked at together, the alarms that stood on their way, and where each is at the replay's time. */
export function trailLayers(palette: Palette): Layer[] {
  return [...lines(palette), ...fixes(palette), ...alarms(palette), replay(palette)];
}

function bySlot(palette: Palette): Expression {
  const [first, ...others] = palette.tracks;
  return [
    'match',
    ['get', 'slot'],
    ...others.flatMap((colour, i) => [i + 1, colour]),
    first,
  ] as unknown as Expression;
}

/** Told as it happened: whole; told later: dashed. */
function lines(palette: Palette): Layer[] {
  const of = (standing: string): Expression =>
    ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'standing'], standing]] as Expression;
  const round = { 'line-join': 'round', 'line-cap': 'round' } as const;
  return [
    {
      id: 'trail-edge',
      type: 'line',
      source: 'trails',
      filter: of('believed'),
      layout: round,
      paint: { 'line-color': palette.markEdge, 'line-width': 5.4, 'line-opacity': 0.7 },
    },
    {
      id: 'trail-believed',
      type: 'line',
      source: 'trails',
      filter: of('believed'),
      layout: round,
      paint: { 'line-color': bySlot(palette), 'line-width': 2.8 },
    },
    {
      id: 'trail-late',
      type: 'line',
      source: 'trails',
      filter: of('late'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': bySlot(palette), 'line-width': 3, 'line-dasharray': [1.6, 1.4] },
    },
  ];
}

/** A doubted position is hollow and stands alone; the others are seen near by. */
function fixes(palette: Palette): Layer[] {
  const isPoint: Expression = ['==', ['geometry-type'], 'Point'];
  const isDoubted: Expression = ['==', ['get', 'standing'], 'doubted'];
  return [
    {
      id: 'trail-fixes',
      type: 'circle',
      source: 'trails',
      minzoom: 10.5,
      filter: ['all', isPoint, ['!', isDoubted]] as unknown as Expression,
      paint: {
        'circle-radius': 2.6,
        'circle-color': palette.halo,
        'circle-stroke-color': bySlot(palette),
        'circle-stroke-width': 1.4,
      },
    },
    {
      id: 'trail-doubted',
      type: 'symbol',
      source: 'trails',
      filter: ['all', isPoint, isDoubted] as unknown as Expression,
      layout: {
        'text-field': '?',
        'text-font': FONT_STRONG,
        'text-size': 14,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': bySlot(palette), 'text-halo-color': palette.halo, 'text-halo-width': 2 },
    },
    {
      id: 'trail-times',
      type: 'symbol',
      source: 'trails',
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

function alarms(palette: Palette): Layer[] {
  return [
    {
      id: TRAIL_ALARMS,
      type: 'symbol',
      source: 'trail-alarms',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-size': 0.9,
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['case', ['get', 'standing'], 1, 0],
      },
    },
    {
      id: 'trail-alarm-names',
      type: 'symbol',
      source: 'trail-alarms',
      filter: ['get', 'standing'] as unknown as Expression,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [1.2, 0],
        'text-optional': true,
      },
      paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
    },
  ];
}

function replay(palette: Palette): Layer {
  return {
    id: 'replay',
    type: 'symbol',
    source: 'replay',
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['get', 'label'],
      'text-font': FONT_STRONG,
      'text-size': 13,
      'text-anchor': 'bottom',
      'text-offset': [0, -1.2],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': palette.chosen, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
  };
}
