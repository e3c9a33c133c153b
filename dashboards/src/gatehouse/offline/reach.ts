import { SECOND } from '@haidang/domain';
import type { LiveFeed } from '../../shared/live/feed.js';
import { Signal } from '../../shared/signal.js';

export interface Reached {
  readonly status: 'online' | 'offline';
  /** Milliseconds, by this machine's clock. */
  readonly since: number;
}

const ASK_EVERY = 5 * SECOND;
/** While the feed speaks it is asked seldom: who speaks may have lost the database all the same. */
const ASK_LIVE_EVERY = 15 * SECOND;
/** A platform that says nothing for so long is not there, as far as a truck at the barrier is concerned. */
const PATIENCE = 4 * SECOND;
/** One answer that fails while the feed speaks is an accident. */
const ACCIDENT = 1;

/**
 * Whether the platform decides at this gate. Offline is: the feed is gone and the platform does not answer; or it answers, again and again, that its database
 * is away, without which it decides nothing (docs/decisions/0009-gates.md).
 */
export class Reach {
  readonly state = new Signal<Reached>({ status: 'online', since: Date.now() });
  readonly #stops: (() => void)[] = [];
  #asking = false;
  #askedAt = 0;
  #failures = 0;

  constructor(
    private readonly feed: Pick<LiveFeed, 'state'>,
    private readonly decides: () => Promise<boolean> = canDecide,
    private readonly now: () => number = Date.now,
  ) {}

  start(): () => void {
    const ask = () => void this.ask();
    const timer = setInterval(ask, ASK_EVERY);
    this.#stops.push(this.feed.state.subscribe(ask), () => clearInterval(timer));
    for (const event of ['online', 'offline']) {
      addEventListener(event, ask);
      this.#stops.push(() => removeEventListener(event, ask));
    }
    ask();
    return () => {
      for (const stop of this.#stops.splice(0)) stop();
    };
  }

  /** Looks now, where that is of use. */
  async ask(): Promise<void> {
    const speaks = () => this.feed.state.get().status === 'live';
    if (this.#asking || (speaks() && this.now() - this.#askedAt < ASK_LIVE_EVERY && this.#failures === 0))
      return;
    this.#asking = true;
    this.#askedAt = this.now();
    const decides = await this.decides();
    this.#asking = false;
    this.#failures = decides ? 0 : this.#failures + 1;
    if (decides) this.#be('online');
    else if (!speaks() || this.#failures > ACCIDENT) this.#be('offline');
  }

  #be(status: Reached['status']): void {
    if (this.state.get().status !== status) this.state.set({ status, since: this.now() });
  }
}

async function canDecide(): Promise<boolean> {
  try {
    const response = await fetch('/health/ready', {
      signal: AbortSignal.timeout(PATIENCE),
      cache: 'no-store',
    });
    const { checks } = (await response.json()) as { checks?: { database?: { ok?: boolean } } };
    return checks?.database?.ok === true;
  } catch {
    return false;
  }
}
