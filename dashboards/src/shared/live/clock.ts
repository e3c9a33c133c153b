/** The platform's clock as this browser sees it: every message of the feed names the server's time. */
export class ServerClock {
  #ahead = 0;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 by this machine */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  heard(serverTime: string): void {
    const time = Date.parse(serverTime);
    if (!Number.isNaN(time)) this.#ahead = time - this.#now();
  }

  now(): number {
    return this.#now() + this.#ahead;
  }
}
