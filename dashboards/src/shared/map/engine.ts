import type { Cluster, Facility, Gate, Route, Zone } from '@haidang/contract';
import type { FeatureCollection } from 'geojson';
import type { Theme } from '../url-state.js';
import type { Drawing } from './drawing.js';
import type { MarkChange } from './marks/mark.js';
import type { NameList } from './names.js';
import type { PlacedAlarm, ReplayMark, Trails } from './trails.js';
import type { PlacedPatrol } from './patrols.js';
import type { View } from './view.js';
import type { Way } from './way.js';

export interface Camera {
  lat: number;
  lon: number;
  /** 0 the world in one tile of 512 px, one more is twice as near. */
  zoom: number;
}

/** West, south, east and north, in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The registered shapes of the country. */
export interface Register {
  routes: readonly Route[];
  zones: readonly Zone[];
  facilities: readonly Facility[];
  gates: readonly Gate[];
}

/** The container the operator looks at: ringed and named, wherever it is. */
export interface Chosen {
  sealId: string;
  lat: number;
  lon: number;
  label: string;
}

/** A place of a measured way, with what stands beside it. */
export interface Measured {
  lat: number;
  lon: number;
  label: string;
}

/** How many wait, in words, by the id of a facility or gate. */
export interface Queues {
  facilities: ReadonlyMap<string, string>;
  gates: ReadonlyMap<string, string>;
}

/** What one may ask for whether it is drawn in view: registered zones, facilities, patrols, or the route of the chosen container's way. */
export type Seen = 'zones' | 'facilities' | 'patrols' | 'way';

/** What was clicked on the map, by its id. */
export interface PickedPlace {
  readonly what: 'facility' | 'gate';
  readonly id: string;
}

/**
 * All the screens know of the map. Behind it stands MapLibre GL or mapbox-gl; nothing of either shows through.
 * Calls are cheap and never throw; what is asked before the map is ready is done when it is.
 */
export interface MapEngine {
  camera(): Camera;
  /** The view to watch. */
  view(): View;
  /** Changes to the containers' marks: all are seen with the next frame. */
  updateMarks(change: MarkChange): void;
  /** Quiet containers told together; a click on one brings the map nearer. @param inWords its number as the viewer reads it */
  setClusters(clusters: readonly Cluster[], inWords: (count: number) => string): void;
  setRegister(register: Register): void;
  /** What stands beside the names of facilities and gates; those that it does not name have nothing. */
  setQueues(queues: Queues): void;
  /** A way of places that is measured, or none. While there is one, also one without a place yet, a click neither nears the map nor picks what is under it. */
  setMeasured(places: readonly Measured[] | null): void;
  /** A seal's track (a line, and a point a fix), or none. */
  setTrack(track: FeatureCollection | null): void;
  setChosen(chosen: Chosen | null): void;
  /** The way of the chosen container, told apart from the other corridors, or none. */
  setWay(way: Way | null): void;
  /** Tracks of several transits, each in the colour of its slot. */
  setTrails(trails: Trails): void;
  setPatrols(patrols: readonly PlacedPatrol[]): void;
  /** Alarms where they stood. */
  setAlarms(alarms: readonly PlacedAlarm[]): void;
  /** Where transits are at the replay's time: told up to sixty times a second. */
  setReplay(marks: readonly ReplayMark[]): void;
  /** What is looked at or drawn, over the registered shapes; the register is told without it. */
  setDraft(draft: Pick<Register, 'zones' | 'routes'>): void;
  /** Puts a hand on the map, to draw with; its library is loaded then. There is one at a time: whoever opened it closes it. */
  openDrawing(): Promise<Drawing>;
  /** The ids of what is drawn in view. */
  inView(what: Seen): readonly string[];
  /** Shows all of a stretch of the country, with room around it. */
  fit(bounds: Bounds): void;
  /** One of {@link setAlarms} was clicked. */
  onPickAlarm(listener: (id: string) => void): void;
  /** A facility or a gate was clicked, where no container's mark lies over it. */
  onPickPlace(listener: (place: PickedPlace) => void): void;
  setTheme(theme: Theme): void;
  setNames(names: NameList): void;
  /** What the map is, for those who have the page read out. */
  setLabel(label: string): void;
  /** Moves there; `zoom` is the least nearness, a nearer map stays as near. */
  flyTo(place: { lat: number; lon: number; zoom?: number }): void;
  jumpTo(camera: Camera): void;
  /** Has the map's middle come after a place that moves, or after none: once it is where it is on its way to, and as near as it is. */
  follow(place: { lat: number; lon: number } | null): void;
  zoomBy(levels: number): void;
  /** All there is was drawn for the first time, or the map moves before it was. */
  onShown(listener: () => void): void;
  /** After the view came to rest. */
  onMoved(listener: () => void): void;
  /** The map was moved to another place by hand, or by the keys with arrows. */
  onPanned(listener: () => void): void;
  /** A seal's mark was clicked, or the empty map (`null`). */
  onPick(listener: (sealId: string | null) => void): void;
  /** A place was clicked while a way is measured. */
  onMeasure(listener: (place: { lat: number; lon: number }) => void): void;
  close(): void;
}
