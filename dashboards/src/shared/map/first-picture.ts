import type { Cluster } from '@haidang/contract';
import type { MultiLineString, MultiPolygon, Position } from 'geojson';
import { addressOf, BASE_SOURCES, isFar } from './base-sources.js';
import { clusterRadius } from './clusters.js';
import type { Camera } from './engine.js';
import { drawMark, MARK_ICONS } from './icons.js';
import type { MarkChange } from './marks/mark.js';
import { WORDS } from './marks/mark-group.js';
import { SIDE } from './marks/mark-pictures.js';
import { MarkSet } from './marks/mark-set.js';
import { pixelOf, sightFrom, type Sight } from './marks/sight.js';
import { spotOf } from './marks/world.js';
import type { Palette } from './palette.js';
import { START } from './setup.js';
import { viewFrom } from './view.js';

/** A cluster as it is drawn. */
interface Disc {
  at: readonly [x: number, y: number];
  radius: number;
  label: string;
}

/** Drawn by the processor: a graphics card would have to be set up first. */
const SHEET: CanvasRenderingContext2DSettings = { alpha: false, willReadFrequently: true };

const DISC_FONT = '600 12px "Be Vietnam Pro"';

/**
 * Land, borders and containers of the whole country on a plain canvas, in the very places where the map will have them. A map's library, its
 * workers and its programs for the graphics card take a weak machine seconds, and until then nobody would see where anything is.
 */
export class FirstPicture {
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #sight: Sight;
  readonly #palette: Palette;
  readonly #marks = new MarkSet();
  readonly #pictures: readonly ImageBitmap[];
  readonly #closers: (() => void)[] = [];
  #discs: readonly Disc[] = [];
  /** Sea, land and borders: drawn once, for they take longer than all containers. */
  #ground: OffscreenCanvas | undefined;
  /** The frame that is asked for; 0: none. */
  #frame = 0;

  /** Lies over all that is in the frame, lets clicks through, and goes when the frame takes another size. */
  constructor(frame: HTMLElement, camera: Camera, palette: Palette) {
    this.#palette = palette;
    this.#sight = sightFrom(camera, frame.clientWidth, frame.clientHeight);
    const { screen, ratio, size } = this.#sight;
    this.#context = given(this.#canvas.getContext('2d', SHEET));
    this.#pictures = MARK_ICONS.map((_, look) => pictureOf(look, size * ratio, palette));
    [this.#canvas.width, this.#canvas.height] = [screen[0] * ratio, screen[1] * ratio];
    this.#canvas.ariaHidden = 'true';
    this.#canvas.dataset['testid'] = 'first-picture';
    Object.assign(this.#canvas.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      pointerEvents: 'none',
    });
    frame.append(this.#canvas);
    const begun = [frame.clientWidth, frame.clientHeight].join();
    const observer = new ResizeObserver(() => {
      if ([frame.clientWidth, frame.clientHeight].join() !== begun) this.close();
    });
    observer.observe(frame);
    this.onClose(() => observer.disconnect());
  }

  /** Whether it can show what a map will: the whole country, which no limit of the map moves. */
  static canShow(camera: Camera, { clientWidth: wide, clientHeight: high }: HTMLElement): boolean {
    const [west, south, east, north] = viewFrom(camera, wide, high).bbox;
    const [[least, lowest], [most, highest]] = START.bounds;
    return wide > 0 && isFar(camera) && west > least && south > lowest && east < most && north < highest;
  }

  /** @throws Error when the ground does not come */
  async open(): Promise<void> {
    const files = [BASE_SOURCES.land.far, BASE_SOURCES.borders.far].map(geometryOf);
    const [land, borders] = (await Promise.all(files)) as [MultiPolygon, MultiLineString];
    this.#ground = this.#drawGround(this.#path(land.coordinates.flat()), this.#path(borders.coordinates));
    this.#ask();
  }

  updateMarks(change: MarkChange): void {
    this.#marks.take(change);
    this.#ask();
  }

  setClusters(clusters: readonly Cluster[], inWords: (count: number) => string): void {
    this.#discs = clusters.map((cluster) => ({
      at: pixelOf(spotOf(cluster), this.#sight),
      radius: clusterRadius(cluster.count),
      label: inWords(cluster.count),
    }));
    this.#ask();
  }

  onClose(closer: () => void): void {
    this.#closers.push(closer);
  }

  close(): void {
    for (const closer of this.#closers.splice(0)) closer();
    cancelAnimationFrame(this.#frame);
    this.#frame = -1;
    this.#canvas.remove();
  }

  #ask(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const { ratio } = this.#sight;
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.#ground === undefined) this.#fillSea(context);
    else context.drawImage(this.#ground, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const disc of this.#discs) this.#drawDisc(disc);
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { words, count } of this.#marks.groups) {
      for (let at = 0; at < count * WORDS; at += WORDS) {
        const [right, down] = pixelOf([words[at]!, words[at + 1]!], this.#sight);
        const picture = this.#pictures[words[at + 2]!]!;
        const [left, top] = [right * ratio - picture.width / 2, down * ratio - picture.height / 2];
        // at whole pixels, where it is copied and not computed anew
        context.drawImage(picture, Math.round(left), Math.round(top));
      }
    }
  }

  #drawGround(land: Path2D, borders: Path2D): OffscreenCanvas {
    const { ratio } = this.#sight;
    const ground = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    const context = given(ground.getContext('2d', SHEET));
    this.#fillSea(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#palette.land;
    context.fill(land);
    context.lineWidth = 0.8;
    context.strokeStyle = this.#palette.coast;
    context.stroke(land);
    context.setLineDash([3.2, 1.2, 0.8, 1.2]);
    context.strokeStyle = this.#palette.border;
    context.stroke(borders);
    return ground;
  }

  #fillSea(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D): void {
    context.fillStyle = this.#palette.sea;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  #drawDisc({ at: [x, y], radius, label }: Disc): void {
    const context = this.#context;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = this.#palette.land;
    context.fill();
    context.lineWidth = 1.6;
    context.strokeStyle = this.#palette.marks.on_route;
    context.stroke();
    context.font = DISC_FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = this.#palette.text;
    context.fillText(label, x, y);
  }

  #path(lines: readonly Position[][]): Path2D {
    const path = new Path2D();
    for (const line of lines) {
      for (const [i, [lon, lat]] of line.entries()) {
        const place = pixelOf(spotOf({ lat: lat!, lon: lon! }), this.#sight);
        if (i === 0) path.moveTo(...place);
        else path.lineTo(...place);
      }
    }
    return path;
  }
}

function pictureOf(look: number, scale: number, palette: Palette): ImageBitmap {
  const { icon, state } = MARK_ICONS[look]!;
  const side = Math.ceil(SIDE * scale);
  const canvas = new OffscreenCanvas(side, side);
  const context = given(canvas.getContext('2d', { willReadFrequently: true }));
  context.setTransform(scale, 0, 0, scale, side / 2, side / 2);
  drawMark(context, icon, state, palette);
  return canvas.transferToImageBitmap();
}

function given<T>(context: T | null): T {
  if (context === null) throw new Error('this browser gives no 2d canvas');
  return context;
}

async function geometryOf(file: string): Promise<unknown> {
  const response = await fetch(addressOf(file));
  if (!response.ok) throw new Error(`${file}: ${String(response.status)}`);
  const { features } = (await response.json()) as { features: { geometry: unknown }[] };
  return features[0]!.geometry;
}
