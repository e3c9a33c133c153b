import { setTimeout as sleep } from 'node:timers/promises';
import { countUnsent, markSent, readUnsent, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.js';

/** Sends the rows of one channel, e.g. to MQTT; resolves when they have left, in the given order. */
export type Deliver = (rows: readonly UnsentRow[]) => Promise<void>;

const BATCH = 500;
/** Looks for forgotten rows even when nobody woke it (another process wrote them), and the pause after a failure. */
const ROUND_MS = 1_000;

/** One channel of the outbox: sends its rows in their order, again and again until they have left. */
export class Channel {
  private woken = true;
  private stopping = false;
  private stirred: (() => void) | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly deliver: Deliver,
    private readonly pool: Pool,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  wake(): void {
    this.woken = true;
    this.stirred?.();
  }

  /** Sends what there is and ends; with a failure on the way it ends there. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.stirred?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const outcome = await this.round();
      if (outcome === 'sent') continue;
      // new rows do not hurry a channel that has just failed
      await this.rest(outcome === 'failed');
    }
    while ((await this.round()) === 'sent');
  }

  private async rest(whole: boolean): Promise<void> {
    if (this.stopping || (this.woken && !whole)) return;
    const limit = new AbortController();
    await Promise.race([
      new Promise<void>((stirred) => {
        this.stirred = () => (!whole || this.stopping) && stirred();
      }),
      sleep(ROUND_MS, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    this.stirred = undefined;
    limit.abort();
  }

  private async round(): Promise<'sent' | 'nothing' | 'failed'> {
    try {
      const rows = await readUnsent(this.pool, this.name, BATCH);
      const waiting = rows.length < BATCH ? rows.length : await countUnsent(this.pool, this.name);
      this.metrics.outboxPending.set({ channel: this.name }, waiting);
      if (rows.length === 0) return 'nothing';
      await this.deliver(rows);
      const ids = rows.map((row) => row.id);
      await markSent(this.pool, this.name, ids);
      return 'sent';
    } catch (error) {
      this.logger.warn({ err: error, channel: this.name }, 'outbox: could not send, trying again');
      return 'failed';
    }
  }
}
