import type { KmH, Metres } from '@haidang/domain';
import type { Random } from '../random.js';

const ACCELERATION = 0.6;
const BRAKING = 1.2;
/** Seconds over which the traffic around a truck changes. */
const TRAFFIC_MEMORY = 120;
const TRAFFIC_SPREAD = 0.12;

/**
 * How a loaded truck is driven: it tends to its cruising speed, which the traffic lowers and lifts, speeds up and
 * brakes as a truck can, and comes to rest at the end of its road.
 */
export class Driver {
  readonly #cruise: number;
  readonly #random: Random;
  #traffic = 1;
  /** Metres a second. */
  #speed: number;

  /** @param rolling starts at cruising speed: the truck is already on its way */
  constructor(cruise: KmH, random: Random, rolling: boolean) {
    this.#cruise = cruise / 3.6;
    this.#random = random;
    this.#speed = rolling ? this.#cruise : 0;
  }

  get speed(): KmH {
    return this.#speed * 3.6;
  }

  /**
   * One second of driving.
   * @param remaining metres to the end of the road
   * @param halted the driver wants to stand
   * @returns metres driven
   */
  second(remaining: Metres, halted: boolean): Metres {
    const pull = (1 - this.#traffic) / TRAFFIC_MEMORY;
    const push = TRAFFIC_SPREAD * Math.sqrt(2 / TRAFFIC_MEMORY) * this.#random.normal();
    this.#traffic = Math.min(Math.max(this.#traffic + pull + push, 0.5), 1.15);
    const wanted = halted ? 0 : this.#cruise * this.#traffic;
    const change = Math.min(Math.max(wanted - this.#speed, -BRAKING), ACCELERATION);
    this.#speed = Math.max(0, Math.min(this.#speed + change, stoppingSpeed(remaining)));
    const driven = Math.min(this.#speed, remaining);
    return remaining - driven < 1 ? remaining : driven;
  }
}

/** The fastest one may be to come to rest within `remaining` metres; at least a walk, so that one arrives. */
function stoppingSpeed(remaining: Metres): number {
  return Math.max(Math.sqrt(2 * BRAKING * remaining), 1);
}
