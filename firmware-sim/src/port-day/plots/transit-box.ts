import {
  formatInstant,
  MINUTE,
  SECOND,
  type Instant,
  type LatLon,
  type LockState,
  type Metres,
  type SealEvent,
} from '@haidang/domain';
import { Road } from '../../motion/road.js';
import { Box } from '../box.js';
import type { Day } from '../day.js';
import { CARRIER, GATES, NEIGHBOUR, NEIGHBOUR_GATE, PORT, PORT_GATES, ROUTE, WAY } from '../place.js';
import { AFTERWARDS, landing } from './plot.js';

/** 40 km/h over the bridge. Metres a millisecond. */
const SPEED = 40 / 3_600;
const TALKS_EVERY = 90 * SECOND;
const road = new Road(WAY);

/** How far the papers have come before the truck does. */
export interface TransitTerms {
  readonly sealed?: boolean;
  readonly approved?: boolean;
}

/** A container of the day under customs control, with its e-seal. */
export function transitBox(
  day: Day,
  name: string,
  terms: TransitTerms = {},
): { box: Box; exit: Instant; transit: TransitOfDay } {
  const box = new Box(day, name);
  const landed = box.lands(landing(day, box), 'transit');
  const exit = day.moment(
    box.random,
    Math.max(landed + 70 * MINUTE, day.start + 50 * MINUTE),
    day.end - AFTERWARDS,
  );
  return { box, exit, transit: new TransitOfDay(box, exit, terms) };
}

export class TransitOfDay {
  readonly id: string;
  readonly sealId: string;
  readonly gateId: string;
  #seq = 0;

  constructor(
    readonly box: Box,
    exit: Instant,
    { sealed = true, approved = true }: TransitTerms,
  ) {
    const { number, carrierSeal, declaration, plate, random } = box;
    this.id = `NGAY-${number}`;
    this.sealId = sealOf(number);
    this.gateId = random.pick(PORT_GATES);
    this.step(exit - 62 * MINUTE, 'register', {
      ...{ id: this.id, number: `QT-${number}`, declaration, from: PORT, to: NEIGHBOUR, routeId: ROUTE },
      ...{ carrierId: CARRIER, vehicle: { plate }, containers: [{ number, carrierSeal }] },
    });
    if (approved) this.step(exit - 50 * MINUTE, 'approve');
    if (!sealed) return;
    this.says(exit - 42 * MINUTE, {});
    this.step(exit - 40 * MINUTE, 'seal', { containers: [{ number, sealId: this.sealId }] });
  }

  step(at: Instant, step: string, body: object = {}): void {
    this.box.do(at, { do: 'transit', id: this.id, step, body });
  }

  /** A fix, at its gate unless it is told where. */
  says(
    at: Instant,
    more: {
      readonly place?: LatLon;
      readonly lock?: LockState;
      readonly events?: readonly SealEvent[];
      readonly speed?: number;
    },
  ): void {
    const { place = GATES.get(this.gateId)!, lock = 'locked', speed = 0, events } = more;
    const { lat, lon } = place;
    const said = { seq: ++this.#seq, time: formatInstant(at), lat, lon, accuracy: 8, speed, lock };
    const fix = { ...said, ...(events !== undefined && { events }) };
    this.box.do(at, { do: 'fix', sealId: this.sealId, fix });
  }

  /** Its truck comes to the gate and stands there. */
  stands(exit: Instant): void {
    for (const before of [7, 3, 1]) this.says(exit - before * MINUTE, {});
  }

  /** From the gate to the neighbour's, received there and closed. */
  drives(left: Instant): void {
    const { box, gateId } = this;
    this.step(left + 90 * SECOND, 'depart', { at: formatInstant(left) });
    const from = road.nearest(GATES.get(gateId)!).metres;
    const to = road.nearest(GATES.get(NEIGHBOUR_GATE)!).metres;
    const where = (at: Instant): Metres => from + (at - left) * SPEED;
    const there = left + (to - from) / SPEED;
    for (let at = left + TALKS_EVERY; at < there; at += TALKS_EVERY)
      this.says(Math.floor(at), { place: road.at(where(at)), speed: 40 });
    const came = Math.ceil(there);
    this.says(came - SECOND, { place: road.at(to), speed: 10 });
    box.passes(came, 'in', { gateId: NEIGHBOUR_GATE, sealId: this.sealId });
    this.says(came + MINUTE, { place: road.at(road.length) });
    this.says(came + 3 * MINUTE, { place: road.at(road.length) });
    this.step(came + 4 * MINUTE, 'arrive');
    this.step(came + 6 * MINUTE, 'close');
  }

  /** The truck does not leave: its papers are called off. */
  ends(at: Instant): void {
    this.step(at, 'cancel', { reason: 'Không thực hiện' });
  }
}

/** Registered, and on no container of the day. */
export const SPARE_SEAL = sealOf('XXXU0000000');

/** Each transit has a seal of its own. */
export function sealOf(container: string): string {
  return `PD${container}`;
}
