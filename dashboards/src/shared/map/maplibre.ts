import { Map as MapLibreMap, setWorkerCount, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { GlEngine } from './gl-engine.js';
import { EMPTY_STYLE, START, type MapSetup } from './setup.js';

/** Sources share workers in turn: with two, the names of containers that move do not keep the ground from being drawn. */
const WORKERS = 2;

/** The default engine: MapLibre GL, everything it needs bundled. */
export function openMapLibre({ container, camera, styleUrl, theme }: MapSetup): GlEngine {
  setWorkerUrl(new URL(workerUrl, location.href).href);
  setWorkerCount(WORKERS);
  const start = camera ?? START.camera;
  const map = new MapLibreMap({
    container,
    style: styleUrl ?? EMPTY_STYLE,
    center: [start.lon, start.lat],
    zoom: start.zoom,
    minZoom: START.minZoom,
    maxZoom: START.maxZoom,
    ...(styleUrl === null ? { maxBounds: START.bounds } : {}),
    dragRotate: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: 0,
    attributionControl: { compact: false },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return new GlEngine(map, { theme, bundled: styleUrl === null });
}
