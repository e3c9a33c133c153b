import type { Map as GlMap } from 'maplibre-gl';
import type { Chosen } from '../engine.js';
import { markSize } from '../icons.js';
import type { Palette } from '../palette.js';
import { ChosenRing } from './chosen-ring.js';
import type { MarkChange } from './mark.js';
import { MarkPainter } from './mark-painter.js';
import { MarkSet } from './mark-set.js';
import { pixelOf, type Sight } from './sight.js';
import { pixelsAUnit, spotOf } from './world.js';

/** Pixels around a click in which a mark still counts as hit. */
const HIT = 10;

/**
 * Every container's mark, on a canvas of its own over the map's: marks that move each second are drawn with a few
 * calls, and the map itself, with all its layers, is drawn when it moves. Both are drawn in one frame then.
 */
export class MarkCanvas {
  readonly marks = new MarkSet();
  readonly #map: GlMap;
  readonly #canvas = document.createElement('canvas');
  readonly #gl: WebGL2RenderingContext;
  readonly #ring: ChosenRing;
  #palette: Palette;
  /** None while the graphics card is away. */
  #painter: MarkPainter | null;
  #chosen: Chosen | null = null;
  /** Width and height of the map, pixels. */
  #screen: readonly [number, number] = [0, 0];
  /** What the marks were last drawn for, as text. */
  #drawnFor = '';
  /** The frame that is asked for; 0: none. */
  #frame = 0;

  /** Lies over the map until that is removed. @throws Error when the browser has no WebGL 2, without which there is no map either */
  constructor(map: GlMap, palette: Palette) {
    this.#map = map;
    this.#palette = palette;
    const gl = this.#canvas.getContext('webgl2', { antialias: false, depth: false });
    if (gl === null) throw new Error('this browser gives no WebGL 2');
    this.#gl = gl;
    this.#painter = this.#newPainter();
    this.#ring = new ChosenRing(palette);
    this.#canvas.dataset['testid'] = 'marks';
    this.#canvas.ariaHidden = 'true';
    Object.assign(this.#canvas.style, { position: 'absolute', top: '0', left: '0', pointerEvents: 'none' });
    map.getCanvasContainer().append(this.#canvas, this.#ring.element);
    this.#canvas.addEventListener('webglcontextlost', (event) => {
      // or it never comes back
      event.preventDefault();
      this.#painter = null;
    });
    this.#canvas.addEventListener('webglcontextrestored', () => {
      this.#painter = this.#newPainter();
      this.#ask();
    });
    map.on('resize', () => this.#measure());
    map.on('render', () => this.#follow());
    map.on('remove', () => this.#close());
    this.#measure();
  }

  take(change: MarkChange): void {
    this.marks.take(change);
    if (this.marks.hasChanged) this.#ask();
  }

  choose(chosen: Chosen | null): void {
    this.#chosen = chosen;
    this.#ring.name(chosen?.label ?? null);
    this.#ask();
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#painter?.recolour(palette);
    this.#ring.recolour(palette);
    this.#ask();
  }

  /** The seal whose mark is at a pixel of the map, or near it. */
  at({ x, y }: { x: number; y: number }): string | null {
    const { lat, lng } = this.#map.unproject([x, y]);
    const zoom = this.#map.getZoom();
    return this.marks.nearest(spotOf({ lat, lon: lng }), pixelsAUnit(zoom), markSize(zoom), HIT);
  }

  #newPainter(): MarkPainter {
    return new MarkPainter(this.#gl, this.marks.groups, this.#palette);
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    this.#screen = [clientWidth, clientHeight];
    this.#ask();
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The map was drawn: in the same frame, too, the marks, if it looks elsewhere now. */
  #follow(): void {
    if (this.#frame !== 0 || JSON.stringify(this.#sight()) !== this.#drawnFor) this.#draw();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const sight = this.#sight();
    this.#fit(sight);
    this.#drawnFor = JSON.stringify(sight);
    this.#painter?.draw(sight);
    if (this.#chosen !== null) this.#ring.moveTo(...pixelOf(spotOf(this.#chosen), sight));
  }

  /** As many dots as the screen has, also after the window came to another one. */
  #fit({ screen: [wide, high], ratio }: Sight): void {
    const canvas = this.#canvas;
    const [dotsWide, dotsHigh] = [Math.round(wide * ratio), Math.round(high * ratio)];
    if (canvas.width === dotsWide && canvas.height === dotsHigh) return;
    canvas.width = dotsWide;
    canvas.height = dotsHigh;
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${high}px`;
  }

  #sight(): Sight {
    const map = this.#map;
    const center = map.getCenter();
    const { x, y } = map.project(center);
    const zoom = map.getZoom();
    return {
      middle: spotOf({ lat: center.lat, lon: center.lng }),
      middlePixel: [x, y],
      pixelsAUnit: pixelsAUnit(zoom),
      screen: this.#screen,
      ratio: devicePixelRatio,
      size: markSize(zoom),
    };
  }

  #close(): void {
    cancelAnimationFrame(this.#frame);
    // what is asked for from now on is drawn by nobody
    this.#frame = -1;
    this.#painter = null;
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
    this.#canvas.remove();
    this.#ring.element.remove();
  }
}
