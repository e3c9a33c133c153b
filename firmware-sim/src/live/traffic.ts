import { SECOND } from '@haidang/domain';
import { Random } from '../random.js';
import { routeRoad, TripPlanner } from '../scenario/planner.js';
import type { Trip } from '../scenario/trip.js';
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
  /** Trucks at their destination whose seals were opened; they stay until the last PUBACK. */
  readonly #unlocked = new Set<LiveTruck>();
  readonly #receptions = new Set<Promise<void>>();
  /** Trips whose transits wait to be registered. */
  readonly #counter: Trip[] = [];
  #atTheCounter = 0;
  #departures: { readonly routeId: string; readonly at: number }[] = [];
  #elapsed = -1;
  #closed = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#planner = new TripPlanner(stage.scenario, stage.country);
    const first = this.#planner.first();
    const taken = new Set(first.map(({ sealId }) => sealId));
    this.#pool = new SealPool(stage.country.sealIds.filter((id) => !taken.has(id)));
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
      for (const { gateId, passage } of truck.second(elapsed)) {
        const { container, direction } = passage;
        this.#stage.log('passage', { gate: gateId, direction, container: container ?? 'unread' });
        this.#camera(gateId).send(passage);
      }
      if (truck.arrived) this.#arrived(truck, elapsed);
    }
    const due = this.#departures.filter(({ at }) => at <= elapsed);
    for (const departure of due) this.#depart(departure, elapsed);
  }

  #depart(departure: { routeId: string; at: number }, elapsed: number): void {
    const sealId = this.#pool.take(elapsed);
    if (sealId === undefined) return;
    this.#departures = this.#departures.filter((other) => other !== departure);
    this.#queue(this.#planner.following(departure.routeId, sealId, elapsed));
  }

  #queue(trip: Trip): void {
    this.#counter.push(trip);
    this.#serve();
  }

  #serve(): void {
    while (this.#atTheCounter < AT_THE_COUNTER && this.#counter.length > 0) {
      const trip = this.#counter.shift()!;
      this.#atTheCounter += 1;
      void this.#release(trip).finally(() => {
        this.#atTheCounter -= 1;
        this.#serve();
      });
    }
  }

  async #release(trip: Trip): Promise<void> {
    const { officer, clock, country, log } = this.#stage;
    const way = routeRoad(country, trip.routeId).length;
    const secondsOf = (metres: number) => (metres / trip.speed) * 3.6;
    const now = clock.start + Math.max(this.#elapsed, trip.begins) * SECOND;
    const departed = Math.round(now - secondsOf(trip.startAt) * SECOND);
    const arriveBy = Math.round(now + secondsOf(way - trip.startAt) * 1.4 * SECOND);
    try {
      await officer?.release(trip, departed, arriveBy);
    } catch (error) {
      log('transit not released', {
        seal: trip.sealId,
        route: trip.routeId,
        error: (error as Error).message,
      });
      this.#nextTrip(trip, this.#elapsed);
      return;
    }
    if (this.#closed) return;
    log('on its way', { seal: trip.sealId, container: trip.container, route: trip.routeId });
    this.#trucks.add(new LiveTruck(trip, this.#stage));
  }

  #arrived(truck: LiveTruck, elapsed: number): void {
    if (!this.#unlocked.has(truck)) {
      this.#unlocked.add(truck);
      this.#stage.log('arrived', { seal: truck.trip.sealId, route: truck.trip.routeId });
      truck.unlock();
      return;
    }
    if (!truck.isDone) return;
    this.#trucks.delete(truck);
    this.#unlocked.delete(truck);
    const reception = this.#receive(truck, elapsed).finally(() => this.#receptions.delete(reception));
    this.#receptions.add(reception);
  }

  async #receive(truck: LiveTruck, elapsed: number): Promise<void> {
    const { officer, clock, log } = this.#stage;
    const { trip } = truck;
    await truck.close();
    try {
      await officer?.receive(trip, clock.start + elapsed * SECOND);
    } catch (error) {
      log('transit not closed', { seal: trip.sealId, error: (error as Error).message });
    }
    this.#nextTrip(trip, elapsed);
  }

  #nextTrip({ sealId, routeId }: Trip, elapsed: number): void {
    this.#pool.giveBack(sealId, elapsed);
    if (!this.#stage.scenario.endless) return;
    this.#departures.push({ routeId, at: elapsed + this.#random.integer(20, 60) });
  }

  #camera(gateId: string): GateCamera {
    const { broker, tally, log } = this.#stage;
    const camera = this.#cameras.get(gateId) ?? new GateCamera(gateId, broker, tally, log);
    this.#cameras.set(gateId, camera);
    return camera;
  }
}
