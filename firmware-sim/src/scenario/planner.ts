import { containerCheckDigit, type Metres } from '@haidang/domain';
import type { Country } from '../country.js';
import { Road } from '../motion/road.js';
import { Random } from '../random.js';
import type { Fault } from './faults.js';
import { drawMishaps } from './mishaps.js';
import { BadScenario } from './load.js';
import { Papers } from './papers.js';
import type { Drill, FleetSpec, Scenario, TruckSpec } from './schema.js';
import type { Trip } from './trip.js';

const OWNERS = ['CSQU', 'TCNU', 'TOLU', 'GYOU', 'TASU', 'BEAU', 'VNLU', 'HDGU'] as const;
/** Plate prefixes of the provinces the routes cross. */
const PLATES = ['15C', '16H', '29H', '12C', '14C', '24C', '37C', '43C', '51D', '72C', '74C'] as const;

type Way = Pick<Trip, 'sealId' | 'routeId' | 'begins' | 'startAt' | 'speed' | 'faults'> &
  Partial<Pick<Trip, 'lock' | 'papers' | 'isDrill'>>;

/** Sealed and released at once. */
const ORDINARY: Papers = Papers.parse({});

/** Draws the trips of a scenario from its seed. */
export class TripPlanner {
  readonly #scenario: Scenario;
  readonly #country: Country;
  #index = 0;

  constructor(scenario: Scenario, country: Country) {
    this.#scenario = scenario;
    this.#country = country;
  }

  /**
   * The trips under way when the story begins.
   * @throws BadScenario when there are fewer seals than trucks
   */
  first(): Trip[] {
    const { trucks, fleets } = this.#scenario;
    const free = this.freeSeals();
    const nextSeal = (): string => {
      const id = free.shift();
      if (id === undefined)
        throw new BadScenario(`more trucks than the ${this.#country.sealIds.length} seals`);
      return id;
    };
    return [
      ...trucks.map((truck) => this.#told(truck, truck.seal ?? nextSeal())),
      ...fleets.flatMap((fleet) => this.#spread(fleet, nextSeal)),
    ];
  }

  /** The seals that the scenario does not name. */
  freeSeals(): string[] {
    const { trucks, drills } = this.#scenario;
    const drilled = drills?.stories.flatMap((drill) => drill.trucks.flatMap(({ seals }) => seals)) ?? [];
    const named = new Set([...trucks.map(({ seal }) => seal), ...drilled]);
    return this.#country.sealIds.filter((id) => !named.has(id));
  }

  /** The trips of a drill that begins at a second of the story. */
  drill({ trucks }: Drill, begins: number): Trip[] {
    return trucks.flatMap(({ seals, apartKm, startKm, faults, ...truck }) =>
      seals.map((sealId, i) => {
        const place = {
          startKm: startKm + i * apartKm,
          faults: faults.map((fault) => ({ ...fault, at: fault.at + begins })),
        };
        return this.#told({ ...truck, ...place }, sealId, { begins, isDrill: true });
      }),
    );
  }

  /** A trip that starts at the gate of departure. */
  following(routeId: string, sealId: string, begins: number): Trip {
    const speed = this.#random('speed').between(45, 68);
    return this.#trip({ sealId, routeId, begins, startAt: 0, speed, faults: [] });
  }

  #told(truck: TruckSpec, sealId: string, when: Partial<Pick<Trip, 'begins' | 'isDrill'>> = {}): Trip {
    const { route: routeId, speed, faults, lock, transit: papers } = truck;
    const startAt = truck.startKm * 1_000;
    return this.#trip({ sealId, routeId, begins: 0, startAt, speed, faults, lock, papers, ...when }, false);
  }

  #spread(fleet: FleetSpec, nextSeal: () => string): Trip[] {
    const length = this.#length(fleet.route);
    return Array.from({ length: fleet.count }, (_, i) => {
      const share = fleet.from + ((fleet.to - fleet.from) * (i + 0.5)) / fleet.count;
      const speed = this.#random('speed').between(...fleet.speed);
      const way = { sealId: nextSeal(), routeId: fleet.route, begins: 0, startAt: share * length, speed };
      return this.#trip({ ...way, faults: [] });
    });
  }

  #trip(way: Way, accidents = true): Trip {
    const random = this.#random('papers');
    const mishaps = this.#scenario.mishaps;
    const drawn: Fault[] =
      accidents && mishaps !== undefined ? drawMishaps(mishaps, way.begins, this.#random('mishaps')) : [];
    return {
      index: this.#index++,
      lock: 'locked',
      papers: ORDINARY,
      isDrill: false,
      ...way,
      faults: [...way.faults, ...drawn],
      container: containerNumber(random),
      plate: plate(random),
      carrierId: random.pick(this.#country.carrierIds),
    };
  }

  #length(routeId: string): Metres {
    return routeRoad(this.#country, routeId).length;
  }

  #random(purpose: string): Random {
    return new Random(this.#scenario.seed, purpose, this.#index);
  }
}

/** The whole line of a route, its legs joined. */
export function routeRoad(country: Country, routeId: string): Road {
  const route = country.routes.get(routeId);
  if (route === undefined) throw new BadScenario(`no route "${routeId}"`);
  return Road.ofLine(route.legs.flatMap(({ line }) => line.coordinates));
}

/** A container number whose check digit is right (ISO 6346). */
export function containerNumber(random: Random): string {
  const firstTen = random.pick(OWNERS) + String(random.integer(0, 999_999)).padStart(6, '0');
  return firstTen + containerCheckDigit(firstTen);
}

function plate(random: Random): string {
  const digits = String(random.integer(0, 99_999)).padStart(5, '0');
  return `${random.pick(PLATES)}-${digits.slice(0, 3)}.${digits.slice(3)}`;
}
