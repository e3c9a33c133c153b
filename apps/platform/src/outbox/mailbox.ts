import { setTimeout as sleep } from 'node:timers/promises';
import { HELD, markSent, readHeld } from '@haidang/store';
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

/**
 * What waits for the addressee of one topic. One thing is done after the other: what waits is read and sent, then what was taken is marked,
 * so that nothing is read that is being marked and nothing leaves twice or out of its order.
 */
export class Mailbox {
  /** Rows that were sent and are not marked as taken yet, by payload: an acknowledgement names nothing else. */
  private readonly sent = new Map<string, string>();
  private taken: string[] = [];
  /** To whom it was sent. */
  private sentTo: string | undefined;
  private mayHaveMore = false;
  /** More waits than was read. */
  private isLong = false;
  private loop: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly topic: string,
    private readonly pool: Pool,
    private readonly postman: Postman,
    private readonly logger: Logger,
  ) {}

  /** Rows have been put in. */
  filled(): void {
    this.mayHaveMore = true;
    this.stir();
  }

  /** The addressee listens. What a broker has sent in a session that goes on, it sends again by itself; all else is sent again here. */
  came({ sessionId, clean }: Listener): void {
    if (clean || sessionId !== this.sentTo) {
      const taken = new Set(this.taken);
      for (const payload of this.sent.keys()) if (!taken.has(payload)) this.sent.delete(payload);
    }
    this.sentTo = sessionId;
    this.filled();
  }

  /** The addressee has acknowledged it. */
  took(payload: string): void {
    if (!this.sent.has(payload)) return;
    this.taken.push(payload);
    this.stir();
  }

  /** Marks what was taken, if the database lets it at once; what is not marked is sent once more after the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.loop;
  }

  private stir(): void {
    this.loop ??= this.run().finally(() => (this.loop = undefined));
  }

  private async run(): Promise<void> {
    while (this.taken.length > 0 || this.mayHaveMore) {
      const { mayHaveMore } = this;
      this.mayHaveMore = false;
      try {
        // first what a truck waits for; what was sent and is not marked yet is known here, and does not leave twice
        if (mayHaveMore && !this.stopping) await this.send();
        await this.mark();
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

  private async mark(): Promise<void> {
    const payloads = [...this.taken];
    const ids = payloads.flatMap((payload) => this.sent.get(payload) ?? []);
    if (ids.length > 0) await markSent(this.pool, HELD, ids);
    for (const payload of payloads) this.sent.delete(payload);
    this.taken = this.taken.slice(payloads.length);
    if (payloads.length > 0 && this.isLong) this.mayHaveMore = true;
  }

  private async send(): Promise<void> {
    if (this.postman.listener(this.topic) === undefined) return;
    const rows = await readHeld(this.pool, this.topic, WINDOW);
    this.isLong = rows.length === WINDOW;
    for (const { id, payload } of rows) {
      const text = JSON.stringify(payload);
      const listener = this.postman.listener(this.topic);
      if (listener === undefined) return;
      if (this.sent.has(text)) continue;
      this.sent.set(text, id);
      this.sentTo = listener.sessionId;
      await this.postman.publish(this.topic, text);
      if (listener.clean) this.took(text);
    }
  }
}
