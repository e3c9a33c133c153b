import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { deleteSent, type OutboxChannel, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { Channel, type Deliver } from './channel.js';

const CLEAN_MS = 600_000;
const KEEP_SENT_MS = 24 * 3_600_000;

/**
 * Sends what the platform owes the world, at least once: rows are written in the transaction of their cause, sent in their order
 * a channel, and marked only when they have left. Each channel has a life of its own: one that cannot send, or hangs, holds back
 * itself alone.
 */
@Injectable()
export class Outbox {
  private readonly channels = new Map<OutboxChannel, Channel>();
  private hold: (topic: string, row?: UnsentRow) => void = () => undefined;
  private cleaning: NodeJS.Timeout | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Names who delivers a channel; before {@link start}. */
  channel(name: OutboxChannel, deliver: Deliver): void {
    this.channels.set(name, new Channel(name, deliver, this.pool, this.metrics, this.logger));
  }

  start(): void {
    for (const channel of this.channels.values()) channel.start();
    void this.clean();
    this.cleaning = setInterval(() => void this.clean(), CLEAN_MS);
  }

  /** Names who sends what waits for its addressee. */
  holder(hold: (topic: string, row?: UnsentRow) => void): void {
    this.hold = hold;
  }

  /** Something was committed that waits for the addressee of a topic: this row; none: whatever is there. Where nobody holds it yet, it is found at the start. */
  held(topic: string, row?: UnsentRow): void {
    this.hold(topic, row);
  }

  /** There is something to send. */
  wake(name: OutboxChannel): void {
    this.channels.get(name)?.wake();
  }

  /**
   * Sends what there is, as far as it goes, and ends. What does not leave within the time stays in the database for the next start.
   * @param limitMs after it nobody waits for a channel that hangs
   */
  async stop(limitMs = 5_000): Promise<void> {
    clearInterval(this.cleaning);
    const limit = new AbortController();
    const over = sleep(limitMs, undefined, { signal: limit.signal }).catch(() => undefined);
    const stopped = [...this.channels.values()].map((channel) => channel.stop());
    await Promise.race([Promise.all(stopped), over]);
    limit.abort();
  }

  private async clean(): Promise<void> {
    try {
      await deleteSent(this.pool, new Date(Date.now() - KEEP_SENT_MS));
    } catch (error) {
      this.logger.warn({ err: error }, 'outbox: what was sent could not be cleared away');
    }
  }
}
