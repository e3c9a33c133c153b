import {
  MINUTE,
  type Fix,
  type Instant,
  type Leg,
  type LatLon,
  type Metres,
  type Zone,
} from '@haidang/domain';
import { distanceBetween, distanceToLegs, scales } from './brute-force.js';
import { HALF_WIDTH } from './corridors.js';
import type { Trip } from './evening.js';

/** A trip with something done to it, and what must be found of that. */
export interface Known {
  readonly trip: string;
  readonly fixes: readonly Fix[];
  readonly start: Instant;
  readonly end: Instant;
}

const SHIFT: Metres = 500;
/** Well outside: past the half-width and an accuracy of 30 m, with something to spare. */
const CLEAR: Metres = 300;

/**
 * A stretch of so many fixes moved 500 m sideways: the first between fixes inside the corridor that then lies outside of
 * it all along (500 m beside a street of the route another of the same route may run), and that 500 m more at either end
 * do not make too fast to be believed. It begins at the first fix moved and ends at the first that was not.
 */
export function shiftStretch({ id, fixes }: Trip, legs: readonly Leg[], length: number): Known | undefined {
  for (let first = 2; first + length + 1 < fixes.length; first++) {
    const [before, after] = [fixes[first - 1]!, fixes[first + length]!];
    const own = fixes.slice(first, first + length);
    const beside = [...fixes.slice(first - 2, first), ...fixes.slice(first + length, first + length + 2)];
    if (beside.some((fix) => distanceToLegs(fix, legs) > HALF_WIDTH)) continue;
    if (own[0]!.time - before.time < MINUTE || after.time - own.at(-1)!.time < MINUTE) continue;
    if (own.at(-1)!.time - own[0]!.time < MINUTE || distanceBetween(before, after) < SHIFT) continue;
    for (const side of [1, -1]) {
      const moved = own.map((fix) => ({ ...fix, ...sideways(fix, before, after, side * SHIFT) }));
      if (moved.some((fix) => distanceToLegs(fix, legs) < CLEAR)) continue;
      const all = [...fixes.slice(0, first), ...moved, ...fixes.slice(first + length)];
      return { trip: id, fixes: all, start: own[0]!.time, end: after.time };
    }
  }
  return undefined;
}

function sideways({ lat, lon }: Fix, from: Fix, to: Fix, metres: Metres): LatLon {
  const [kx, ky] = scales(lat!);
  const [dx, dy] = [(to.lon! - from.lon!) * kx, (to.lat! - from.lat!) * ky];
  const scale = metres / Math.hypot(dx, dy);
  return { lat: lat! + (dx * scale) / ky, lon: lon! - (dy * scale) / kx };
}

const RADIUS: Metres = 100;

/**
 * A silence cut into a trip, and a forbidden zone in the middle of the straight line over it, away from every other part
 * of the way: 100 m to either side, crossed at an even speed. The first that lasts between so long and so long.
 */
export function cutSilence(
  { id, fixes }: Trip,
  shortest: number,
  longest: number,
): (Known & { zone: Zone }) | undefined {
  for (let last = 1; last < fixes.length - 3; last++) {
    const next = fixes.findIndex(({ time }) => time - fixes[last]!.time >= shortest);
    if (next < 0 || next > fixes.length - 2) return undefined;
    const [from, to] = [fixes[last]!, fixes[next]!];
    const length = distanceBetween(from, to);
    if (to.time - from.time > longest || length < 5 * RADIUS) continue;
    const center = { lat: (from.lat! + to.lat!) / 2, lon: (from.lon! + to.lon!) / 2 };
    const kept = [fixes.slice(0, last + 1), fixes.slice(next)];
    if (kept.some((part) => distanceToLegs(center, [lineOf(part)]) < 2 * RADIUS)) continue;
    const timeAt = (metres: Metres): Instant =>
      Math.round(from.time + (metres / length) * (to.time - from.time));
    return {
      trip: id,
      fixes: kept.flat(),
      start: timeAt(length / 2 - RADIUS),
      end: timeAt(length / 2 + RADIUS),
      zone: {
        id: 'F',
        name: 'On the straight line',
        kind: 'forbidden',
        geometry: { type: 'Circle', center, radius: RADIUS },
      },
    };
  }
  return undefined;
}

function lineOf(fixes: readonly Fix[]): Leg {
  const coordinates = fixes.map(({ lat, lon }) => [lon!, lat!] as const);
  return { line: { type: 'LineString', coordinates }, halfWidth: 0, stops: [], checkpoints: [] };
}
