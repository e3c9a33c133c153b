import type { Metres } from '@haidang/domain';
import { nearestGate, type Country } from '../country.js';
import { routeRoad } from '../scenario/planner.js';

/** A gate that a truck of a route passes. */
export interface GateOnRoute {
  readonly gateId: string;
  readonly direction: 'in' | 'out';
  /** Metres from the beginning of the route. */
  readonly at: Metres;
}

/** The gate by which a route leaves its facility of departure, and the one by which it enters that of destination. */
export function gatesOnRoute(country: Country, routeId: string): GateOnRoute[] {
  const route = country.routes.get(routeId)!;
  const road = routeRoad(country, routeId);
  const ends = [
    { facility: route.from, end: road.at(0), direction: 'out' as const },
    { facility: route.to, end: road.at(road.length), direction: 'in' as const },
  ];
  return ends.flatMap(({ facility, end, direction }) => {
    const gate = nearestGate(country, facility, end);
    return gate === undefined ? [] : [{ gateId: gate.id, direction, at: road.nearest(gate.place).metres }];
  });
}
