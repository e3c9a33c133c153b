import { STALE_FEED_MS } from '@haidang/contract';

/**
 * `connecting`: nothing has come yet, and it is too early to worry. `live`: what is shown is now.
 * `stale`: connected, but silent for STALE_FEED_MS. `lost`: not connected.
 */
export type FeedStatus = 'connecting' | 'live' | 'stale' | 'lost';

export interface FeedState {
  readonly status: FeedStatus;
  /** The server's time of the last data, milliseconds; `null` before the first. */
  readonly dataAt: number | null;
}

/**
 * Decides whether the picture can be trusted. Pure: every time is handed in, in milliseconds of the browser's clock.
 * After a reconnection only a snapshot makes it `live`: what moved meanwhile was missed.
 */
export class FeedWatchdog {
  #state: FeedState = { status: 'connecting', dataAt: null };
  #lastHeard: number;
  #needsSnapshot = true;

  constructor(now: number) {
    this.#lastHeard = now;
  }

  get state(): FeedState {
    return this.#state;
  }

  connected(now: number): void {
    this.#lastHeard = now;
    this.#needsSnapshot = true;
  }

  disconnected(): void {
    this.#needsSnapshot = true;
    this.#become('lost');
  }

  /** @param serverNow the server's clock, for the banner */
  heard(now: number, snapshot: boolean, serverNow: number): void {
    if (snapshot) this.#needsSnapshot = false;
    if (this.#needsSnapshot) return;
    this.#lastHeard = now;
    // The time is kept to the second while all is well: nobody reads it then, and nobody need be told.
    if (this.#state.status === 'live' && serverNow - (this.#state.dataAt ?? 0) < 1_000) return;
    this.#state = { status: 'live', dataAt: serverNow };
  }

  look(now: number): void {
    if (this.silentFor(now) < STALE_FEED_MS) return;
    if (this.#state.status === 'connecting') this.#become('lost');
    if (this.#state.status === 'live') this.#become('stale');
  }

  silentFor(now: number): number {
    return now - this.#lastHeard;
  }

  #become(status: FeedStatus): void {
    if (status !== this.#state.status) this.#state = { ...this.#state, status };
  }
}
