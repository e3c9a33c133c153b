import type { Map as GlMap } from 'maplibre-gl';

const FLIGHT_MS = 900;

interface Destination {
  center: [number, number];
  zoom: number;
}

/**
 * Flights of the map. The libraries aim at the middle as it is when a flight begins; when the map changes its size on
 * the way, because the card opens below it, the flight begins anew, or it would end half a card beside its goal.
 */
export class Flight {
  readonly #map: GlMap;
  #bound: Destination | undefined;

  constructor(map: GlMap) {
    this.#map = map;
    map.on('moveend', () => (this.#bound = undefined));
    map.on('resize', () => {
      if (this.#bound !== undefined) this.to(this.#bound);
    });
  }

  to(destination: Destination): void {
    this.#map.flyTo({ ...destination, duration: FLIGHT_MS });
    this.#bound = this.#map.isMoving() ? destination : undefined;
  }
}
