import type { StyleSpecification } from 'maplibre-gl';
import type { Theme } from '../url-state.js';
import type { Camera } from './engine.js';

export interface MapSetup {
  container: HTMLElement;
  /** Where to begin; the whole country when absent. */
  camera: Camera | undefined;
  theme: Theme;
  /** A deployer's style; `null`: the bundled base map. */
  styleUrl: string | null;
}

/** Nothing to draw, and no `glyphs`: text is drawn from the page's own fonts. Colours change at once: a change over time draws the whole map for as long. */
export const EMPTY_STYLE: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [],
  transition: { duration: 0, delay: 0 },
};

/** How near the map goes to show one container. */
export const NEAR = 11.5;

/** The whole of Vietnam, and no further than the bundled map reaches. */
export const START = {
  camera: { lat: 16.1, lon: 107.6, zoom: 5.15 },
  minZoom: 3.5,
  maxZoom: 18,
  bounds: [
    [84, -6],
    [131, 34],
  ] as [[number, number], [number, number]],
};
