import { setTimeout as sleep } from 'node:timers/promises';
import type { Unit } from './message.js';

/** Something to be done alone: nothing of the lane is under way meanwhile. */
type Alone = () => Promise<void>;

/** The most rows of one commit. */
export const MAX_BATCH = 2_000;
/**
 * The most bytes of refused messages in one commit. They are stored whole: two thousand of the largest would be more than one
 * statement can carry.
 */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** How long a small batch waits for company. */
const LINGER_MS = 4;

/**
 * A queue with one commit under way at a time. What arrives meanwhile makes the next batch: the slower the database, the larger
 * the batches. A seal's fixes always go through the same lane, so nothing of a seal is evaluated before what came earlier is true.
 */
export class Lane {
  private queue: (Unit | Alone)[] = [];
  private running: Promise<void> | undefined;

  /** @param lingerMs how long a small batch waits for company */
  constructor(
    private readonly process: (batch: readonly Unit[]) => Promise<void>,
    private readonly lingerMs = LINGER_MS,
  ) {}

  push(unit: Unit): void {
    this.queue.push(unit);
    this.running ??= this.run();
  }

  /** Does something in its turn, after what was pushed before. @returns when it is done; fails as it fails */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((done, fail) => {
      this.queue.push(() => work().then(done, fail));
      this.running ??= this.run();
    });
  }

  /** When everything pushed so far is committed. */
  async drain(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Forgets what waits; nobody is told. */
  abandon(): void {
    this.queue = [];
  }

  private async run(): Promise<void> {
    try {
      while (this.queue.length > 0) {
        const [first] = this.queue;
        if (typeof first === 'function') {
          this.queue.shift();
          await first();
          continue;
        }
        if (this.queue.length < MAX_BATCH && this.lingerMs > 0) await sleep(this.lingerMs);
        const batch = this.take();
        if (batch.length > 0) await this.process(batch);
      }
    } finally {
      this.running = undefined;
    }
  }

  private take(): readonly Unit[] {
    let rows = 0;
    let bytes = 0;
    for (; rows < this.queue.length && rows < MAX_BATCH && bytes < MAX_BATCH_BYTES; rows++) {
      const unit = this.queue[rows]!;
      if (typeof unit === 'function') break;
      bytes += payloadBytes(unit);
    }
    if (rows < this.queue.length) return this.queue.splice(0, rows) as Unit[];
    const all = this.queue as Unit[];
    this.queue = [];
    return all;
  }
}

/** What a unit may bring into the quarantine. Of a fix that is itself alone: small and of one size. */
function payloadBytes(unit: Unit): number {
  if (unit.kind === 'fix') return 0;
  return unit.kind === 'refusal' ? unit.row.payload.length : unit.message.bytes;
}
