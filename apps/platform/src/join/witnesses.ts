import type { GateWitness } from '@haidang/store';
import type { Movement } from './movements.js';
import type { Leg, Story } from './story.js';

/**
 * What gates saw of the transits of a container: that it was let out where it departs, and, unless it came back, let in where it goes. Those that are
 * as they were written down are left out; of a transit that is older than the story what was seen before stays.
 */
export function witnessesOf(
  { container, since, legs }: Story,
  movements: readonly Movement[],
): GateWitness[] {
  return legs.flatMap((leg) => {
    const seen = seenOf(leg, movements);
    const isOlder = leg.registeredAt < since;
    const departedAt = seen.departedAt ?? (isOlder ? leg.gate.departedAt : null);
    const arrivedAt = seen.arrivedAt ?? (isOlder ? leg.gate.arrivedAt : null);
    const isKnown = departedAt === leg.gate.departedAt && arrivedAt === leg.gate.arrivedAt;
    return isKnown ? [] : [{ transitId: leg.transitId, container, departedAt, arrivedAt }];
  });
}

function seenOf(leg: Leg, movements: readonly Movement[]): Leg['gate'] {
  let departedAt: number | null = null;
  let arrivedAt: number | null = null;
  for (const { facilityId, direction, time, moved, passages } of movements) {
    if (moved !== 'passed' || passages.length === 0 || time < leg.registeredAt) continue;
    if (leg.endedAt !== null && time > leg.endedAt) break;
    if (facilityId === leg.facilityId && arrivedAt === null) {
      if (direction === 'in') departedAt = null;
      else departedAt ??= time;
    }
    if (facilityId === leg.toId && direction === 'in') arrivedAt ??= time;
  }
  return { departedAt, arrivedAt };
}
