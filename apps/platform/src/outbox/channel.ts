import { setTimeout as sleep } from 'node:timers/promises';
import { countUnsent, takeUnsent, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.js';

/** Sends the rows of one channel, e.g. to MQTT; resolves when they have left, in the given order. */
export type Deliver = (rows: readonly UnsentRow[]) => Promise<void>;

const BATCH = 500;
/** Looks for forgotten rows even when nobody woke it (another process wrote them), and the pause after a failure. */
const ROUND_MS = 1_000;
/** What comes while the last rows leave is taken together after it: each round is a commit beside those that trucks wait for. */
const GATHER_MS = 20;

/** One channel of the outbox: sends its rows in their order, again and again until they have left. */
export class Channel {
  private woken = true;
  private stopping = false;
  private stirred: (() => void) | undefined;
  private loop: Promise<void> | undefined;
  /** Ids of what has left and is not noted yet: the next round does both. */
  private sent: readonly string[] = [];

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
      // new rows do not hurry a channel that has just failed
      if (outcome === 'failed') await this.rest(ROUND_MS, false);
      else if (outcome === 'some') await this.rest(GATHER_MS, false);
      else if (outcome === 'none') await this.rest(ROUND_MS, true);
    }
    let outcome = await this.round();
    while (outcome === 'some' || outcome === 'many') outcome = await this.round();
  }

  /** @param mayWake by new rows; a stop ends any rest */
  private async rest(ms: number, mayWake: boolean): Promise<void> {
    if (this.stopping || (this.woken && mayWake)) return;
    const limit = new AbortController();
    await Promise.race([
      new Promise<void>((stirred) => {
        this.stirred = () => (mayWake || this.stopping) && stirred();
      }),
      sleep(ms, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    this.stirred = undefined;
    limit.abort();
  }

  /** `many`: as many as one round takes, so that more may wait. */
  private async round(): Promise<'many' | 'some' | 'none' | 'failed'> {
    try {
      const rows = await takeUnsent(this.pool, this.name, { sent: this.sent, limit: BATCH });
      this.sent = [];
      const isMany = rows.length === BATCH;
      const waiting = isMany ? await countUnsent(this.pool, this.name) : rows.length;
      this.metrics.outboxPending.set({ channel: this.name }, waiting);
      if (rows.length === 0) return 'none';
      await this.deliver(rows);
      this.sent = rows.map(({ id }) => id);
      return isMany ? 'many' : 'some';
    } catch (error) {
      this.logger.warn({ err: error, channel: this.name }, 'outbox: could not send, trying again');
      return 'failed';
    }
  }
}
