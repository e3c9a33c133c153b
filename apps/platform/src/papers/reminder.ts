import { Inject, Injectable } from '@nestjs/common';
import { areRemindersDue, inTransaction, insertOutbox, takeReminders } from '@haidang/store';
import { topics } from '@haidang/wire';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { Outbox } from '../outbox/outbox.js';
import { noticeMessage } from './view.js';

const ROUND_MS = 10_000;
/** So many at once: each may be of some hundred kilobytes. */
const MOST = 100;

/**
 * Sends notices again whose receipt does not come: a port's PUBACK says that its program has the message, not that the port works by it.
 * The outbox sends each; this puts it there again.
 */
@Injectable()
export class NoticeReminder {
  private rounds: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.rounds = setInterval(() => {
      if (!this.isRunning) this.running = this.round();
    }, ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.rounds);
    await this.running;
  }

  async round(): Promise<void> {
    this.isRunning = true;
    try {
      if (!(await areRemindersDue(this.pool))) return;
      const sent = await inTransaction(this.pool, async (tx) => {
        const due = await takeReminders(tx, MOST);
        await insertOutbox(
          tx,
          due.map((notice) => ({
            ...({ channel: 'mqtt', topic: topics.notices(notice.facilityId) } as const),
            payload: noticeMessage(notice),
          })),
        );
        return due.length;
      });
      if (sent > 0) this.outbox.wake('mqtt');
    } catch (error) {
      this.logger.warn({ err: error }, 'notices without a receipt could not be sent again');
    } finally {
      this.isRunning = false;
    }
  }
}
