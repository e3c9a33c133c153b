import type { Camera } from '../engine.js';
import { markSize } from '../icons.js';
import { away, pixelsAUnit, spotOf, type Spot } from './world.js';

/** How a map looks at the world, north up. */
export interface Sight {
  /** What lies in the middle, and where that is on the screen: pixels from its upper left corner. */
  middle: Spot;
  middlePixel: readonly [x: number, y: number];
  pixelsAUnit: number;
  /** Width and height in pixels. */
  screen: readonly [wide: number, high: number];
  /** Dots of the screen a pixel. */
  ratio: number;
  /** Of the marks; 1: as their icons have it. */
  size: number;
}

/** How a map of so many pixels looks from there. */
export function sightFrom(camera: Camera, wide: number, high: number): Sight {
  return {
    middle: spotOf(camera),
    middlePixel: [wide / 2, high / 2],
    pixelsAUnit: pixelsAUnit(camera.zoom),
    screen: [wide, high],
    ratio: devicePixelRatio,
    size: markSize(camera.zoom),
  };
}

/** Where a spot is on the screen. */
export function pixelOf(
  [x, y]: Spot,
  { middle, middlePixel, pixelsAUnit: pixels }: Sight,
): [x: number, y: number] {
  return [middlePixel[0] + away(middle[0], x) * pixels, middlePixel[1] + away(middle[1], y) * pixels];
}
