import type { Metres, Zone } from '@haidang/domain';
import type { Corridor } from '@haidang/geo';
import { Libraries } from './libraries.js';
import type { Results } from './results.js';
import type { Arrival } from './traffic.js';

/** Distances from the route may differ by this much: it is what the geometry promises against WGS 84. */
export const TOLERANCE: Metres = 0.1;
/** Progress may differ by this much, or the two points on the route are equally near. */
const PROGRESS: Metres = 1;

/** How two ways of answering differ. */
export interface Difference {
  /** Fixes whose distances are further apart than the tolerance, or of which one side has none. */
  readonly distances: number;
  readonly progresses: number;
  /** Fixes held by other zones. Here nothing is tolerated. */
  readonly zones: number;
  readonly worst: Metres;
}

/** @param counts which zones the answers speak of. */
export function compare(
  answers: Results,
  expected: Results,
  arrivals: readonly Arrival[],
  corridors: readonly Corridor[],
  counts: (zone: number) => boolean,
): Difference {
  let [distances, progresses, zones, worst] = [0, 0, 0, 0];
  for (let i = 0; i < arrivals.length; i++) {
    const apart = Math.abs(answers.distance[i]! - expected.distance[i]!);
    if (!(apart <= TOLERANCE)) distances++;
    worst = Math.max(worst, apart);
    const [found, wanted] = [answers.progress[i]!, expected.progress[i]!];
    if (!(Math.abs(found - wanted) <= PROGRESS)) {
      const { transit, fix } = arrivals[i]!;
      const { lat, lon } = corridors[transit]!.at(found);
      const there = Libraries.distance(fix.lat!, fix.lon!, [lon, lat]);
      if (!(Math.abs(there - expected.distance[i]!) <= TOLERANCE)) progresses++;
    }
    const [mine, theirs] = [answers.zones(i).filter(counts), expected.zones(i).filter(counts)];
    if (mine.join() !== theirs.join()) zones++;
  }
  return { distances, progresses, zones, worst };
}

/** True for the zones of one kind, by their numbers. */
export function ofKind(zones: readonly Zone[], kind: Zone['kind']): (zone: number) => boolean {
  return (zone) => zones[zone]?.kind === kind;
}
