import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';

/** A layer of a style, as MapLibre and mapbox-gl both take it. */
export type Layer = LayerSpecification & { source?: string };
export type Expression = ExpressionSpecification;

/** A face that is loaded by the page itself: no glyph server. The strong one's weight is read from its first name. */
export const FONT = ['Be Vietnam Pro'];
export const FONT_STRONG = ['Be Vietnam Pro Semibold', 'Be Vietnam Pro'];
