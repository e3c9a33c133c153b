import {
  formatInstant,
  SECOND,
  type AlarmKind,
  type Instant,
  type RuleSettings,
  type TransitStep,
} from '@haidang/domain';
import type { Country } from '../country.js';
import type { Trip } from '../scenario/trip.js';
import type { Api } from './api.js';

/** Ids of the transits that the simulator registers begin so; it never touches others. */
export const TRANSIT_PREFIX = 'SIM-';
/** By whom the simulator's alarms are resolved, and why. */
const DUTY = { by: 'Trực ban (mô phỏng)', text: 'Kết thúc diễn tập' };

interface TransitRow {
  readonly id: string;
  readonly state: string;
}

interface AlarmRow {
  readonly id: string;
  readonly revision: number;
  readonly assignee?: string;
  readonly comments: readonly unknown[];
}

/** What a transit is registered with beside its trip. */
export interface Terms {
  readonly departBy: Instant;
  readonly arriveBy: Instant;
  readonly rules: RuleSettings;
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

  async register(trip: Trip, { departBy, arriveBy, rules }: Terms): Promise<void> {
    const id = this.transitId(trip);
    const route = this.#country.routes.get(trip.routeId)!;
    const year = new Date(departBy).getUTCFullYear();
    const running = `${this.#run}-${String(trip.index).padStart(3, '0')}`;
    await this.#api.post('/transits', `${id}:register`, {
      id,
      number: `${trip.isDrill ? 'DT' : 'QT'}-${year}-${running}`,
      declaration: `TK-${running}`,
      regime: 'transit',
      from: route.from,
      to: route.to,
      carrierId: trip.carrierId,
      vehicle: { plate: trip.plate },
      containers: containersOf(trip),
      routeId: trip.routeId,
      departBy: formatInstant(departBy),
      arriveBy: formatInstant(arriveBy),
      rules,
    });
  }

  /** @param at when it happened, if not now */
  async step(trip: Trip, step: TransitStep, at?: Instant): Promise<void> {
    const when = at === undefined ? {} : { at: formatInstant(at) };
    await this.#step(this.transitId(trip), step, step === 'seal' ? { containers: containersOf(trip) } : when);
  }

  /** The trip's transit is called off. */
  callOff(trip: Trip, reason: string): Promise<void> {
    return this.#step(this.transitId(trip), 'cancel', { reason });
  }

  /**
   * Resolves alarms that nobody has taken on, commented or resolved.
   * @param of whose: a trip's, or those of a kind that hangs on no transit
   */
  resolveUntouched(of: Trip | AlarmKind): Promise<void> {
    const whose =
      typeof of === 'string' ? `kind=${of}` : `transitId=${encodeURIComponent(this.transitId(of))}`;
    return this.#resolve(whose);
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
        await this.#resolve(`transitId=${encodeURIComponent(id)}`);
        cleared += 1;
      }
      cursor = page.next;
    }
    return cleared;
  }

  async #resolve(whose: string): Promise<void> {
    const { items } = await this.#api.get<{ items: AlarmRow[] }>(`/alarms?${whose}&state=open&limit=100`);
    for (const { id, revision, assignee, comments } of items) {
      if (assignee !== undefined || comments.length > 0) continue;
      const body = { revision, ending: 'true', ...DUTY };
      await this.#api.post(`/alarms/${id}/resolve`, `${id}:${revision}:resolve`, body);
    }
  }

  async #step(id: string, step: string, body: object): Promise<void> {
    await this.#api.post(`/transits/${encodeURIComponent(id)}/${step}`, `${id}:${step}`, body);
  }
}

function containersOf({ container, sealId }: Trip): { number: string; sealId: string }[] {
  return [{ number: container, sealId }];
}
