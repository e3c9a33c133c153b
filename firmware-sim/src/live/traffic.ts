import { Random } from '../random.js';
import { TripPlanner } from '../scenario/planner.js';
import type { Trip } from '../scenario/trip.js';
import { DrillGround } from './drill-ground.js';
import { GateCamera } from './gate-camera.js';
import { LiveTruck } from './live-truck.js';
import { SealPool } from './seal-pool.js';
import type { Stage } from './stage.js';

/** Transits that are registered at the API at one time. */
const AT_THE_COUNTER = 4;

/** All trucks of a live run, from the carrier's registration to the closed transit, and the next trip after it. */
export class Traffic {
  readonly #stage: Stage;
  readonly #planner: TripPlanner;
  readonly #pool: SealPool;
  readonly #random: Random;
  readonly #trucks = new Set<LiveTruck>();
  readonly #cameras = new Map<string, GateCamera>();
  readonly #drills: DrillGround | undefined;
  /** Trucks at their destination whose arrival is being confirmed or was; their seals are opened then, and they stay until the last PUBACK. */
  readonly #received = new Set<LiveTruck>();
  readonly #receptions = new Set<Promise<void>>();
  /** Trucks whose transits wait to be registered. */
  readonly #counter: LiveTruck[] = [];
  #atTheCounter = 0;
  #departures: { readonly routeId: string; readonly at: number }[] = [];
  #elapsed = -1;
  #closed = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#planner = new TripPlanner(stage.scenario, stage.country);
    const first = this.#planner.first();
    const taken = new Set(first.map(({ sealId }) => sealId));
    this.#pool = new SealPool(this.#planner.freeSeals().filter((id) => !taken.has(id)));
    const { drills } = stage.scenario;
    const called = {
      begin: (trip: Trip) => this.#queue(trip),
      callOff: (truck: LiveTruck) => this.#callOff(truck),
    };
    this.#drills = drills && new DrillGround(drills, this.#planner, called, stage);
    this.#random = new Random(stage.scenario.seed, 'traffic');
    for (const trip of first) this.#queue(trip);
  }

  /** Plays the story up to `elapsed` seconds. */
  playTo(elapsed: number): void {
    while (this.#elapsed < elapsed) this.#second(++this.#elapsed);
  }

  get summary(): { trucks: number; connected: number; held: number } {
    const trucks = [...this.#trucks];
    const passages = [...this.#cameras.values()].reduce((sum, camera) => sum + camera.held, 0);
    return {
      trucks: trucks.length,
      connected: trucks.filter(({ connected }) => connected).length,
      held: trucks.reduce((sum, { held }) => sum + held, passages),
    };
  }

  /** Lets the officers end what they are about, and switches everything off. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#receptions);
    const parts = [...this.#trucks, ...this.#cameras.values()];
    await Promise.all(parts.map((part) => part.close()));
  }

  #second(elapsed: number): void {
    for (const truck of this.#trucks) {
      for (const { gateId, passage, isDouble } of truck.second(elapsed)) {
        const { container, direction } = passage;
        this.#stage.log('passage', { gate: gateId, direction, container: container ?? 'unread' });
        this.#camera(gateId).send(passage);
        if (direction === 'out' && !isDouble) this.#hold(truck.paperwork.leave(elapsed));
      }
      if (truck.arrived) this.#arrived(truck, elapsed);
    }
    const due = this.#departures.filter(({ at }) => at <= elapsed);
    for (const departure of due) this.#depart(departure, elapsed);
    this.#drills?.second(elapsed);
  }

  #depart(departure: { routeId: string; at: number }, elapsed: number): void {
    const sealId = this.#pool.take(elapsed);
    if (sealId === undefined) return;
    this.#departures = this.#departures.filter((other) => other !== departure);
    this.#queue(this.#planner.following(departure.routeId, sealId, elapsed));
  }

  #queue(trip: Trip): LiveTruck {
    const truck = new LiveTruck(trip, this.#stage);
    this.#counter.push(truck);
    this.#serve();
    return truck;
  }

  #serve(): void {
    while (this.#atTheCounter < AT_THE_COUNTER && this.#counter.length > 0) {
      const truck = this.#counter.shift()!;
      this.#atTheCounter += 1;
      void this.#release(truck).finally(() => {
        this.#atTheCounter -= 1;
        this.#serve();
      });
    }
  }

  async #release(truck: LiveTruck): Promise<void> {
    const { log } = this.#stage;
    const { sealId: seal, routeId: route, container, begins } = truck.trip;
    try {
      await truck.paperwork.open(Math.max(this.#elapsed, begins));
    } catch (error) {
      log('transit not released', { seal, route, error: (error as Error).message });
      this.#nextTrip(truck.trip, this.#elapsed);
      return;
    }
    if (this.#closed) return;
    log('on its way', { seal, container, route });
    this.#trucks.add(truck);
  }

  #arrived(truck: LiveTruck, elapsed: number): void {
    if (!this.#received.has(truck)) {
      this.#received.add(truck);
      this.#stage.log('arrived', { seal: truck.trip.sealId, route: truck.trip.routeId });
      this.#hold(truck.paperwork.arrive(elapsed).then(() => truck.unlock()));
      return;
    }
    if (!truck.isDone) return;
    this.#trucks.delete(truck);
    this.#received.delete(truck);
    this.#hold(this.#dismiss(truck, elapsed));
  }

  async #dismiss(truck: LiveTruck, elapsed: number): Promise<void> {
    await truck.close();
    await truck.paperwork.close(elapsed);
    this.#nextTrip(truck.trip, elapsed);
  }

  #callOff(truck: LiveTruck): Promise<void> {
    this.#trucks.delete(truck);
    return truck.close().then(() => truck.paperwork.callOff());
  }

  /** The end waits for it. */
  #hold(reception: Promise<void>): void {
    const held = reception.finally(() => this.#receptions.delete(held));
    this.#receptions.add(held);
  }

  #nextTrip({ sealId, routeId, isDrill }: Trip, elapsed: number): void {
    if (isDrill) return;
    this.#pool.giveBack(sealId, elapsed);
    if (!this.#stage.scenario.endless) return;
    this.#departures.push({ routeId, at: elapsed + this.#random.integer(20, 60) });
  }

  #camera(gateId: string): GateCamera {
    const { broker, secrets, tally, log } = this.#stage;
    const camera =
      this.#cameras.get(gateId) ?? new GateCamera(gateId, broker, tally, log, secrets.get(gateId));
    this.#cameras.set(gateId, camera);
    return camera;
  }
}
