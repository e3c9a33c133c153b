import { setTimeout as sleep } from 'node:timers/promises';
import { markTaken, readHeld, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Listener } from '../ingest/addressees.js';

const PAUSE_MS = 1_000;
/** So many are on their way at once: notices may be of some hundred kilobytes each. */
const WINDOW = 100;

export interface Postman {
  listener(topic: string): Listener | undefined;
  publish(topic: string, payload: string): Promise<void>;
}

/** What was taken is marked so much later, for many at once: each marking is a commit beside those that trucks wait for. */
const MARK_MS = 500;

/**
 * What waits for the addressee of one topic. A row leaves as soon as it is committed where all before it has left; else it is read in its turn. One
 * reading or marking at a time. What has left is known by its id until it is marked, so that nothing leaves twice.
 */
export class Mailbox {
  /** Rows that were sent and are not marked as taken yet, by payload: an acknowledgement names nothing else. */
  private readonly sent = new Map<string, string>();
  /** Their ids. */
  private readonly sentIds = new Set<string>();
  private taken: string[] = [];
  /** To whom it was sent. */
  private sentTo: string | undefined;
  private mayHaveMore = false;
  private isReading = false;
  /** More waits than was read. */
  private isLong = false;
  private isMarkDue = false;
  private marking: NodeJS.Timeout | undefined;
  private loop: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly topic: string,
    private readonly pool: Pool,
    private readonly postman: Postman,
    private readonly logger: Logger,
  ) {}

  /** A row that was just committed. */
  put(row: UnsentRow): void {
    // a reading for an older row may have come upon it already
    if (this.sentIds.has(row.id)) return;
    const listener = this.postman.listener(this.topic);
    const isNext = !this.mayHaveMore && !this.isReading && !this.isLong && !this.stopping;
    if (listener === undefined || !isNext) return this.filled();
    this.leave(row, listener).catch((error: unknown) => {
      this.logger.warn({ err: error, topic: this.topic }, 'a decision could not be sent at once');
      this.forget(JSON.stringify(row.payload));
      this.filled();
    });
  }

  /** Rows have been put in. */
  filled(): void {
    this.mayHaveMore = true;
    this.stir();
  }

  /** The addressee listens. What a broker has sent in a session that goes on, it sends again by itself; all else is sent again here. */
  came({ sessionId, clean }: Listener): void {
    if (clean || sessionId !== this.sentTo) {
      const taken = new Set(this.taken);
      for (const payload of this.sent.keys()) if (!taken.has(payload)) this.forget(payload);
    }
    this.sentTo = sessionId;
    this.filled();
  }

  /** The addressee has acknowledged it. */
  took(payload: string): void {
    if (!this.sent.has(payload)) return;
    this.taken.push(payload);
    if (this.isLong || this.stopping) return this.mark();
    this.marking ??= setTimeout(() => this.mark(), MARK_MS);
  }

  /** Marks what was taken, if the database lets it at once; what is not marked is sent once more after the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.mark();
    await this.loop;
  }

  private mark(): void {
    clearTimeout(this.marking);
    this.marking = undefined;
    this.isMarkDue = this.taken.length > 0;
    this.stir();
  }

  private stir(): void {
    this.loop ??= this.run();
  }

  private async run(): Promise<void> {
    // it may not end before `stir` has noted it; and it ends in the same breath as it finds nothing, so that nothing is noted in between
    await Promise.resolve();
    try {
      await this.work();
    } finally {
      this.loop = undefined;
    }
  }

  private async work(): Promise<void> {
    while (this.isMarkDue || this.mayHaveMore) {
      const { mayHaveMore } = this;
      this.mayHaveMore = false;
      try {
        // first what a truck waits for; what was sent and is not marked yet is known here, and does not leave twice
        if (mayHaveMore && !this.stopping) await this.send();
        if (this.isMarkDue) await this.markNow();
      } catch (error) {
        this.mayHaveMore ||= mayHaveMore;
        this.logger.warn(
          { err: error, topic: this.topic },
          'what waits for a gate could not be sent or marked',
        );
        if (this.stopping) return;
        await sleep(PAUSE_MS);
      }
    }
  }

  private async markNow(): Promise<void> {
    const payloads = [...this.taken];
    const ids = payloads.flatMap((payload) => this.sent.get(payload) ?? []);
    if (ids.length > 0) await markTaken(this.pool, ids);
    for (const payload of payloads) this.forget(payload);
    this.taken = this.taken.slice(payloads.length);
    this.isMarkDue = this.taken.length > 0;
    if (payloads.length > 0 && this.isLong) this.mayHaveMore = true;
  }

  private async send(): Promise<void> {
    if (this.postman.listener(this.topic) === undefined) return;
    this.isReading = true;
    try {
      const rows = await readHeld(this.pool, this.topic, WINDOW);
      this.isLong = rows.length === WINDOW;
      for (const row of rows) {
        const listener = this.postman.listener(this.topic);
        if (listener === undefined) return;
        if (!this.sentIds.has(row.id)) await this.leave(row, listener);
      }
    } finally {
      this.isReading = false;
    }
  }

  private async leave({ id, payload }: UnsentRow, { sessionId, clean }: Listener): Promise<void> {
    const text = JSON.stringify(payload);
    this.sent.set(text, id);
    this.sentIds.add(id);
    this.sentTo = sessionId;
    await this.postman.publish(this.topic, text);
    if (clean) this.took(text);
  }

  private forget(payload: string): void {
    const id = this.sent.get(payload);
    if (id !== undefined) this.sentIds.delete(id);
    this.sent.delete(payload);
  }
}
