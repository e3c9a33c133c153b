import { parseInstant, type Instant } from '@haidang/domain';
import {
  loadCountry,
  loadScenario,
  scenarioDeliveries,
  type Delivery,
  type Papers,
} from '../../firmware-sim/src/index.js';

/** A seal's transit: the route that it is registered on, and what its carrier and the officers do. */
export interface StoryTransit {
  readonly route: string;
  readonly papers: Papers;
}

/** A scenario's messages, and what transit each of its seals is on. */
export interface Story {
  /** Its literal beginning. */
  readonly start: Instant;
  /** Seconds it takes. */
  readonly duration: number;
  /** Route by seal. */
  readonly routes: ReadonlyMap<string, string>;
  /** Seals that lie in a truck to take the place of its own; by id, that one's. */
  readonly spares: ReadonlyMap<string, string>;
  /** By seal; of one that is not a spare. */
  readonly transits: ReadonlyMap<string, StoryTransit>;
  /** In the order of arrival. */
  readonly deliveries: readonly Delivery[];
}

export const country = loadCountry();

export function readStory(name: string): Story {
  const scenario = loadScenario(name, country);
  return {
    start: parseInstant(scenario.start)!,
    duration: scenario.duration!,
    routes: new Map(scenario.trucks.map(({ seal, route }) => [seal!, route])),
    spares: new Map(
      scenario.trucks.flatMap(({ seal, transit: { spareOf } }) =>
        spareOf === undefined ? [] : [[seal!, spareOf] as const],
      ),
    ),
    transits: new Map(
      scenario.trucks
        .filter(({ transit }) => transit.spareOf === undefined)
        .map(({ seal, route, transit }) => [seal!, { route: transit.route ?? route, papers: transit }]),
    ),
    deliveries: scenarioDeliveries(scenario, country),
  };
}
