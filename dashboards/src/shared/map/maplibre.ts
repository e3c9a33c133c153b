import { Map as MapLibreMap, setWorkerCount, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { MapEngine } from './engine.js';
import { GlEngine, type GlDialect } from './gl-engine.js';
import { markFeature, markProperties } from './mark-features.js';
import { EMPTY_STYLE, START, type MapSetup } from './setup.js';
import { point } from './shapes.js';

/** Sources share workers in turn: with two, thousands of moving marks do not keep the ground from being drawn. */
const WORKERS = 2;

/** The default engine: MapLibre GL, everything it needs bundled. */
export function openMapLibre({ container, camera, styleUrl, theme }: MapSetup): MapEngine {
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
    pitchWithRotate: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    attributionControl: { compact: false },
  });
  map.touchZoomRotate.disableRotation();
  return new GlEngine(map, DIALECT, { theme, bundled: styleUrl === null });
}

const DIALECT: GlDialect = {
  marksSource: {},
  updateMarks(source: GeoJSONSource, { added, moved, changed, removed }) {
    return source.updateData({
      remove: removed,
      add: added.map(markFeature),
      update: [
        ...moved.map((mark) => ({ id: mark.sealId, newGeometry: point(mark) })),
        ...changed.map((mark) => ({
          id: mark.sealId,
          newGeometry: point(mark),
          addOrUpdateProperties: Object.entries(markProperties(mark)).map(([key, value]) => ({ key, value })),
        })),
      ],
    });
  },
};
