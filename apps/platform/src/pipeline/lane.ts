import { setTimeout as sleep } from 'node:timers/promises';
import type { Unit } from './message.js';

/** The most rows of one commit. */
export const MAX_BATCH = 2_000;
/** How long a small batch waits for company. */
const LINGER_MS = 4;

/**
 * A queue with one commit under way at a time. What arrives meanwhile makes the next batch: the slower the database, the larger
 * the batches. A seal's fixes always go through the same lane, so nothing of a seal is evaluated before what came earlier is true.
 */
export class Lane {
  private queue: Unit[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly process: (batch: readonly Unit[]) => Promise<void>) {}

  push(unit: Unit): void {
    this.queue.push(unit);
    this.running ??= this.run();
  }

  get length(): number {
    return this.queue.length;
  }

  /** When everything pushed so far is committed. */
  async drain(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.queue.length > 0) {
        if (this.queue.length < MAX_BATCH) await sleep(LINGER_MS);
        await this.process(this.take());
      }
    } finally {
      this.running = undefined;
    }
  }

  private take(): readonly Unit[] {
    if (this.queue.length <= MAX_BATCH) {
      const all = this.queue;
      this.queue = [];
      return all;
    }
    return this.queue.splice(0, MAX_BATCH);
  }
}
