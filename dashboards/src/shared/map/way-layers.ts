import { bandWidth, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** The source of the chosen container's way. */
export const WAY = 'way';
/** The layer of its corridor's outline, which is there as long as a way is drawn. */
export const WAY_EDGE = 'way-edge';

/** Wider than the other corridors where those are as thin as they get, pixels. */
const THINNEST_WAY = 9;

/** The way of the chosen container over the other corridors: told apart by its outline and width, what was driven by a whole line, what lies ahead by a dashed one. */
export function wayLayers(palette: Palette): Layer[] {
  const part = (name: string): Expression => ['==', ['get', 'part'], name] as unknown as Expression;
  const round = { 'line-join': 'round', 'line-cap': 'round' } as const;
  return [
    {
      id: 'way-band',
      type: 'line',
      source: WAY,
      filter: part('corridor'),
      layout: round,
      paint: { 'line-color': palette.accent, 'line-opacity': 0.25, 'line-width': bandWidth(THINNEST_WAY) },
    },
    {
      id: WAY_EDGE,
      type: 'line',
      source: WAY,
      filter: part('corridor'),
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.chosen,
        'line-opacity': 0.85,
        'line-width': 1.8,
        'line-gap-width': bandWidth(THINNEST_WAY),
      },
    },
    {
      id: 'way-ahead',
      type: 'line',
      source: WAY,
      filter: part('ahead'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.chosen, 'line-width': 1.6, 'line-dasharray': [3, 2.4] },
    },
    {
      id: 'way-driven',
      type: 'line',
      source: WAY,
      filter: part('driven'),
      layout: round,
      paint: { 'line-color': palette.chosen, 'line-width': 4 },
    },
  ];
}
