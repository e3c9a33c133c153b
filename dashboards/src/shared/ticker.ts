import { SECOND } from '@haidang/domain';

/** Tells its readers from time to time that time went on: one timer for all of them, none while there are none. */
export class Ticker {
  readonly #listeners = new Set<() => void>();
  readonly #every: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param every milliseconds */
  constructor(every: number) {
    this.#every = every;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      for (const one of this.#listeners) one();
    }, this.#every);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };
}

/** What ages in words are looked at by: they change by the minute. */
export const ageTicker = new Ticker(5 * SECOND);
