import { MARK_STATES, type MarkState } from '@haidang/contract';
import type { Palette } from './palette.js';

export type Shape = 'octagon' | 'triangle' | 'square' | 'dot' | 'diamond';

/** How a mark is drawn. State is never told by colour alone: each has its own shape. */
export interface MarkIcon {
  shape: Shape;
  /** Across, in CSS pixels. */
  size: number;
  /** Stale: hollow, its edge dashed. */
  hollow: boolean;
}

const SHAPES: Record<MarkState, { shape: Shape; size: number }> = {
  critical: { shape: 'octagon', size: 24 },
  major: { shape: 'triangle', size: 22 },
  minor: { shape: 'square', size: 16 },
  on_route: { shape: 'dot', size: 11 },
  idle: { shape: 'diamond', size: 9 },
};

export function markIcon(state: MarkState, stale: boolean): MarkIcon {
  return { ...SHAPES[state], hollow: stale };
}

/** The image's name in the map's style. */
export function markIconName(state: MarkState, stale: boolean): string {
  return stale ? `mark-${state}-stale` : `mark-${state}`;
}

/** Every mark there is, as {@link lookOf} counts them. */
export const MARK_ICONS = MARK_STATES.flatMap((state) => [
  { name: markIconName(state, false), state, icon: markIcon(state, false) },
  { name: markIconName(state, true), state, icon: markIcon(state, true) },
]);

/** Its place among {@link MARK_ICONS}. */
export function lookOf(state: MarkState, stale: boolean): number {
  return 2 * MARK_STATES.indexOf(state) + Number(stale);
}

/** How large marks are drawn: smaller where the whole country is in view. @returns 1: as their icons have it */
export function markSize(zoom: number): number {
  return 0.75 + 0.25 * Math.min(1, Math.max(0, (zoom - 4) / 4));
}

/** The corners of a shape `size` across around (0, 0), y downwards; a dot has none. */
export function corners(shape: Shape, size: number): [x: number, y: number][] {
  const r = size / 2;
  if (shape === 'square')
    return [
      [-r, -r],
      [r, -r],
      [r, r],
      [-r, r],
    ];
  if (shape === 'diamond')
    return [
      [0, -r],
      [r, 0],
      [0, r],
      [-r, 0],
    ];
  if (shape === 'triangle')
    return [
      [0, -r],
      [r, r * 0.8],
      [-r, r * 0.8],
    ];
  if (shape === 'octagon') return Array.from({ length: 8 }, (_, i) => octagonCorner(i, r));
  return [];
}

/** Flat sides up, down, left and right, as the stop sign has them; `r` is to the flat side. */
function octagonCorner(i: number, r: number): [number, number] {
  const angle = (Math.PI / 8) * (2 * i + 1);
  const reach = r / Math.cos(Math.PI / 8);
  return [reach * Math.cos(angle), reach * Math.sin(angle)];
}

type Canvas = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
>;

/** A patrol's shield on a grid of 16 x 16, as an SVG path. */
export const SHIELD = 'M8 1.8 13.4 3.8V8c0 3.2-2.2 5.2-5.4 6.4C4.8 13.2 2.6 11.2 2.6 8V3.8Z';

/** Room around a shape for its edge. */
export const ICON_MARGIN = 3;

/** Draws a mark around (0, 0). */
export function drawMark(canvas: Canvas, icon: MarkIcon, state: MarkState, palette: Palette): void {
  canvas.lineJoin = 'round';
  outline(canvas, icon);
  if (icon.hollow) {
    canvas.fillStyle = palette.halo;
    canvas.fill();
    canvas.lineWidth = icon.size > 14 ? 2 : 1.5;
    canvas.setLineDash(icon.size > 14 ? [4, 2.5] : [2.2, 1.6]);
    canvas.strokeStyle = palette.marks[state];
    canvas.stroke();
    canvas.setLineDash([]);
    return;
  }
  canvas.lineWidth = icon.size > 14 ? 3 : 2;
  canvas.strokeStyle = palette.markEdge;
  canvas.stroke();
  canvas.fillStyle = palette.marks[state];
  canvas.fill();
}

function outline(canvas: Canvas, { shape, size }: MarkIcon): void {
  canvas.beginPath();
  if (shape === 'dot') canvas.arc(0, 0, size / 2, 0, 2 * Math.PI);
  corners(shape, size).forEach(([x, y], i) => (i === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y)));
  canvas.closePath();
}
