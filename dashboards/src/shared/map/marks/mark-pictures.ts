import { drawMark, ICON_MARGIN, MARK_ICONS } from '../icons.js';
import type { Palette } from '../palette.js';

/** Pictures are drawn this much finer than they are shown, and made coarser by the graphics card: sharp on dense screens. */
const RATIO = 4;

/** A picture's width and height on the map, in pixels: the widest mark and its rim. */
export const SIDE = Math.max(...MARK_ICONS.map(({ icon }) => icon.size)) + 2 * ICON_MARGIN;

/** How much of its picture's side each mark and its rim fill, in the order of MARK_ICONS. */
export const SHARES = MARK_ICONS.map(({ icon }) => (icon.size + 2 * ICON_MARGIN) / SIDE);

/** Puts a picture of every mark into the texture that is bound, one a layer, in the order of MARK_ICONS. */
export function loadPictures(gl: WebGL2RenderingContext, palette: Palette): void {
  const side = SIDE * RATIO;
  const levels = 1 + Math.floor(Math.log2(side));
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, levels, gl.RGBA8, side, side, MARK_ICONS.length);
  drawPictures(gl, palette);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

/** Draws the pictures of {@link loadPictures} anew. */
export function drawPictures(gl: WebGL2RenderingContext, palette: Palette): void {
  const side = SIDE * RATIO;
  const canvas = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('this browser gives no 2d canvas');
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  MARK_ICONS.forEach(({ icon, state }, look) => {
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    canvas.clearRect(0, 0, side, side);
    canvas.setTransform(RATIO, 0, 0, RATIO, side / 2, side / 2);
    drawMark(canvas, icon, state, palette);
    const picture = canvas.getImageData(0, 0, side, side);
    gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, look, side, side, 1, gl.RGBA, gl.UNSIGNED_BYTE, picture);
  });
  gl.generateMipmap(gl.TEXTURE_2D_ARRAY);
}
