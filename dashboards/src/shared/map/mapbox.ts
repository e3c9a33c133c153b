import type { Map as GlMap } from 'maplibre-gl';
import mapboxgl from 'mapbox-gl';
import 'mapbox-gl/dist/mapbox-gl.css';
import { GlEngine } from './gl-engine.js';
import { FONT } from './layer-types.js';
import { EMPTY_STYLE, START, type MapSetup } from './setup.js';

/** mapbox-gl takes no text without an address of glyphs. None is asked of it: `localFontFamily` draws them all here. */
const OWN_STYLE = { ...EMPTY_STYLE, glyphs: 'mapbox://fonts/mapbox/{fontstack}/{range}.pbf' };

/**
 * mapbox-gl, for a deployer with an account. It draws the same bundled base map unless a style is set: the names on
 * the map stay the authority's. The library itself reports to its maker; that is part of its licence.
 */
export function openMapbox({
  container,
  camera,
  styleUrl,
  theme,
  token,
}: MapSetup & { token: string }): GlEngine {
  const start = camera ?? START.camera;
  const map = new mapboxgl.Map({
    accessToken: token,
    container,
    style: (styleUrl ?? OWN_STYLE) as mapboxgl.StyleSpecification | string,
    center: [start.lon, start.lat],
    zoom: start.zoom,
    minZoom: START.minZoom,
    maxZoom: START.maxZoom,
    ...(styleUrl === null ? { maxBounds: START.bounds } : {}),
    projection: 'mercator',
    dragRotate: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: 0,
    localFontFamily: FONT[0]!,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // The calls GlEngine makes are the ones both libraries have kept since they were one.
  return new GlEngine(map as unknown as GlMap, { theme, bundled: styleUrl === null });
}
