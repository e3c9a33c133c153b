import type { LatLon, Metres } from '@haidang/domain';
import { toTheRight } from './geometry.js';
import { Road } from './road.js';

/** How densely an invented side road is drawn. */
const STEP: Metres = 100;

/** A truck never rejoins its route behind itself; this is how far ahead it does at least. */
const LEAST_AHEAD: Metres = 500;

/**
 * The road a truck follows when it leaves `road` at `at` and runs beside it for `length`.
 * It takes the first and the last quarter of the stretch to get out and back.
 * @param aside metres to the right of the road; to the left if negative
 */
export function runBeside(road: Road, at: Metres, aside: Metres, length: Metres): Road {
  const end = Math.min(at + length, road.length);
  const points: LatLon[] = [road.at(at)];
  for (let metres = at + STEP; metres < end; metres += STEP) {
    const place = road.at(metres);
    points.push(toTheRight(place, place.heading, aside * plateau((metres - at) / (end - at))));
  }
  return new Road([...points, road.at(end), ...road.after(end)]);
}

/** The road a truck follows when it leaves `road` at `at`, drives straight from place to place, and comes back to the road. */
export function driveBy(road: Road, at: Metres, places: readonly LatLon[]): Road {
  const last = places.at(-1);
  if (last === undefined) return road;
  const back = road.nearest(last, Math.min(at + LEAST_AHEAD, road.length)).metres;
  return new Road([road.at(at), ...places, road.at(back), ...road.after(back)]);
}

/** The road a truck follows when it turns at `at`, drives back for `metres` (to the road's beginning at most) and turns again. */
export function turnBack(road: Road, at: Metres, metres: Metres): Road {
  const turn = Math.max(0, at - metres);
  const back = road.between(turn, at).reverse();
  return new Road([road.at(at), ...back, road.at(turn), ...road.after(turn)]);
}

/** 0 at both ends, 1 in the middle half, straight in between. */
function plateau(share: number): number {
  return Math.min(1, share * 4, (1 - share) * 4);
}
