import type { Position } from 'geojson';
import type { Map as GlMap } from 'maplibre-gl';
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  type GeoJSONStoreFeatures,
  type TerraDrawEventListeners,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Theme } from '../url-state.js';
import type { DrawnGeometry, DrawnPart, Drawing, DrawingTool } from './drawing.js';
import { PALETTES } from './palette.js';
import { NO_SNAPS, snapTo, type Screen } from './snap.js';

/** A centimetre or so: nobody draws finer, and a file is shorter. */
const DIGITS = 7;

/** What is put there keeps every digit that it has. */
const ALL_DIGITS = 15;

const MODES: Record<DrawingTool, string> = {
  move: 'select',
  area: 'polygon',
  line: 'linestring',
  place: 'point',
};
const MODE_OF: Record<DrawnGeometry['type'], string> = {
  Polygon: 'polygon',
  LineString: 'linestring',
  Point: 'point',
};

type Hex = `#${string}`;

/** The hand of terra-draw; it draws into the engine's map by sources and layers of its own, which are gone with it. */
export function openTerraDrawing(map: GlMap, theme: Theme): Drawing {
  let snaps = NO_SNAPS;
  let drawn = 0;
  let chosen: string | undefined;
  let tellChosen: (part: string | undefined) => void = () => undefined;
  const screen = screenOf(map);
  const snapped = (lng: number, lat: number): Position | undefined => {
    const near = snapTo(snaps, screen.project(lng, lat), screen);
    return near && place([...near]);
  };
  const snapping = {
    toCoordinate: true,
    toCustom: ({ lng, lat }: { lng: number; lat: number }) => snapped(lng, lat),
  };
  const corners = { draggable: true, deletable: true, midpoints: { draggable: true }, snappable: snapping };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: ALL_DIGITS, prefixId: 'draw' }),
    idStrategy: {
      isValidId: (id) => typeof id === 'string' || typeof id === 'number',
      getId: () => `drawn-${++drawn}`,
    },
    modes: [
      new TerraDrawSelectMode({
        flags: {
          polygon: { feature: { draggable: true, coordinates: corners } },
          linestring: { feature: { draggable: true, coordinates: corners } },
          point: { feature: { draggable: true } },
        },
        // the library would take a part away and tell nobody
        keyEvents: { deselect: 'Escape', delete: null, rotate: null, scale: null },
      }),
      new TerraDrawPolygonMode({ snapping, showCoordinatePoints: true }),
      new TerraDrawLineStringMode({ snapping, showCoordinatePoints: true }),
      new TerraDrawPointMode(),
    ],
  });
  draw.start();
  draw.setMode('select');
  paint(draw, theme);

  const parts = (): DrawnPart[] =>
    draw.getSnapshot().flatMap(({ id, geometry, properties }) => {
      const isGuide =
        properties['mode'] !== MODE_OF[geometry.type] || properties['currentlyDrawing'] === true;
      return isGuide ? [] : [{ id: String(id), geometry: rounded(geometry) }];
    });

  const choice = (part: string | undefined) => {
    if (part === chosen) return;
    chosen = part;
    tellChosen(part);
  };
  let isSetting = false;
  draw.on('select', (id) => choice(String(id)));
  draw.on('deselect', () => !isSetting && choice(undefined));
  /** The library snaps corners; a place it has where the pointer was. */
  const snapPlace = (id: string | number) => {
    const geometry = draw.getSnapshotFeature(id)?.geometry;
    if (geometry?.type !== 'Point') return;
    const [lng = 0, lat = 0] = geometry.coordinates;
    const near = snapped(lng, lat);
    if (near !== undefined) draw.updateFeatureGeometry(id, { type: 'Point', coordinates: near });
  };

  return {
    setParts(wanted, wantedChoice) {
      isSetting = true;
      // while something is being drawn the library will not have it taken away
      if (draw.getMode() !== 'select') draw.setMode('select');
      draw.clear();
      const results = draw.addFeatures(
        wanted.map(({ id, geometry }) => ({
          type: 'Feature' as const,
          id,
          geometry: structuredClone(geometry),
          properties: { mode: MODE_OF[geometry.type] },
        })),
      );
      const taken = new Set(results.filter(({ valid }) => valid).map(({ id }) => id));
      const isThere = wantedChoice !== undefined && taken.has(wantedChoice);
      if (isThere) draw.selectFeature(wantedChoice);
      isSetting = false;
      choice(isThere ? wantedChoice : undefined);
    },
    choose(part) {
      if (part === chosen || draw.getMode() !== MODES.move) return;
      if (draw.hasFeature(part)) draw.selectFeature(part);
    },
    setTool(tool) {
      if (draw.getMode() !== MODES[tool]) draw.setMode(MODES[tool]);
    },
    setSnaps(next) {
      snaps = next;
    },
    setTheme: (next) => paint(draw, next),
    onChange(listener) {
      const told: TerraDrawEventListeners['finish'] = (id, { action }) => {
        snapPlace(id);
        listener(parts(), action === 'draw' ? String(id) : undefined);
      };
      draw.on('finish', told);
    },
    onChoose(listener) {
      tellChosen = listener;
    },
    close: () => draw.stop(),
  };
}

function paint(draw: TerraDraw, theme: Theme): void {
  const palette = PALETTES[theme];
  const [accent, edge, ink] = [palette.accent, palette.markEdge, palette.chosen] as [Hex, Hex, Hex];
  const point = {
    coordinatePointColor: ink,
    coordinatePointOutlineColor: edge,
    coordinatePointWidth: 5,
  } as const;
  const closing = { closingPointColor: accent, closingPointOutlineColor: ink, closingPointWidth: 7 } as const;
  const snapped = {
    snappingPointColor: accent,
    snappingPointOutlineColor: ink,
    snappingPointWidth: 7,
  } as const;
  draw.updateModeOptions<typeof TerraDrawPolygonMode>('polygon', {
    styles: {
      // what is drawn already the draft's own layer fills, which knows its holes
      ...{ fillColor: accent, fillOpacity: whileDrawn(0.18), outlineColor: ink, outlineWidth: 2.5 },
      ...{ ...point, ...closing, ...snapped },
    },
  });
  draw.updateModeOptions<typeof TerraDrawLineStringMode>('linestring', {
    styles: { lineStringColor: ink, lineStringWidth: 3, ...point, ...closing, ...snapped },
  });
  draw.updateModeOptions<typeof TerraDrawPointMode>('point', {
    styles: { pointColor: ink, pointOutlineColor: accent, pointWidth: 7, pointOutlineWidth: 3 },
  });
  draw.updateModeOptions<typeof TerraDrawSelectMode>('select', {
    styles: {
      ...{ selectedPolygonColor: accent, selectedPolygonFillOpacity: 0, selectedPolygonOutlineColor: ink },
      ...{ selectedPolygonOutlineWidth: 2.5, selectedLineStringColor: accent, selectedLineStringWidth: 7 },
      ...{ selectedPointColor: ink, selectedPointOutlineColor: accent, selectedPointWidth: 9 },
      ...{ selectionPointColor: ink, selectionPointOutlineColor: edge, selectionPointWidth: 6 },
      ...{ midPointColor: accent, midPointOutlineColor: edge, midPointWidth: 4 },
    },
  });
}

function whileDrawn(opacity: number) {
  return ({ properties }: GeoJSONStoreFeatures) => (properties['currentlyDrawing'] === true ? opacity : 0);
}

function screenOf(map: GlMap): Screen {
  return {
    project: (lon, lat) => map.project([lon, lat]),
    unproject: ({ x, y }) => map.unproject([x, y]).toArray(),
  };
}

function place(position: Position): Position {
  return position.slice(0, 2).map((n) => Number(n.toFixed(DIGITS)));
}

function rounded(geometry: DrawnGeometry): DrawnGeometry {
  if (geometry.type === 'Point') return { ...geometry, coordinates: place(geometry.coordinates) };
  if (geometry.type === 'LineString') return { ...geometry, coordinates: geometry.coordinates.map(place) };
  return { ...geometry, coordinates: geometry.coordinates.map((ring) => ring.map(place)) };
}
