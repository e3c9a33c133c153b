import type { Palette } from '../palette.js';
import { WORDS, type MarkGroup } from './mark-group.js';
import { drawPictures, loadPictures, SIDE } from './mark-pictures.js';
import { useMarkProgram, type Uniforms } from './mark-program.js';
import type { Sight } from './sight.js';

const WORD = Uint32Array.BYTES_PER_ELEMENT;

/** A group as the graphics card has it. */
interface Held {
  readonly group: MarkGroup;
  readonly vertices: WebGLVertexArrayObject;
  readonly buffer: WebGLBuffer;
  /** The block that was sent whole; parts of it are sent since. */
  words: Uint32Array | null;
}

/** Draws groups of marks with one call each. A context that was lost needs another painter. */
export class MarkPainter {
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  readonly #held: readonly Held[];

  /** @param groups the lowest first */
  constructor(gl: WebGL2RenderingContext, groups: readonly MarkGroup[], palette: Palette) {
    this.#gl = gl;
    this.#uniforms = useMarkProgram(gl);
    this.#held = groups.map((group) => hold(gl, group));
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, gl.createTexture());
    loadPictures(gl, palette);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  recolour(palette: Palette): void {
    drawPictures(this.#gl, palette);
  }

  draw({ middle, middlePixel, pixelsAUnit, screen, ratio, size }: Sight): void {
    const gl = this.#gl;
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2ui(this.#uniforms.u_middle, ...middle);
    gl.uniform2f(this.#uniforms.u_middlePixel, ...middlePixel);
    gl.uniform1f(this.#uniforms.u_pixelsAUnit, pixelsAUnit);
    gl.uniform2f(this.#uniforms.u_screen, ...screen);
    gl.uniform1f(this.#uniforms.u_dots, SIDE * size * ratio);
    for (const held of this.#held) {
      send(gl, held);
      if (held.group.count === 0) continue;
      gl.bindVertexArray(held.vertices);
      gl.drawArrays(gl.POINTS, 0, held.group.count);
    }
  }
}

function hold(gl: WebGL2RenderingContext, group: MarkGroup): Held {
  const vertices = gl.createVertexArray();
  const buffer = gl.createBuffer();
  gl.bindVertexArray(vertices);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.vertexAttribIPointer(0, 2, gl.UNSIGNED_INT, WORDS * WORD, 0);
  gl.vertexAttribIPointer(1, 1, gl.UNSIGNED_INT, WORDS * WORD, 2 * WORD);
  for (const attribute of [0, 1]) gl.enableVertexAttribArray(attribute);
  return { group, vertices, buffer, words: null };
}

/** The whole block when it is new or has grown, else what changed. */
function send(gl: WebGL2RenderingContext, held: Held): void {
  const { group, buffer } = held;
  const { from, to } = group.takeChanged();
  if (held.words === group.words && from === to) return;
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  if (held.words === group.words) {
    const [first, length] = [from * WORDS, (to - from) * WORDS];
    gl.bufferSubData(gl.ARRAY_BUFFER, first * WORD, group.words, first, length);
  } else {
    gl.bufferData(gl.ARRAY_BUFFER, group.words, gl.DYNAMIC_DRAW);
    held.words = group.words;
  }
}
