import { drawMark, ICON_MARGIN, MARK_ICONS, SHIELD } from './icons.js';
import type { Palette } from './palette.js';
import { replayIconName, slotCorners } from './trails.js';

/** Images are drawn this much finer than they are shown: sharp on dense screens, and when enlarged. */
export const IMAGE_RATIO = 2;

export interface MapImage {
  name: string;
  data: ImageData;
}

/** Strokes of the facilities' marks on a grid of 16 x 16, as SVG paths. */
const FACILITY_PATHS = {
  anchor: 'M8 5.2V14M8 2.2a1.5 1.5 0 1 0 .01 0M5 7h6M2.5 9.5c.4 3 2.6 4.5 5.5 4.5s5.1-1.5 5.5-4.5',
  box: 'M2.5 5h11v7.5h-11zM5.5 5v7.5M8 5v7.5M10.5 5v7.5',
  barrier: 'M3 14V4M3 6.5h11.5M7 6.5 5.5 9M10.5 6.5 9 9M13.5 6.5 12 9',
  rail: 'M5 2.5v11M11 2.5v11M3.5 4.5h9M3.5 8h9M3.5 11.5h9',
  office: 'M3 14h10M4 14V5l4-2.5L12 5v9M7 14v-3.5h2V14M6.5 7h3',
} as const;

/** Every image the map's layers name, in a palette's colours. */
export function mapImages(palette: Palette): MapImage[] {
  return [
    ...MARK_ICONS.map(({ name, icon, state }) => ({
      name,
      data: draw(icon.size + 2 * ICON_MARGIN, (canvas, side) => {
        canvas.translate(side / 2, side / 2);
        drawMark(canvas, icon, state, palette);
      }),
    })),
    ...Object.entries(FACILITY_PATHS).map(([name, path]) => ({
      name: `facility-${name}`,
      data: draw(20, (canvas) => stroke(canvas, path, palette.facility, palette.halo)),
    })),
    ...palette.tracks.flatMap((colour, slot) =>
      [false, true].map((lost) => ({
        name: replayIconName(slot, lost),
        data: draw(26, (canvas, side) => slotShape(canvas, side, slot, { colour, lost, palette })),
      })),
    ),
    {
      name: 'port',
      data: draw(20, (canvas) => stroke(canvas, FACILITY_PATHS.anchor, palette.port, palette.halo)),
    },
    ...[true, false].map((isFresh) => ({
      name: isFresh ? 'patrol' : 'patrol-old',
      data: draw(20, (canvas) => shield(canvas, palette, isFresh)),
    })),
    { name: 'island', data: draw(6, (canvas, side) => ring(canvas, side, palette.textSea)) },
    { name: 'place', data: draw(6, (canvas, side) => dot(canvas, side, palette.textQuiet, palette.halo)) },
    { name: 'hatch', data: draw(8, (canvas, side) => hatch(canvas, side, palette.forbidden)) },
  ];
}

function draw(side: number, paint: (canvas: CanvasRenderingContext2D, side: number) => void): ImageData {
  const element = document.createElement('canvas');
  element.width = element.height = side * IMAGE_RATIO;
  const canvas = element.getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('this browser gives no 2d canvas');
  canvas.scale(IMAGE_RATIO, IMAGE_RATIO);
  paint(canvas, side);
  return canvas.getImageData(0, 0, element.width, element.height);
}

function stroke(canvas: CanvasRenderingContext2D, path: string, colour: string, halo: string): void {
  canvas.translate(2, 2);
  canvas.lineCap = canvas.lineJoin = 'round';
  const line = new Path2D(path);
  canvas.strokeStyle = halo;
  canvas.lineWidth = 4;
  canvas.stroke(line);
  canvas.strokeStyle = colour;
  canvas.lineWidth = 1.4;
  canvas.stroke(line);
}

/** A patrol's mark: whole, or hollow where its place is not what it told of late. */
function shield(canvas: CanvasRenderingContext2D, palette: Palette, isFresh: boolean): void {
  canvas.translate(2, 2);
  canvas.lineJoin = 'round';
  const line = new Path2D(SHIELD);
  canvas.strokeStyle = palette.halo;
  canvas.lineWidth = 3.6;
  canvas.stroke(line);
  canvas.fillStyle = isFresh ? palette.facility : palette.halo;
  canvas.fill(line);
  canvas.strokeStyle = palette.facility;
  canvas.lineWidth = 1.6;
  canvas.setLineDash(isFresh ? [] : [2.6, 1.8]);
  canvas.stroke(line);
}

function ring(canvas: CanvasRenderingContext2D, side: number, colour: string): void {
  canvas.beginPath();
  canvas.arc(side / 2, side / 2, side / 2 - 1, 0, 2 * Math.PI);
  canvas.strokeStyle = colour;
  canvas.stroke();
}

function dot(canvas: CanvasRenderingContext2D, side: number, colour: string, halo: string): void {
  canvas.beginPath();
  canvas.arc(side / 2, side / 2, side / 2 - 1, 0, 2 * Math.PI);
  canvas.strokeStyle = halo;
  canvas.stroke();
  canvas.fillStyle = colour;
  canvas.fill();
}

/** A transit's own shape, whole or, where nothing is heard of it, hollow. */
function slotShape(
  canvas: CanvasRenderingContext2D,
  side: number,
  slot: number,
  { colour, lost, palette }: { colour: string; lost: boolean; palette: Palette },
): void {
  const r = side / 2 - 3;
  canvas.translate(side / 2, side / 2);
  canvas.lineJoin = 'round';
  canvas.beginPath();
  const corners = slotCorners(slot, r);
  if (corners.length === 0) canvas.arc(0, 0, r * 0.86, 0, 2 * Math.PI);
  corners.forEach(([x, y], i) => (i === 0 ? canvas.moveTo(x, y) : canvas.lineTo(x, y)));
  canvas.closePath();
  canvas.lineWidth = lost ? 3 : 4;
  canvas.strokeStyle = lost ? colour : palette.chosen;
  canvas.setLineDash(lost ? [3, 2.4] : []);
  canvas.stroke();
  canvas.fillStyle = lost ? palette.halo : colour;
  canvas.fill();
}

/** Lines from lower left to upper right that meet where the pattern repeats. */
function hatch(canvas: CanvasRenderingContext2D, side: number, colour: string): void {
  canvas.strokeStyle = colour;
  canvas.lineWidth = 1.2;
  canvas.globalAlpha = 0.75;
  for (const shift of [-side, 0, side]) {
    canvas.beginPath();
    canvas.moveTo(shift - 1, side + 1);
    canvas.lineTo(shift + side + 1, -1);
    canvas.stroke();
  }
}
