import type { Metres } from '@haidang/domain';
import type { Country } from '../country.js';
import { routeRoad } from '../scenario/planner.js';

/** A gate that a truck of a route passes. */
export interface GateOnRoute {
  readonly gateId: string;
  readonly direction: 'in' | 'out';
  /** Metres from the beginning of the route. */
  readonly at: Metres;
}

/**
 * The gate by which a route leaves its facility of departure, and the one by which it enters that of destination:
 * of a facility's gates the one that stands on the road.
 */
export function gatesOnRoute(country: Country, routeId: string): GateOnRoute[] {
  const route = country.routes.get(routeId)!;
  const road = routeRoad(country, routeId);
  const ends = [
    { facilityId: route.from, direction: 'out' as const },
    { facilityId: route.to, direction: 'in' as const },
  ];
  return ends.flatMap(({ facilityId, direction }) => {
    const gates = country.gates.filter((gate) => gate.facilityId === facilityId);
    const [nearest] = gates
      .map(({ id, place }) => ({ gateId: id, direction, ...road.nearest(place) }))
      .sort((a, b) => a.away - b.away);
    return nearest === undefined ? [] : [{ gateId: nearest.gateId, direction, at: nearest.metres }];
  });
}
