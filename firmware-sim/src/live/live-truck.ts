import { SECOND, type Instant } from '@haidang/domain';
import { obey } from '../device/commands.js';
import { Random } from '../random.js';
import { FaultPlan } from '../scenario/faults.js';
import { SealedTruck } from '../scenario/sealed-truck.js';
import type { Trip } from '../scenario/trip.js';
import { readPassage, type PassageMessage } from './gate-camera.js';
import { gatesOnRoute, type GateOnRoute } from './gates-on-route.js';
import { Paperwork } from './paperwork.js';
import type { Stage } from './stage.js';
import { Uplink } from './uplink.js';

export interface GatePassage {
  readonly gateId: string;
  readonly passage: PassageMessage;
  /** The truck is not there: its double is. */
  readonly isDouble: boolean;
}

/** A truck of a live run: the model, its seal's radio, and the gates it passes. */
export class LiveTruck {
  readonly paperwork: Paperwork;
  readonly #model: SealedTruck;
  readonly #uplink: Uplink;
  readonly #gates: readonly GateOnRoute[];
  readonly #faults: FaultPlan;
  readonly #random: Random;
  readonly #start: Instant;
  #unlocked = false;
  #off = false;

  constructor(
    readonly trip: Trip,
    stage: Stage,
  ) {
    const { scenario, country, clock, broker, secrets, tally, log } = stage;
    this.paperwork = new Paperwork(trip, stage);
    this.#model = new SealedTruck(trip, scenario, country, clock.start);
    // what is only a spare in another truck passes no gate itself
    this.#gates = trip.papers.spareOf === undefined ? gatesOnRoute(country, trip.routeId) : [];
    this.#faults = new FaultPlan(trip.faults);
    this.#random = new Random(scenario.seed, 'camera', trip.index);
    this.#start = clock.start;
    const { device, memory } = this.#model.seal;
    this.#uplink = new Uplink({
      broker,
      sealId: trip.sealId,
      secret: secrets.get(trip.sealId),
      memory,
      tally,
      log,
      onCommand: (payload) => obey(device, payload, clock.time(Date.now())),
    });
  }

  get arrived(): boolean {
    return this.#model.truck.arrived;
  }

  get connected(): boolean {
    return this.#uplink.up;
  }

  /** The seal was opened, has said so, and all it said is acknowledged. */
  get isDone(): boolean {
    return this.#off && this.held === 0;
  }

  /** Fixes that are not acknowledged yet. */
  get held(): number {
    return this.#model.seal.memory.held;
  }

  /**
   * One second of the story.
   * @returns the passages that gates see in it
   */
  second(elapsed: number): GatePassage[] {
    const { truck } = this.#model;
    const before = truck.progress;
    this.paperwork.second(elapsed);
    if (!this.#off) this.#model.second(elapsed);
    // Whoever opens a seal switches it off, but not before it could say so.
    if (this.#unlocked && this.#model.seal.online) this.#off = true;
    if (this.#model.seal.online) this.#uplink.open();
    else void this.#uplink.close(true);
    this.#uplink.send();
    const passed = this.#gates.filter(({ at }) => before < at && at <= truck.progress);
    const doubles = this.#faults.beginning('double', elapsed - 1, elapsed);
    return [
      ...passed.map(({ gateId, direction }) => this.#passage(gateId, direction, elapsed, false)),
      ...doubles.map(({ gate }) => this.#passage(gate, 'out', elapsed, true)),
    ];
  }

  #passage(gateId: string, direction: 'in' | 'out', elapsed: number, isDouble: boolean): GatePassage {
    const time = this.#start + elapsed * SECOND;
    return { gateId, passage: readPassage(this.trip, gateId, direction, time, this.#random), isDouble };
  }

  /** The officer at the destination opens the seal: its next fix says so. */
  unlock(): void {
    this.#unlocked = true;
    this.#model.seal.device.lock = 'open';
    this.#model.seal.device.notice('unlocked');
  }

  close(): Promise<void> {
    return this.#uplink.close();
  }
}
