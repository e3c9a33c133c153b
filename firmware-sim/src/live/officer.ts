import { formatInstant, HOUR, SECOND, type Instant } from '@haidang/domain';
import type { Country } from '../country.js';
import type { Trip } from '../scenario/trip.js';
import type { Api } from './api.js';

/** Ids of the transits that the simulator registers begin so; it never touches others. */
export const TRANSIT_PREFIX = 'SIM-';

interface TransitRow {
  readonly id: string;
  readonly state: string;
}

/** Plays the carrier who registers a transit and the officers who seal, release, receive and close it. */
export class Officer {
  readonly #api: Api;
  readonly #country: Country;
  readonly #run: string;

  /** @param begun when the run began; it keeps the ids of one run apart from another's */
  constructor(api: Api, country: Country, begun: Instant) {
    this.#api = api;
    this.#country = country;
    this.#run = Math.floor(begun / SECOND)
      .toString(36)
      .toUpperCase();
  }

  transitId({ index }: Trip): string {
    return `${TRANSIT_PREFIX}${this.#run}-${index}`;
  }

  /**
   * Registers, seals and releases a trip's transit.
   * @param departed when it left, which for a truck already under way is before now
   * @param arriveBy its deadline
   */
  async release(trip: Trip, departed: Instant, arriveBy: Instant): Promise<void> {
    const id = this.transitId(trip);
    const route = this.#country.routes.get(trip.routeId)!;
    const year = new Date(departed).getUTCFullYear();
    const running = `${this.#run}-${String(trip.index).padStart(3, '0')}`;
    await this.#api.post('/transits', `${id}:register`, {
      id,
      number: `QT-${year}-${running}`,
      declaration: `TK-${running}`,
      regime: 'transit',
      from: route.from,
      to: route.to,
      carrierId: trip.carrierId,
      vehicle: { plate: trip.plate },
      containers: [{ number: trip.container, sealId: trip.sealId }],
      routeId: trip.routeId,
      departBy: formatInstant(departed + HOUR),
      arriveBy: formatInstant(arriveBy),
    });
    const containers = [{ number: trip.container, sealId: trip.sealId }];
    await this.#step(id, 'seal', { containers });
    await this.#step(id, 'depart', { at: formatInstant(departed) });
  }

  /** Receives a container at its destination, opens the seal and closes the transit. */
  async receive(trip: Trip, at: Instant): Promise<void> {
    const id = this.transitId(trip);
    await this.#step(id, 'arrive', { at: formatInstant(at) });
    await this.#step(id, 'close', { at: formatInstant(at) });
  }

  /**
   * Ends what earlier runs left under way, so that their seals are free.
   * @returns how many
   */
  async clear(): Promise<number> {
    let cleared = 0;
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: TransitRow[]; next: string | null } = await this.#api.get(
        `/transits?limit=100${query}`,
      );
      for (const { id, state } of page.items) {
        if (!id.startsWith(TRANSIT_PREFIX) || state === 'closed' || state === 'cancelled') continue;
        if (state === 'arrived') await this.#step(id, 'close', {});
        else await this.#step(id, 'cancel', { reason: 'Thiết bị mô phỏng khởi động lại' });
        cleared += 1;
      }
      cursor = page.next;
    }
    return cleared;
  }

  #step(id: string, step: string, body: object): Promise<unknown> {
    return this.#api.post(`/transits/${encodeURIComponent(id)}/${step}`, `${id}:${step}`, body);
  }
}
