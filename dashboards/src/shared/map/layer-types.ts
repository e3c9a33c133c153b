import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';

/** A layer of a style, as MapLibre and mapbox-gl both take it. */
export type Layer = LayerSpecification & { source?: string };
export type Expression = ExpressionSpecification;

/** A face that is loaded by the page itself: no glyph server. The strong one's weight is read from its first name. */
export const FONT = ['Be Vietnam Pro'];
export const FONT_STRONG = ['Be Vietnam Pro Semibold', 'Be Vietnam Pro'];

const NEAREST_ZOOM = 20;

/** As wide as the ground it covers, and never thinner than so many pixels: the width doubles with each zoom level, as the ground does. */
export function bandWidth(thinnest: number): Expression {
  const stops = Array.from({ length: NEAREST_ZOOM + 1 }, (_, zoom) => [
    zoom,
    ['max', thinnest, ['*', ['get', 'width'], 2 ** zoom]],
  ]);
  return ['interpolate', ['exponential', 2], ['zoom'], ...stops.flat()] as unknown as Expression;
}
