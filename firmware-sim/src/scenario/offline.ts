import { parseInstant, SECOND, type Instant } from '@haidang/domain';
import { loadCountry, type Country } from '../country.js';
import type { DeviceFix } from '../device/device-fix.js';
import { BadScenario } from './load.js';
import { TripPlanner } from './planner.js';
import type { Scenario } from './schema.js';
import { SealedTruck } from './sealed-truck.js';

/** One message as the platform would get it, over a network without delay. */
export interface Delivery {
  readonly sealId: string;
  /** When it arrives, by a right clock. */
  readonly at: Instant;
  readonly fixes: readonly DeviceFix[];
}

export interface SealFixes {
  readonly sealId: string;
  /** In the order of arrival; a repeated fix is there twice. */
  readonly fixes: readonly DeviceFix[];
}

/**
 * Plays a scenario without clock and network: the same scenario gives the same messages everywhere. Trucks that
 * arrive stay where they are.
 * @param country the demo country unless told
 * @throws BadScenario for an endless scenario without a duration
 */
export function scenarioDeliveries(scenario: Scenario, country: Country = loadCountry()): Delivery[] {
  if (scenario.duration === undefined)
    throw new BadScenario(`${scenario.name}: duration: wanted for offline use`);
  const start = parseInstant(scenario.start)!;
  const trucks = new TripPlanner(scenario, country)
    .first()
    .map((trip) => new SealedTruck(trip, scenario, country, start));
  const deliveries: Delivery[] = [];
  for (let elapsed = 0; elapsed <= scenario.duration; elapsed++) {
    for (const truck of trucks) {
      truck.second(elapsed);
      deliveries.push(...emptied(truck, start + elapsed * SECOND));
    }
  }
  return deliveries;
}

/** The fixes of a scenario, one entry a seal, in the order in which they arrive. */
export function scenarioFixes(scenario: Scenario, country: Country = loadCountry()): SealFixes[] {
  const bySeal = new Map<string, DeviceFix[]>();
  for (const { sealId, fixes } of scenarioDeliveries(scenario, country)) {
    const all = bySeal.get(sealId) ?? [];
    all.push(...fixes);
    bySeal.set(sealId, all);
  }
  return [...bySeal].map(([sealId, fixes]) => ({ sealId, fixes }));
}

function emptied({ seal }: SealedTruck, at: Instant): Delivery[] {
  const deliveries: Delivery[] = [];
  if (!seal.online) return deliveries;
  for (let message = seal.memory.next(); message !== undefined; message = seal.memory.next()) {
    seal.memory.acknowledge(message.id);
    deliveries.push({ sealId: seal.sealId, at, fixes: message.fixes });
  }
  return deliveries;
}
