import { setTimeout as pause } from 'node:timers/promises';

/** What {@link waitFor} asks: anything but undefined, null and false is the fact. Throwing means: not yet. */
export type Fact<T> = () => T | undefined | null | false | Promise<T | undefined | null | false>;

/**
 * Waits until a fact holds, asking every few milliseconds; this is what a test does instead of sleeping.
 * @param ms how long it may take
 * @returns the fact
 * @throws Error saying what did not come, with the last failure as its cause
 */
export async function waitFor<T>(fact: Fact<T>, ms = 10_000, what = 'the fact waited for'): Promise<T> {
  const deadline = performance.now() + ms;
  let failure: unknown;
  for (let step = 5; ; step = Math.min(step * 1.5, 100)) {
    try {
      const found = await fact();
      if (found !== undefined && found !== null && found !== false) return found;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline)
      throw new Error(`${what} did not come within ${ms} ms`, { cause: failure });
    await pause(step);
  }
}
