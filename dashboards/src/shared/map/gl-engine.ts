import type { Cluster } from '@haidang/contract';
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import type { Theme } from '../url-state.js';
import { addBaseSources } from './base-sources.js';
import { CLUSTER_STEP, clusterFeatures, CLUSTERS } from './clusters.js';
import type {
  Bounds,
  Camera,
  Chosen,
  MapEngine,
  Measured,
  PickedPlace,
  Queues,
  Register,
  Seen,
} from './engine.js';
import type { Drawing } from './drawing.js';
import { Flight } from './flight.js';
import { IMAGE_RATIO, mapImages } from './images.js';
import { allLayers, overlayLayers } from './layers.js';
import { TILES, tileLayers } from './tile-layers.js';
import type { Tiles } from './tiles.js';
import type { Layer } from './layer-types.js';
import { MARK_NAMES } from './mark-layers.js';
import type { MarkChange } from './marks/mark.js';
import { MarkCanvas } from './marks/mark-canvas.js';
import { nameFeatures } from './marks/mark-names.js';
import { labelFeatures, NO_NAMES, type NameList } from './names.js';
import { PALETTES } from './palette.js';
import { patrolFeatures, PATROLS, type PlacedPatrol } from './patrols.js';
import { FACILITIES, GATES, OWN_SOURCES, type OwnSource } from './register-layers.js';
import { restyle } from './restyle.js';
import { MEASURED, measuredFeatures } from './measured-layers.js';
import { NEAR } from './setup.js';
import { collection, corridorFeatures, facilityFeatures, gateFeatures } from './shapes.js';
import { NOTHING, zoneFeatures } from './shapes.js';
import { TRAIL_ALARMS } from './trail-layers.js';
import { viewOf, type View } from './view.js';
import { wayFeatures, type Way } from './way.js';
import { WAY, WAY_EDGE } from './way-layers.js';
import {
  alarmFeatures,
  replayFeatures,
  trailFeatures,
  type PlacedAlarm,
  type ReplayMark,
  type Trails,
} from './trails.js';

export interface GlOptions {
  theme: Theme;
  /** True over the bundled base map; false over a deployer's style, which has its own ground and places. */
  bundled: boolean;
}

/** The layers that draw it, and the property that names it. */
const SEEN: Record<Seen, { layers: readonly string[]; id: string }> = {
  zones: { layers: ['zones-fill', 'zones-forbidden'], id: 'id' },
  facilities: { layers: [FACILITIES], id: 'id' },
  patrols: { layers: [PATROLS], id: 'id' },
  way: { layers: [WAY_EDGE], id: 'routeId' },
};

/** How long the map takes to come after what it follows. */
const GLIDE_MS = 600;

/** Pixels left free around what is to be seen whole. */
const ROOM = 56;

/**
 * The engine over a map of MapLibre GL, or of mapbox-gl, which has the same calls for all that is used here.
 * The map is given while its style is still loading.
 */
export class GlEngine implements MapEngine {
  readonly #map: GlMap;
  readonly #options: GlOptions;
  readonly #flight: Flight;
  readonly #shown: Promise<void>;
  #names: NameList = NO_NAMES;
  #theme: Theme;
  #layers: Layer[] = [];
  #tiles: Tiles | undefined;
  /** None before there are marks: pages that have none need no second canvas. */
  #marks: MarkCanvas | undefined;
  #chosen: Chosen | null = null;
  #register: Register | undefined;
  #queues: Queues = { facilities: new Map(), gates: new Map() };
  #isMeasuring = false;
  #followed: { lat: number; lon: number } | null = null;
  /** Which place of what is followed the map came to last, as near as its limits let it. */
  #cameTo: { lat: number; lon: number } | null = null;
  /** The names that the map has, as text. */
  #named = '[]';
  /** What of the map that answers to a click is under the pointer. */
  readonly #pointed = new Set<'mark' | 'layer'>();
  /** What to do once the style is there; `undefined` when it is. */
  #waiting: (() => void)[] | undefined = [];

  constructor(map: GlMap, options: GlOptions) {
    this.#map = map;
    this.#options = options;
    this.#theme = options.theme;
    this.#flight = new Flight(map);
    // for those who measure how long a page takes to show its map
    map.once('load', () => performance.mark('haidang-map'));
    this.#shown = new Promise((resolve) => {
      map.once('load', () => resolve());
      map.once('movestart', () => resolve());
    });
    map.once('style.load', () => this.#install());
    map.on('moveend', () => this.#nameMarks());
    map.on('moveend', () => this.#comeAfter());
    // the libraries aim at the middle as it was: on a map of another size by now they end beside it
    map.on('resize', () => (this.#cameTo = null));
    map.on('mousemove', ({ point }) => this.#pointAt(this.#pick(point) !== null, 'mark'));
  }

  camera(): Camera {
    const { lat, lng } = this.#map.getCenter();
    return { lat, lon: lng, zoom: this.#map.getZoom() };
  }

  view(): View {
    const bounds = this.#map.getBounds();
    return viewOf(
      [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
      this.#map.getZoom(),
    );
  }

  updateMarks(change: MarkChange): void {
    if (this.#marks === undefined && change.set.length === 0) return;
    this.#overMap().take(change);
    this.#nameMarks();
  }

  setClusters(clusters: readonly Cluster[], inWords: (count: number) => string): void {
    this.#setData(CLUSTERS, clusterFeatures(clusters, inWords));
  }

  setRegister(register: Register): void {
    this.#register = register;
    this.#setData('corridors', corridorFeatures(register.routes));
    this.#setData('zones', zoneFeatures(register.zones));
    this.#namePlaces();
  }

  setQueues(queues: Queues): void {
    const all = [queues, this.#queues].flatMap(({ facilities, gates }) => [facilities, gates]);
    if (all.every(({ size }) => size === 0)) return;
    this.#queues = queues;
    this.#namePlaces();
  }

  setMeasured(places: readonly Measured[] | null): void {
    if (places === null && !this.#isMeasuring) return;
    this.#isMeasuring = places !== null;
    this.#showCursor();
    // two clicks at one place are two corners, or one too many
    if (this.#isMeasuring) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
    this.#setData(MEASURED, measuredFeatures(places ?? []));
  }

  setTrack(track: FeatureCollection | null): void {
    this.#setData('track', track ?? NOTHING);
  }

  setChosen(chosen: Chosen | null): void {
    this.#chosen = chosen;
    if (chosen === null && this.#marks === undefined) return;
    this.#overMap().choose(chosen);
    this.#nameMarks();
  }

  setWay(way: Way | null): void {
    this.#setData(WAY, way === null ? NOTHING : wayFeatures(way));
  }

  setTrails(trails: Trails): void {
    this.#setData('trails', trailFeatures(trails));
  }

  setAlarms(alarms: readonly PlacedAlarm[]): void {
    this.#setData('trail-alarms', alarmFeatures(alarms));
  }

  setPatrols(patrols: readonly PlacedPatrol[]): void {
    this.#setData(PATROLS, patrolFeatures(patrols));
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

  inView(what: Seen): readonly string[] {
    if (this.#waiting !== undefined) return [];
    const { layers, id } = SEEN[what];
    const drawn = this.#map.queryRenderedFeatures({ layers: [...layers] });
    return [...new Set(drawn.map(({ properties }) => String(properties[id])))];
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

  onPickPlace(listener: (place: PickedPlace) => void): void {
    const layers = { facility: FACILITIES, gate: GATES } as const;
    for (const what of ['facility', 'gate'] as const)
      this.#map.on('click', layers[what], ({ features, point }) => {
        const id: unknown = features?.[0]?.properties['id'];
        if (typeof id === 'string' && !this.#isMeasuring && this.#pick(point) === null)
          listener({ what, id });
      });
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#marks?.recolour(PALETTES[theme]);
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

  /** Draws a deployer's tiles over the bundled ground. Told once. */
  setTiles(tiles: Tiles): void {
    this.#whenReady(() => {
      this.#map.addSource(TILES, tiles.source);
      this.#tiles = tiles;
      const wanted = this.#wantedLayers();
      const known = new Set(this.#layers.map(({ id }) => id));
      const above = wanted[wanted.findLastIndex(({ id }) => !known.has(id)) + 1];
      for (const layer of wanted) if (!known.has(layer.id)) this.#map.addLayer(layer, above?.id);
      this.#layers = wanted;
    });
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

  onShown(listener: () => void): void {
    void this.#shown.then(listener);
  }

  follow(place: { lat: number; lon: number } | null): void {
    this.#followed = place;
    this.#comeAfter();
  }

  onPanned(listener: () => void): void {
    this.#map.on('dragstart', listener);
    this.#map.on('movestart', ({ originalEvent: by }) => {
      if (by instanceof KeyboardEvent && by.key.startsWith('Arrow')) listener();
    });
  }

  onMoved(listener: () => void): void {
    this.#map.on('moveend', listener);
  }

  onPick(listener: (sealId: string | null) => void): void {
    this.#map.on('click', ({ point }) => {
      if (!this.#isMeasuring) listener(this.#pick(point));
    });
  }

  onMeasure(listener: (place: { lat: number; lon: number }) => void): void {
    this.#map.on('click', ({ lngLat }) => {
      if (this.#isMeasuring) listener({ lat: lngLat.lat, lon: lngLat.lng });
    });
  }

  close(): void {
    this.#map.remove();
  }

  /** Sources, images and layers, once the style is loaded. */
  #install(): void {
    const map = this.#map;
    for (const source of OWN_SOURCES) map.addSource(source, { type: 'geojson', data: NOTHING });
    if (this.#options.bundled) addBaseSources(map);
    for (const { name, data } of mapImages(PALETTES[this.#theme]))
      map.addImage(name, data, { pixelRatio: IMAGE_RATIO });
    this.#layers = this.#wantedLayers();
    for (const layer of this.#layers) map.addLayer(layer);
    map.on('click', CLUSTERS, ({ lngLat }) => {
      if (this.#isMeasuring) return;
      this.#flight.to({ center: [lngLat.lng, lngLat.lat], zoom: map.getZoom() + CLUSTER_STEP });
    });
    const clickable = [TRAIL_ALARMS, CLUSTERS, FACILITIES, GATES];
    map.on('mouseenter', clickable, () => this.#pointAt(true, 'layer'));
    map.on('mouseleave', clickable, () => this.#pointAt(false, 'layer'));
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const act of waiting) act();
  }

  #comeAfter(): void {
    const place = this.#followed;
    if (place === this.#cameTo || this.#map.isMoving()) return;
    this.#cameTo = place;
    if (place !== null) this.#map.easeTo({ center: [place.lon, place.lat], duration: GLIDE_MS });
  }

  #namePlaces(): void {
    if (this.#register === undefined) return;
    this.#setData('facilities', facilityFeatures(this.#register.facilities, this.#queues.facilities));
    this.#setData('gates', gateFeatures(this.#register.gates, this.#queues.gates));
  }

  /** The canvas of the marks. */
  #overMap(): MarkCanvas {
    this.#marks ??= new MarkCanvas(this.#map, PALETTES[this.#theme]);
    return this.#marks;
  }

  /** The seal whose mark is there. */
  #pick(point: { x: number; y: number }): string | null {
    return this.#marks?.at(point) ?? null;
  }

  /** Tells the map's library the names to find places for, if they are others than before: it draws everything anew for them. */
  #nameMarks(): void {
    if (this.#marks === undefined) return;
    const { bbox, zoom } = this.view();
    const about = { bounds: bbox, zoom, chosen: this.#chosen?.sealId };
    const features = nameFeatures(this.#marks.marks.all(), about);
    const named = JSON.stringify(features);
    if (named === this.#named) return;
    this.#named = named;
    this.#setData(MARK_NAMES, collection(features));
  }

  /** The pointer came over something that answers to a click, or left it. */
  #pointAt(is: boolean, what: 'mark' | 'layer'): void {
    if (is === this.#pointed.has(what)) return;
    if (is) this.#pointed.add(what);
    else this.#pointed.delete(what);
    this.#showCursor();
  }

  #showCursor(): void {
    const pointer = this.#pointed.size > 0 ? 'pointer' : '';
    this.#map.getCanvas().style.cursor = this.#isMeasuring ? 'crosshair' : pointer;
  }

  #wantedLayers(): Layer[] {
    const palette = PALETTES[this.#theme];
    if (!this.#options.bundled) return overlayLayers(palette, this.#names);
    const tiles = this.#tiles?.schemes.flatMap((scheme) => tileLayers(palette, scheme));
    return allLayers(palette, this.#names, tiles);
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
