import type { Leg, Zone } from '@haidang/domain';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { eventOf, planOf, watchAll, type Counted, type Watch } from './adapter.js';
import { roads, zones, ZONES } from './country.js';
import { Results } from './results.js';
import { asDecoded, FIRST_ROUNDS, traffic, type Arrival } from './traffic.js';

/** Fixes of each transit in one round through the traffic: an hour of them. */
const ROUNDS = 120;

/** What every figure is measured on. */
export interface World {
  readonly roads: readonly Leg[];
  readonly zones: readonly Zone[];
  readonly corridors: readonly Corridor[];
  readonly index: ZoneIndex;
  readonly first: readonly Counted[];
  readonly arrivals: readonly Counted[];
}

export function buildWorld(): World {
  const legs = roads();
  const areas = zones(ZONES);
  const all = traffic(legs, ROUNDS);
  const split = FIRST_ROUNDS * legs.length; // before the counting
  return {
    roads: legs,
    zones: areas,
    corridors: legs.map((leg) => Corridor.of([leg])),
    index: ZoneIndex.of(areas),
    first: counted(all.slice(0, split)),
    arrivals: counted(all.slice(split)),
  };
}

/** Numbered, each fix decoded when it comes in: it lies in memory beside those that came with it. */
function counted(arrivals: readonly Arrival[]): Counted[] {
  return arrivals.map((arrival, number) => {
    const fix = asDecoded(arrival.fix);
    return { number, transit: arrival.transit, fix, event: eventOf(fix), isLate: arrival.isLate };
  });
}

/** Every transit watched from its start on, its first positions believed. */
export function startedWatches({ corridors, first }: World, index: ZoneIndex): Watch[] {
  const watches = watchAll(corridors.map((corridor, transit) => planOf(transit, corridor, index)));
  takeAll(watches, first, new Results(first.length));
  for (const watch of watches) watch.settle();
  return watches;
}

/** The full evaluation of fixes in the order in which they came in. */
export function takeAll(watches: readonly Watch[], arrivals: readonly Counted[], results: Results): void {
  for (let i = 0; i < arrivals.length; i++) {
    const arrival = arrivals[i]!;
    if (arrival.isLate) watches[arrival.transit]!.takeLate(arrival, results);
    else watches[arrival.transit]!.take(arrival, results);
  }
}
