import { SECOND } from '@haidang/domain';
import type { LiveFeed } from '../../shared/live/feed.js';
import { Signal } from '../../shared/signal.js';

export interface Reached {
  readonly status: 'online' | 'offline';
  /** Milliseconds, by this machine's clock. */
  readonly since: number;
}

const ASK_EVERY = 5 * SECOND;
/** A platform that says nothing for so long is not there, as far as a truck at the barrier is concerned. */
const PATIENCE = 4 * SECOND;

/**
 * Whether the platform decides at this gate. It does while its feed speaks; else it is asked whether it is ready. Offline is: the feed is gone and
 * the platform does not answer, or says that it cannot commit.
 */
export class Reach {
  readonly state = new Signal<Reached>({ status: 'online', since: Date.now() });
  readonly #stops: (() => void)[] = [];
  #asking = false;

  constructor(private readonly feed: Pick<LiveFeed, 'state'>) {}

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

  /** Looks now. */
  async ask(): Promise<void> {
    if (this.feed.state.get().status === 'live' && navigator.onLine) return this.#be('online');
    if (this.#asking) return;
    this.#asking = true;
    const isThere = await isReady();
    this.#asking = false;
    this.#be(isThere ? 'online' : 'offline');
  }

  #be(status: Reached['status']): void {
    if (this.state.get().status !== status) this.state.set({ status, since: Date.now() });
  }
}

async function isReady(): Promise<boolean> {
  try {
    const response = await fetch('/health/ready', {
      signal: AbortSignal.timeout(PATIENCE),
      cache: 'no-store',
    });
    return response.ok;
  } catch {
    return false;
  }
}
