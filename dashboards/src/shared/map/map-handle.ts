import type { MapEngine } from './engine.js';
import { Signal } from '../signal.js';

type Goal = Parameters<MapEngine['flyTo']>[0];

/** The page's map, once it is open. */
class MapHandle extends Signal<MapEngine | null> {
  #awaited: Goal | undefined;

  /** Moves the map there; before it is open, as soon as it is. */
  flyTo(place: Goal): void {
    const map = this.get();
    if (map === null) this.#awaited = place;
    else map.flyTo(place);
  }

  override set(map: MapEngine | null): void {
    super.set(map);
    if (this.#awaited !== undefined) map?.flyTo(this.#awaited);
    this.#awaited = undefined;
  }
}

export const mapHandle = new MapHandle(null);
