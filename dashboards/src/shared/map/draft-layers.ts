import { bandWidth, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** What is looked at or drawn: a zone's area and edge, a route's band and its middle. Over the registered shapes, under the hand. */
export function draftLayers(palette: Palette): Layer[] {
  return [
    {
      id: 'draft-area',
      type: 'fill',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.accent, 'fill-opacity': 0.22 },
    },
    {
      id: 'draft-edge',
      type: 'line',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': palette.chosen, 'line-width': 2 },
    },
    {
      id: 'draft-band',
      type: 'line',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.accent, 'line-opacity': 0.45, 'line-width': bandWidth(6) },
    },
    {
      id: 'draft-middle',
      type: 'line',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.chosen, 'line-width': 1.6 },
    },
  ];
}
