import { useSyncExternalStore } from 'react';

/** A value outside React that tells its readers when it changed. */
export class Signal<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  /** Tells nobody when the value is the same. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The signal's value; the component renders again when it changes. */
export function useSignal<T>(signal: Signal<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.get);
}

/** What `select` makes of the signal's value; the component renders again when that changes, however often the value does. */
export function useSelected<T, S extends string | number | boolean>(
  signal: Signal<T>,
  select: (value: T) => S,
): S {
  return useSyncExternalStore(signal.subscribe, () => select(signal.get()));
}
