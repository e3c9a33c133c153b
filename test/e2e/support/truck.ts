import type { AlarmView, TransitView } from '@haidang/contract';
import {
  containerCheckDigit,
  formatInstant,
  MINUTE,
  SECOND,
  type LatLon,
  type Metres,
} from '@haidang/domain';
import { topics } from '@haidang/wire';
import { connectAsync, type MqttClient } from 'mqtt';
import { loadCountry } from '../../../firmware-sim/src/country.js';
import { toTheRight } from '../../../firmware-sim/src/motion/geometry.js';
import { Road } from '../../../firmware-sim/src/motion/road.js';
import type { RunningPlatform } from '@haidang/testkit/platform';
import { pages } from './api.js';

/** A carrier of the demo country, whose the tests' seals are. */
export const CARRIER = 'VT-DUONGSAT';
/** Red River delta to the border, 500 m to either side; no forbidden zone is near the kilometres driven here. */
const ROUTE = 'LACHHUYEN-HUUNGHI';
/** Seconds of the truck's own time between two fixes; 60 km/h make them 500 m apart. */
const INTERVAL = 30;
const STRIDE: Metres = 500;
/** Long enough ago for twenty fixes. */
const STORY = 10 * MINUTE;
/** A time just before the first fix of a story that begins now. */
const beforeIt = () => formatInstant(Date.now() - STORY - MINUTE);

/** A sealed truck whose every fix a test decides. Its fixes are numbered, 30 s apart, and end about now. */
export class Truck {
  #seq = 0;
  #time = Date.now() - STORY;
  #metres: Metres;
  place: LatLon;
  /** What its seal tells, in percent. */
  battery = 87;

  constructor(
    private readonly road: Road,
    private readonly client: MqttClient,
    readonly sealId: string,
    readonly container: string,
    readonly transitId: string,
    startKm: number,
  ) {
    this.#metres = startKm * 1_000;
    this.place = road.at(this.#metres);
  }

  /** So many fixes, each 500 m further and this far beside the road. @returns when the last is committed */
  async drive(fixes: number, aside: Metres = 0): Promise<void> {
    for (let i = 0; i < fixes; i++) {
      const { heading, ...onRoad } = this.road.at((this.#metres += STRIDE));
      const { lat, lon } = toTheRight(onRoad, heading, aside);
      this.place = { lat, lon };
      this.#time += INTERVAL * SECOND;
      const fix = {
        seq: ++this.#seq,
        time: formatInstant(this.#time),
        ...{ lat, lon, heading, speed: 60, accuracy: 8, satellites: 9, lock: 'locked' },
        battery: this.battery,
      };
      await this.client.publishAsync(topics.fixes(this.sealId), JSON.stringify(fix), { qos: 1 });
    }
  }

  /** Leaves the corridor: three fixes over a minute and 700 m from the line are an alarm. */
  stray(): Promise<void> {
    return this.drive(3, 700);
  }

  /** Comes back: the second fix inside ends the alarm. */
  comeBack(): Promise<void> {
    return this.drive(2);
  }
}

/** The trucks of one test. All that is under way is ended with it, so that the next test finds a quiet country. */
export class Fleet {
  readonly #road = Road.ofLine(loadCountry().routes.get(ROUTE)!.legs[0]!.line.coordinates);
  #client: MqttClient | undefined;

  /** @param broker its address with the secret of {@link CARRIER}'s server in it */
  constructor(
    private readonly platform: RunningPlatform,
    private readonly broker: string,
  ) {}

  /** Registers a seal and a transit, seals, departs, and reports from the road once. */
  async truck(startKm: number): Promise<Truck> {
    const truck = await this.#sealed(startKm);
    await this.platform.call(`/transits/${truck.transitId}/depart`, { at: beforeIt() });
    await truck.drive(1);
    return truck;
  }

  /** Registers a seal and a transit, seals, and reports once from the port that it has not left; nobody has approved it. */
  async parked(): Promise<Truck> {
    const truck = await this.#sealed(-STRIDE / 1_000);
    await truck.drive(1);
    return truck;
  }

  async #sealed(startKm: number): Promise<Truck> {
    this.#client ??= await connectAsync(this.broker, { reconnectPeriod: 200 });
    const serial = ++Fleet.#made;
    const sealId = `E2E${String(serial).padStart(4, '0')}`;
    const body = `HDGU${String(serial).padStart(6, '0')}`;
    const container = `${body}${containerCheckDigit(body)}`;
    const id = `E2E-${serial}`;
    const { from, to } = loadCountry().routes.get(ROUTE)!;
    const containers = [{ number: container, sealId }];
    await this.platform.call('/seals', { id: sealId, interval: 600, organisationId: CARRIER });
    await this.platform.call('/transits', {
      ...{ id, number: `QT-2026-${serial}`, declaration: `TK-${serial}`, from, to, containers },
      ...{ carrierId: CARRIER, routeId: ROUTE, vehicle: { plate: '15C-123.45' } },
      arriveBy: formatInstant(Date.now() + 90 * MINUTE),
    });
    await this.platform.call(`/transits/${id}/seal`, { containers, at: beforeIt() });
    return new Truck(this.#road, this.#client, sealId, container, id, startKm);
  }

  /** The alarms of a transit, as the API has them. */
  alarmsOf({ transitId }: Truck): Promise<AlarmView[]> {
    return pages<AlarmView>(this.platform, `/alarms?transitId=${transitId}`);
  }

  async dispose(): Promise<void> {
    await this.#client?.endAsync();
    const underWay = '/transits?state=registered,sealed,in_transit';
    for (const { id } of await pages<TransitView>(this.platform, underWay))
      await this.platform.call(`/transits/${id}/cancel`, { reason: 'The test is over' });
    for (const { id, revision } of await pages<AlarmView>(this.platform, '/alarms?standing=true'))
      await this.platform.call(`/alarms/${id}/resolve`, { revision, ending: 'false' });
  }

  static #made = 0;
}
