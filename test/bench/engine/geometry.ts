import { PlaceSlip, type Corridor, type ZoneIndex } from '@haidang/geo';
import type { Results } from './results.js';
import type { Arrival } from './traffic.js';

/** The two questions about a fix asked of the geometry alone: how far from the route, and in which zones. */
export function askGeometry(
  corridors: readonly Corridor[],
  zones: ZoneIndex,
  arrivals: readonly Arrival[],
  results: Results,
): void {
  const hints: number[] = new Array<number>(corridors.length).fill(-1);
  const slip = new PlaceSlip();
  for (let i = 0; i < arrivals.length; i++) {
    const { transit, fix } = arrivals[i]!;
    const [lat, lon] = [fix.lat!, fix.lon!];
    const place = corridors[transit]!.locate({ lat, lon }, hints[transit], slip);
    hints[transit] = place.segment;
    results.place(i, place.distance, place.progress);
    const held = zones.at(lat, lon);
    for (let n = 0; n < held.length; n++) results.zone(i, n, held[n]!.id);
    results.noMoreZones(i, held.length);
  }
}
