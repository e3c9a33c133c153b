import type { Gate, PassageView, SigningKeysView } from '@haidang/contract';
import { MINUTE, refreshAfter, SECOND } from '@haidang/domain';
import { readSignedList, readSigningKeys, reportPassage } from '../../shared/api/gates.js';
import type { LiveFeed } from '../../shared/live/feed.js';
import { ApiError } from '../../shared/api/client.js';
import { Signal } from '../../shared/signal.js';
import type { BoothClock } from './booth-clock.js';
import { deliver, refusalOf } from './courier.js';
import { trusted, type TrustedList } from './list.js';
import type { Reach } from './reach.js';
import { report } from './report.js';
import { isPassing, type Entry, type KeptList, type Report, type Shelf, type Use } from './shelf.js';

export interface BoothState {
  /** The list that may be believed; null: there is none. */
  readonly list: TrustedList | null;
  /** A list came whose signature failed, or that was another facility's. It is not used. */
  readonly isListRefused: boolean;
  readonly queue: readonly Entry[];
  readonly used: ReadonlyMap<string, Use>;
  /** False until what was kept has been taken out. */
  readonly isOpen: boolean;
}

const NOTHING: BoothState = {
  list: null,
  isListRefused: false,
  queue: [],
  used: new Map(),
  isOpen: false,
};
const TRY_AGAIN = 15 * SECOND;
/** Who may not read the list is asked again seldom. */
const REFUSED = 5 * MINUTE;
const NOTE_TIME = 30 * SECOND;
/** Customs tells of many papers at once: the list is read when it has said all. */
const SETTLED = 2 * SECOND;

/**
 * A gate's own office, with and without a network: keeps the facility's list fresh while there is one, and the queue of what was decided without,
 * which it sends when it is back, before it reads the list anew.
 */
export class Booth {
  readonly state = new Signal<BoothState>(NOTHING);
  readonly #stops: (() => void)[] = [];
  #listTimer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #isWanted = false;
  #isOver = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly gate: Gate,
    private readonly reach: Reach,
    private readonly feed: LiveFeed,
    readonly clock: BoothClock,
    private readonly onSent: (passage: PassageView) => void,
  ) {}

  start(): () => void {
    void this.#open().then(() => this.#work());
    const timer = setInterval(() => {
      if (this.state.get().queue.some(({ refused }) => refused === undefined)) void this.#work();
    }, TRY_AGAIN);
    const clock = setInterval(
      () => void this.shelf.keepTime(this.clock.note()).catch(() => undefined),
      NOTE_TIME,
    );
    this.#stops.push(
      () => clearInterval(timer),
      () => clearInterval(clock),
      () => (this.#isOver = true),
      () => clearTimeout(this.#listTimer),
      this.reach.state.subscribe(() => void this.#work()),
      this.feed.on('notice', ({ facilityId }) => {
        if (facilityId === this.gate.facilityId) this.#readListIn(SETTLED);
      }),
    );
    return () => {
      for (const stop of this.#stops.splice(0)) stop();
    };
  }

  /** Keeps what was decided before anybody is told of it. @throws DOMException when the tablet cannot keep it */
  async keep(entry: Entry, uses: Use | null): Promise<void> {
    await this.shelf.put(entry, uses);
    await this.#readShelf();
    void this.#work();
  }

  /** Tells what is otherwise than declared; without a network it waits in the queue. @throws DOMException when the tablet cannot keep it */
  async tell(report: Report): Promise<void> {
    await this.keep(report, null);
  }

  /** By which a code is checked; undefined: none are kept. */
  async keys(): Promise<SigningKeysView | undefined> {
    return (await this.shelf.list(this.gate.facilityId))?.keys;
  }

  /** What left by the platform's word is used as well, whatever an older list says. */
  async noteSeen(passages: readonly PassageView[]): Promise<void> {
    const { list, used } = this.state.get();
    const uses = passages.flatMap((one) => {
      const at = Date.parse(one.time);
      const isExit = one.direction === 'out' && (one.override?.verdict ?? one.decision.verdict) === 'pass';
      const container = isExit ? one.container : undefined;
      const isNews = at > (list?.at ?? 0) && at > (used.get(container ?? '')?.at ?? 0);
      return container !== undefined && isNews ? { container, at } : [];
    });
    if (uses.length === 0) return;
    await this.shelf.noteUses(uses);
    await this.#readShelf();
  }

  /** This gatehouse let it out since its list was made, or has yet to tell of it. */
  isUsed(container: string): boolean {
    const { list, used, queue } = this.state.get();
    const isUntold = queue
      .filter(isPassing)
      .some(
        ({ body }) =>
          body.container === container && body.direction === 'out' && body.decidedOffline?.verdict === 'pass',
      );
    const use = used.get(container);
    return isUntold || (use !== undefined && (list === null || use.at > list.at));
  }

  async #open(): Promise<void> {
    const time = await this.shelf.time();
    if (time !== undefined) this.clock.resume(time);
    const kept = await this.shelf.list(this.gate.facilityId);
    const list = kept === undefined ? undefined : await trusted(kept.jws, kept.keys, this.gate.facilityId);
    this.#set({ list: list ?? null, isListRefused: kept !== undefined && list === undefined, isOpen: true });
    await this.#readShelf();
  }

  /** One thing after the other, however many ask for it; what came in between is done after it. */
  #work(): Promise<void> {
    this.#isWanted = true;
    this.#working ??= this.#workOff();
    return this.#working;
  }

  async #workOff(): Promise<void> {
    try {
      while (this.#isWanted) {
        this.#isWanted = false;
        await this.#doWork();
      }
    } finally {
      // in the same breath as nothing more is wanted, so that no wish falls in between
      this.#working = undefined;
    }
  }

  async #doWork(): Promise<void> {
    if (this.reach.state.get().status === 'offline') return;
    try {
      await alone(() => deliver(this.shelf, (entry) => this.#send(entry)));
      await this.#readList();
    } catch (error) {
      // the network, or the platform: the reach hears of it, and the timer tries again
      const isForbidden = error instanceof ApiError && error.status === 403;
      this.#readListIn(isForbidden || refusalOf(error) !== undefined ? REFUSED : TRY_AGAIN);
    } finally {
      await this.#readShelf();
    }
  }

  async #send(entry: Entry): Promise<void> {
    if (!isPassing(entry)) return report(entry);
    const { gateId, body, key } = entry;
    const decision = await reportPassage(gateId, body, key);
    const { decidedOffline, ...passage } = body;
    this.onSent({
      ...passage,
      gateId,
      receivedAt: decision.time,
      decision,
      decidedOffline: decision.decidedOffline,
    });
  }

  async #readList(): Promise<void> {
    // a browser checks signatures, and keeps a page, over TLS alone
    if (!isSecureContext) return;
    const { facilityId } = this.gate;
    const kept: KeptList = {
      facilityId,
      jws: await readSignedList(facilityId),
      keys: await readSigningKeys(),
    };
    const list = await trusted(kept.jws, kept.keys, facilityId);
    if (list === undefined) return this.#set({ isListRefused: true });
    await this.shelf.keepList(kept);
    await this.shelf.forgetUsesBefore(list.at - MINUTE);
    this.#set({ list, isListRefused: false });
    this.#readListIn(refreshAfter(list));
  }

  #readListIn(wait: number): void {
    clearTimeout(this.#listTimer);
    if (this.#isOver) return;
    this.#listTimer = setTimeout(() => void this.#work(), wait);
  }

  async #readShelf(): Promise<void> {
    const queue = await this.shelf.queue();
    const used = new Map((await this.shelf.uses()).map((use) => [use.container, use]));
    this.#set({ queue, used });
  }

  #set(change: Partial<BoothState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}

/** Two windows of one tablet do not send the same queue at once. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  await navigator.locks.request('haidang-gatehouse-queue', work);
}
