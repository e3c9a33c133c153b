import type { Cluster } from '@haidang/contract';
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import type { Theme } from '../url-state.js';
import { addBaseSources } from './base-sources.js';
import { CLUSTER_STEP, clusterFeatures, CLUSTERS } from './clusters.js';
import type { Bounds, Camera, Chosen, MapEngine, Register } from './engine.js';
import type { Drawing } from './drawing.js';
import { Flight } from './flight.js';
import { IMAGE_RATIO, mapImages } from './images.js';
import { allLayers, overlayLayers } from './layers.js';
import type { Layer } from './layer-types.js';
import { MARK_LAYERS, MARK_NAMES, MARKS } from './mark-layers.js';
import { type MarkDiff } from './marks.js';
import { labelFeatures, NO_NAMES, type NameList } from './names.js';
import { PALETTES } from './palette.js';
import { OWN_SOURCES, type OwnSource } from './register-layers.js';
import { restyle } from './restyle.js';
import { NEAR } from './setup.js';
import { collection, corridorFeatures, facilityFeatures, gateFeatures } from './shapes.js';
import { NOTHING, point, zoneFeatures } from './shapes.js';
import { TRAIL_ALARMS } from './trail-layers.js';
import {
  alarmFeatures,
  replayFeatures,
  trailFeatures,
  type PlacedAlarm,
  type ReplayMark,
  type Trails,
} from './trails.js';

/** What differs between the two libraries. */
export interface GlDialect {
  /** More options of the marks' source. */
  marksSource: Record<string, unknown>;
  /** Sends changes of the marks to the source. */
  updateMarks(source: GeoJSONSource, diff: MarkDiff): Promise<void>;
}

export interface GlOptions {
  theme: Theme;
  /** True over the bundled base map; false over a deployer's style, which has its own ground and places. */
  bundled: boolean;
}

/** Pixels left free around what is to be seen whole. */
const ROOM = 56;

/** Pixels around a click in which a mark still counts as hit. */
const HIT = 10;

/** The marks wait for the ground, but not longer than this: a deployer's style may have a source that never answers. */
const GROUND_MS = 5_000;

/**
 * The engine over a map of MapLibre GL, or of mapbox-gl, which has the same calls for all that is used here.
 * The map is given while its style is still loading.
 */
export class GlEngine implements MapEngine {
  readonly #map: GlMap;
  readonly #dialect: GlDialect;
  readonly #options: GlOptions;
  readonly #flight: Flight;
  #names: NameList = NO_NAMES;
  #theme: Theme;
  #layers: Layer[] = [];
  /** Settles when the ground is drawn. */
  readonly #ground: Promise<void>;
  /** What to do once the style is there; `undefined` when it is. */
  #waiting: (() => void)[] | undefined = [];

  constructor(map: GlMap, dialect: GlDialect, options: GlOptions) {
    this.#map = map;
    this.#dialect = dialect;
    this.#options = options;
    this.#theme = options.theme;
    this.#flight = new Flight(map);
    this.#ground = new Promise((drawn) => {
      map.once('load', () => drawn());
      map.once('style.load', () => setTimeout(drawn, GROUND_MS));
    });
    map.once('style.load', () => this.#install());
  }

  camera(): Camera {
    const { lat, lng } = this.#map.getCenter();
    return { lat, lon: lng, zoom: this.#map.getZoom() };
  }

  view() {
    const bounds = this.#map.getBounds();
    const bbox: [number, number, number, number] = [
      Math.max(-180, bounds.getWest()),
      Math.max(-90, bounds.getSouth()),
      Math.min(180, bounds.getEast()),
      Math.min(90, bounds.getNorth()),
    ];
    return { bbox, zoom: this.#map.getZoom() };
  }

  updateMarks(diff: MarkDiff): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#whenReady(() => {
        void this.#ground
          .then(() => this.#dialect.updateMarks(this.#source(MARKS), diff))
          .then(resolve, reject);
      });
    });
  }

  setClusters(clusters: readonly Cluster[], inWords: (count: number) => string): void {
    this.#setData(CLUSTERS, clusterFeatures(clusters, inWords));
  }

  setRegister({ routes, zones, facilities, gates }: Register): void {
    this.#setData('corridors', corridorFeatures(routes));
    this.#setData('zones', zoneFeatures(zones));
    this.#setData('facilities', facilityFeatures(facilities));
    this.#setData('gates', gateFeatures(gates));
  }

  setTrack(track: FeatureCollection | null): void {
    this.#setData('track', track ?? NOTHING);
  }

  setChosen(chosen: Chosen | null): void {
    const features =
      chosen === null
        ? []
        : [{ type: 'Feature' as const, properties: { label: chosen.label }, geometry: point(chosen) }];
    this.#setData('chosen', collection(features));
    this.#whenReady(() => this.#map.setFilter(MARK_NAMES, ['!=', ['get', 'sealId'], chosen?.sealId ?? '']));
  }

  setTrails(trails: Trails): void {
    this.#setData('trails', trailFeatures(trails));
  }

  setAlarms(alarms: readonly PlacedAlarm[]): void {
    this.#setData('trail-alarms', alarmFeatures(alarms));
  }

  setReplay(marks: readonly ReplayMark[]): void {
    this.#setData('replay', replayFeatures(marks));
  }

  setDraft({ zones, routes }: Pick<Register, 'zones' | 'routes'>): void {
    this.#setData(
      'draft',
      collection([...zoneFeatures(zones).features, ...corridorFeatures(routes).features]),
    );
  }

  async openDrawing(): Promise<Drawing> {
    const { openTerraDrawing } = await import('./terra-drawing.js');
    await new Promise<void>((ready) => this.#whenReady(ready));
    return openTerraDrawing(this.#map, this.#theme);
  }

  zonesInView(): readonly string[] {
    if (this.#waiting !== undefined) return [];
    const drawn = this.#map.queryRenderedFeatures({ layers: ['zones-fill', 'zones-forbidden'] });
    return [...new Set(drawn.map(({ properties }) => String(properties['id'])))];
  }

  fit([west, south, east, north]: Bounds): void {
    const bounds: [[number, number], [number, number]] = [
      [west, south],
      [east, north],
    ];
    this.#map.fitBounds(bounds, { padding: ROOM, maxZoom: NEAR, animate: false });
  }

  onPickAlarm(listener: (id: string) => void): void {
    this.#map.on('click', TRAIL_ALARMS, ({ features }) => {
      const id: unknown = features?.[0]?.properties['id'];
      if (typeof id === 'string') listener(id);
    });
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#whenReady(() => {
      for (const { name, data } of mapImages(PALETTES[theme])) this.#map.updateImage(name, data);
      this.#restyle();
    });
  }

  setNames(names: NameList): void {
    this.#names = names;
    this.#setData('labels', labelFeatures(names));
    this.#whenReady(() => this.#restyle());
  }

  setLabel(label: string): void {
    this.#map.getCanvas().setAttribute('aria-label', label);
  }

  flyTo({ lat, lon, zoom }: { lat: number; lon: number; zoom?: number }): void {
    const least = Math.max(this.#map.getZoom(), zoom ?? 0);
    this.#flight.to({ center: [lon, lat], zoom: least });
  }

  jumpTo({ lat, lon, zoom }: Camera): void {
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: 250 });
  }

  onMoved(listener: () => void): void {
    this.#map.on('moveend', listener);
  }

  onPick(listener: (sealId: string | null) => void): void {
    this.#map.on('click', ({ point: { x, y } }) => {
      if (this.#waiting !== undefined) return;
      const box: [[number, number], [number, number]] = [
        [x - HIT, y - HIT],
        [x + HIT, y + HIT],
      ];
      const [hit] = this.#map.queryRenderedFeatures(box, { layers: [...MARK_LAYERS] });
      const sealId: unknown = hit?.properties['sealId'];
      listener(typeof sealId === 'string' ? sealId : null);
    });
  }

  close(): void {
    this.#map.remove();
  }

  /** Sources, images and layers, once the style is loaded. */
  #install(): void {
    const map = this.#map;
    for (const source of OWN_SOURCES) map.addSource(source, { type: 'geojson', data: NOTHING });
    map.addSource(MARKS, { type: 'geojson', data: NOTHING, ...this.#dialect.marksSource });
    if (this.#options.bundled) addBaseSources(map);
    for (const { name, data } of mapImages(PALETTES[this.#theme]))
      map.addImage(name, data, { pixelRatio: IMAGE_RATIO });
    this.#layers = this.#wantedLayers();
    for (const layer of this.#layers) map.addLayer(layer);
    map.on('click', CLUSTERS, ({ lngLat }) =>
      this.#flight.to({ center: [lngLat.lng, lngLat.lat], zoom: map.getZoom() + CLUSTER_STEP }),
    );
    const clickable = [...MARK_LAYERS, TRAIL_ALARMS, CLUSTERS];
    map.on('mouseenter', clickable, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', clickable, () => (map.getCanvas().style.cursor = ''));
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const act of waiting) act();
  }

  #wantedLayers(): Layer[] {
    const make = this.#options.bundled ? allLayers : overlayLayers;
    return make(PALETTES[this.#theme], this.#names);
  }

  #restyle(): void {
    const wanted = this.#wantedLayers();
    restyle(this.#map, this.#layers, wanted);
    this.#layers = wanted;
  }

  #setData(source: OwnSource, data: FeatureCollection): void {
    this.#whenReady(() => void this.#source(source).setData(data));
  }

  #source(name: string): GeoJSONSource {
    const source = this.#map.getSource<GeoJSONSource>(name);
    if (source === undefined) throw new Error(`the map has no source ${name}`);
    return source;
  }

  #whenReady(act: () => void): void {
    if (this.#waiting === undefined) act();
    else this.#waiting.push(act);
  }
}
