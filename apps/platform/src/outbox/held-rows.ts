import { Inject, Injectable } from '@nestjs/common';
import { countUnsent, giveUpHeld, HELD, holdRows, type UnsentRow } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { SOURCE, type MessageSource } from '../ingest/source.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { Mailbox } from './mailbox.js';

/** A decision that its gate has not taken for so long is about a truck that has gone. */
const KEEP_MS = 24 * 3_600_000;
/** So many a gate, the newest. */
const KEEP_MOST = 1_000;
const ROUND_MS = 60_000;

/**
 * What is owed to gates at a broker whose sessions die with us. A row waits in the database until its gate's own PUBACK has come back: while
 * the gate is away it is not sent, and when the gate listens again, also after our restart, it is. A gate with a clean session, which wants
 * nothing kept, has a row once it was written to it.
 */
@Injectable()
export class HeldRows {
  private readonly mailboxes = new Map<string, Mailbox>();
  private rounds: NodeJS.Timeout | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(SOURCE) private readonly source: MessageSource,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.source.addressees?.notify(
      (topic, listener) => this.mailbox(topic).came(listener),
      (topic, payload) => this.mailbox(topic).took(payload),
    );
    void this.round();
    this.rounds = setInterval(() => void this.round(), ROUND_MS);
  }

  /** What is acknowledged later is sent once more after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.rounds);
    await Promise.all([...this.mailboxes.values()].map((mailbox) => mailbox.stop()));
  }

  /** Keeps rows until they are taken, and lets those go whose gates listen. */
  async deliver(rows: readonly UnsentRow[]): Promise<void> {
    await holdRows(
      this.pool,
      rows.map(({ id }) => id),
    );
    for (const topic of new Set(rows.map((row) => row.topic))) this.mailbox(topic).filled();
  }

  /** A row that was committed as waiting leaves at once, where its gate listens; without one, what waits is looked for. */
  hold(topic: string, row?: UnsentRow): void {
    if (row === undefined) this.mailbox(topic).filled();
    else this.mailbox(topic).put(row);
  }

  private mailbox(topic: string): Mailbox {
    const known = this.mailboxes.get(topic);
    if (known !== undefined) return known;
    const { source, pool, logger } = this;
    const postman = {
      listener: (of: string) => source.addressees?.of(of),
      publish: (to: string, payload: string) => source.publish(to, payload),
    };
    const made = new Mailbox(topic, pool, postman, logger);
    this.mailboxes.set(topic, made);
    return made;
  }

  private async round(): Promise<void> {
    try {
      const rows = await giveUpHeld(this.pool, new Date(Date.now() - KEEP_MS), KEEP_MOST);
      if (rows > 0) this.logger.warn({ rows }, 'decisions were given up: their gates did not take them');
      this.metrics.outboxPending.set({ channel: HELD }, await countUnsent(this.pool, HELD));
    } catch (error) {
      this.logger.warn({ err: error }, 'what gates never took could not be cleared away');
    }
  }
}
