import { formatInstant, SECOND, type Instant, type RuleSettings, type TransitStep } from '@haidang/domain';
import type { Country } from '../country.js';
import { exceptionCall, type ExceptionAct } from '../scenario/papers.js';
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
  readonly transitId?: string;
  readonly why: { readonly measured: { readonly region?: string } };
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
    const routeId = trip.papers.route ?? trip.routeId;
    const route = this.#country.routes.get(routeId)!;
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
      routeId,
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

  /** Something goes otherwise than planned, and holds since a time. */
  async except(trip: Trip, act: ExceptionAct, since: Instant): Promise<void> {
    const id = this.transitId(trip);
    const { call, body } = exceptionCall(act, trip.container);
    const said = { ...body, at: formatInstant(since), reason: 'Diễn biến trên đường (mô phỏng)' };
    await this.#api.post(`/transits/${encodeURIComponent(id)}/${call}`, `${id}:${call}:${act.at}`, said);
  }

  /** The port tells customs of its exit (form 21), as who runs it would. */
  async reportExit(trip: Trip, at: Instant): Promise<void> {
    const id = this.transitId(trip);
    await this.#api.post('/port-messages', `${id}:exit`, {
      ...{ form: '21', number: id, facilityId: this.#country.routes.get(trip.routeId)!.from },
      ...{ at: formatInstant(at), container: trip.container, plate: trip.plate },
    });
  }

  /** The trip's transit is called off. */
  callOff(trip: Trip, reason: string): Promise<void> {
    return this.#step(this.transitId(trip), 'cancel', { reason });
  }

  /** Resolves the alarms of a trip that nobody has taken on, commented or resolved. */
  resolveUntouched(trip: Trip): Promise<void> {
    return this.#resolve(`transitId=${encodeURIComponent(this.transitId(trip))}`);
  }

  /** The same with the losses of a region's feed, which hang on no transit. */
  resolveLosses(): Promise<void> {
    return this.#resolve('kind=feed_lost', isOurs);
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
        `/transits?state=registered,sealed,in_transit,arrived&limit=100${query}`,
      );
      for (const { id, state } of page.items) {
        if (!id.startsWith(TRANSIT_PREFIX) || state === 'closed' || state === 'cancelled') continue;
        if (state === 'arrived') await this.#step(id, 'close', {});
        else await this.#step(id, 'cancel', { reason: 'Thiết bị mô phỏng khởi động lại' });
        cleared += 1;
      }
      cursor = page.next;
    }
    await this.#resolve('limit=1000', isOurs);
    return cleared;
  }

  async #resolve(which: string, isMeant: (alarm: AlarmRow) => boolean = () => true): Promise<void> {
    const { items } = await this.#api.get<{ items: AlarmRow[] }>(`/alarms?${which}&state=open`);
    for (const { id, revision, assignee, comments } of items.filter(isMeant)) {
      if (assignee !== undefined || comments.length > 0) continue;
      const body = { revision, ending: 'true', ...DUTY };
      await this.#api.post(`/alarms/${id}/resolve`, `${id}:${revision}:resolve`, body);
    }
  }

  async #step(id: string, step: string, body: object): Promise<void> {
    await this.#api.post(`/transits/${encodeURIComponent(id)}/${step}`, `${id}:${step}`, body);
  }
}

/** An alarm of a transit of the simulator's, or of one region's feed: a platform that was stopped is no drill. */
function isOurs({ transitId, why }: AlarmRow): boolean {
  return transitId?.startsWith(TRANSIT_PREFIX) ?? why.measured.region !== undefined;
}

function containersOf({ container, sealId }: Trip): { number: string; sealId: string }[] {
  return [{ number: container, sealId }];
}
