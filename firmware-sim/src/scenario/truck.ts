import type { LatLon, Metres } from '@haidang/domain';
import { middleOf, type Country } from '../country.js';
import type { Truth } from '../device/gnss.js';
import { driveBy, runBeside, turnBack } from '../motion/detour.js';
import { Driver } from '../motion/driver.js';
import type { Road } from '../motion/road.js';
import { Random } from '../random.js';
import { FaultPlan } from './faults.js';
import { routeRoad } from './planner.js';
import type { Trip } from './trip.js';

/** A truck on its route: moves by the second, leaves the route and stops where its faults say so. */
export class Truck {
  readonly #country: Country;
  readonly #driver: Driver;
  readonly #faults: FaultPlan;
  readonly #routeLength: Metres;
  #road: Road;
  #driven: Metres;
  #before: number;

  constructor(trip: Trip, country: Country, seed: number) {
    this.#country = country;
    this.#faults = new FaultPlan(trip.faults);
    this.#road = routeRoad(country, trip.routeId);
    this.#routeLength = this.#road.length;
    this.#driven = Math.min(trip.startAt, this.#road.length);
    this.#driver = new Driver(trip.speed, new Random(seed, 'driver', trip.index), trip.startAt > 0);
    this.#before = trip.begins - 1;
  }

  /** Metres to the end of the way, detours included. */
  get remaining(): Metres {
    return this.#road.length - this.#driven;
  }

  /** How far along its route it is, by what remains of it; a detour sets it back. */
  get progress(): Metres {
    return this.#routeLength - this.remaining;
  }

  get arrived(): boolean {
    return this.remaining === 0;
  }

  get truth(): Truth {
    return { ...this.#road.at(this.#driven), speed: this.arrived ? 0 : this.#driver.speed };
  }

  /** Drives for one second. */
  second(elapsed: number): void {
    this.#turnOff(elapsed);
    const halted = this.#faults.active('stop', elapsed) !== undefined;
    this.#driven += this.#driver.second(this.remaining, halted);
    this.#driven = Math.min(this.#driven, this.#road.length);
  }

  #turnOff(elapsed: number): void {
    const before = this.#before;
    this.#before = elapsed;
    if (this.arrived) return;
    for (const { aside, length } of this.#faults.beginning('detour', before, elapsed)) {
      this.#follow(runBeside(this.#road, this.#driven, aside, length));
    }
    for (const { places } of this.#faults.beginning('detour_by', before, elapsed)) {
      this.#follow(driveBy(this.#road, this.#driven, places.map(toPlace)));
    }
    for (const { metres } of this.#faults.beginning('turn_back', before, elapsed)) {
      this.#follow(turnBack(this.#road, this.#driven, metres));
    }
    for (const { zone } of this.#faults.beginning('visit_zone', before, elapsed)) {
      this.#follow(driveBy(this.#road, this.#driven, [middleOf(this.#country.zones.get(zone)!)]));
    }
  }

  #follow(road: Road): void {
    this.#road = road;
    this.#driven = 0;
  }
}

function toPlace([lon, lat]: readonly [number, number]): LatLon {
  return { lat, lon };
}
