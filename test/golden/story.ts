import { parseInstant, type Instant } from '@haidang/domain';
import {
  loadCountry,
  loadScenario,
  scenarioDeliveries,
  type Delivery,
} from '../../firmware-sim/src/index.js';

/** A scenario's messages, and which route each of its seals is on. */
export interface Story {
  /** Its literal beginning. */
  readonly start: Instant;
  /** Seconds it takes. */
  readonly duration: number;
  /** Route by seal. */
  readonly routes: ReadonlyMap<string, string>;
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
    deliveries: scenarioDeliveries(scenario, country),
  };
}
