import { setTimeout as sleep } from 'node:timers/promises';

/** So long the road waits at most, and then has as long for itself. */
const WORK_MS = 5;

/** Work that is in no hurry, beside work that is: it pauses every few milliseconds, and stops when nobody waits for it or its time is over. */
export class Pace {
  private readonly ends: number;
  private since = performance.now();

  /** @param limitMs after which {@link isOver} */
  constructor(
    limitMs: number,
    private readonly given: AbortSignal,
  ) {
    this.ends = performance.now() + limitMs;
  }

  get isOver(): boolean {
    return performance.now() >= this.ends;
  }

  /** Asked between two steps. @throws what the signal gives as its reason, when nobody waits any more */
  async breathe(): Promise<void> {
    this.given.throwIfAborted();
    if (performance.now() - this.since < WORK_MS) return;
    await sleep(WORK_MS);
    this.since = performance.now();
  }
}
