import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { deleteSent, markSent, readUnsent, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';

/** Sends the rows of one channel, e.g. to MQTT; resolves when they have left, in the given order. */
export type Deliver = (rows: readonly UnsentRow[]) => Promise<void>;

const BATCH = 500;
/** Looks for forgotten rows even when nobody woke it (another process wrote them, or a sending failed). */
const ROUND_MS = 1_000;
const KEEP_SENT_MS = 24 * 3_600_000;

/**
 * Sends what the platform owes the world, at least once: rows are written in the transaction of their cause, sent in their order
 * a channel, and marked only when they have left. A channel that cannot send holds back itself alone.
 */
@Injectable()
export class Outbox {
  private readonly channels = new Map<string, Deliver>();
  private woken = true;
  private stopping = false;
  private stirred: (() => void) | undefined;
  private loop: Promise<void> | undefined;
  private lastCleaned = 0;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Names who delivers a channel; before {@link start}. */
  channel(name: string, deliver: Deliver): void {
    this.channels.set(name, deliver);
  }

  start(): void {
    this.loop = this.run();
  }

  /** There is something to send. */
  wake(): void {
    this.woken = true;
    this.stirred?.();
  }

  /** Sends what there is, as far as it goes, and ends. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.stirred?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const sent = await this.round();
      if (sent > 0 || this.woken) continue;
      await this.rest();
    }
    await this.round();
  }

  private async rest(): Promise<void> {
    const limit = new AbortController();
    await Promise.race([
      new Promise<void>((stirred) => (this.stirred = stirred)),
      sleep(ROUND_MS, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    this.stirred = undefined;
    limit.abort();
  }

  /** One look at each channel. @returns how many rows were sent */
  private async round(): Promise<number> {
    let sent = 0;
    try {
      for (const [name, deliver] of this.channels) sent += await this.send(name, deliver);
      await this.clean();
    } catch (error) {
      if (!this.stopping) this.logger.warn({ err: error }, 'outbox: the database does not answer');
    }
    return sent;
  }

  private async send(channel: string, deliver: Deliver): Promise<number> {
    const rows = await readUnsent(this.pool, channel, BATCH);
    this.metrics.outboxPending.set(rows.length);
    if (rows.length === 0) return 0;
    try {
      await deliver(rows);
    } catch (error) {
      this.logger.warn({ err: error, channel, rows: rows.length }, 'outbox: could not send, trying again');
      return 0;
    }
    await markSent(
      this.pool,
      rows.map((row) => row.id),
    );
    return rows.length;
  }

  private async clean(): Promise<void> {
    const now = Date.now();
    if (now - this.lastCleaned < 600_000) return;
    this.lastCleaned = now;
    await deleteSent(this.pool, new Date(now - KEEP_SENT_MS));
  }
}
