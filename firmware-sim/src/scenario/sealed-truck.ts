import { MAX_BACKLOG } from '@haidang/wire';
import { SECOND, type Instant } from '@haidang/domain';
import type { Country } from '../country.js';
import { FixMemory } from '../device/fix-memory.js';
import { SealDevice } from '../device/seal-device.js';
import { SealUnit } from '../device/seal-unit.js';
import { Random } from '../random.js';
import { FaultPlan } from './faults.js';
import type { Scenario } from './schema.js';
import type { Trip } from './trip.js';
import { Truck } from './truck.js';

/** Messages a seal sends before it waits for a PUBACK. */
const IN_FLIGHT = 8;

/** A truck and the seal on its container, moved together through the scenario's time. */
export class SealedTruck {
  readonly truck: Truck;
  readonly seal: SealUnit;
  readonly #start: Instant;

  /** @param start when the scenario's second 0 is */
  constructor(
    readonly trip: Trip,
    { seed, interval }: Scenario,
    country: Country,
    start: Instant,
  ) {
    const faults = new FaultPlan(trip.faults);
    const random = new Random(seed, 'seal', trip.index);
    const device = new SealDevice({ faults, random, interval, phase: trip.index, lock: trip.lock });
    const memory = new FixMemory({ batch: MAX_BACKLOG, inFlight: IN_FLIGHT });
    this.truck = new Truck(trip, country, seed);
    this.seal = new SealUnit(trip.sealId, device, memory, faults);
    this.#start = start;
  }

  /** @param elapsed whole seconds since the scenario's start; called once for each of them in order */
  second(elapsed: number): void {
    this.truck.second(elapsed);
    this.seal.second(elapsed, this.#start + elapsed * SECOND, this.truck.truth);
  }
}
