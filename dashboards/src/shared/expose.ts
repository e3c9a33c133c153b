import type { Cluster, Position } from '@haidang/contract';
import { mapHandle } from './map/map-handle.js';
import type { LiveStore } from './live/store.js';
import type { Camera, Seen } from './map/engine.js';

/** What a browser test may read of a running page: the map is a picture, so its state is told apart. Read-only. */
export interface Exposed {
  /** The containers in view as last heard. */
  positions(): Position[];
  /** The clusters in view as last heard. */
  clusters(): Cluster[];
  /** Where the map looks; `null` before it is open. */
  camera(): Camera | null;
  /** The ids of what the map draws in view. */
  inView(what: Seen): readonly string[];
}

declare global {
  interface Window {
    haidang?: Exposed;
  }
}

export function exposeForTests(store: LiveStore): void {
  window.haidang = Object.freeze({
    positions: () => [...store.positions.values()].map((position) => ({ ...position })),
    clusters: () => [...store.clusters.get().values()],
    camera: () => mapHandle.get()?.camera() ?? null,
    inView: (what: Seen) => mapHandle.get()?.inView(what) ?? [],
  });
}
