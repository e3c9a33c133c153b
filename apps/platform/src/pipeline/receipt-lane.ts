import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '@haidang/domain';
import { endSending, inTransaction, isDataError } from '@haidang/store';
import { Rejection } from '@haidang/wire';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { takeReceipt } from '../papers/receipts.js';
import type { Message } from './message.js';

const RETRY_MS = { first: 50, longest: 2_000 } as const;

/** A port has a message of customs, or cannot take it. */
export interface ReceiptUnit {
  readonly kind: 'receipt';
  readonly message: Message;
  readonly facilityId: string;
  readonly receipt: Receipt;
}

/** What follows a receipt's commit. */
export interface Settled {
  /** It was the first of its notice, or a repeat: its message is acknowledged. */
  taken(unit: ReceiptUnit): void;
  /** It is none, or contradicts the first: it is quarantined. */
  refused(unit: ReceiptUnit, rejection: Rejection): void;
}

/**
 * Receipts of ports, one after the other and each in a transaction of its own: they are few, and wait for no batch of fixes. As on the lanes
 * of fixes what is not committed is not acknowledged, and is tried again for as long as it takes.
 */
export class ReceiptLane {
  private queue: Promise<void> = Promise.resolve();
  private givenUp = false;

  constructor(
    private readonly pool: Pool,
    private readonly settled: Settled,
    private readonly logger: Logger,
  ) {}

  push(unit: ReceiptUnit): void {
    this.queue = this.queue.then(() => this.process(unit));
  }

  /** When everything pushed so far is committed. */
  async drain(): Promise<void> {
    await this.queue;
  }

  /** Tries nothing again; nobody is told. */
  abandon(): void {
    this.givenUp = true;
  }

  private async process(unit: ReceiptUnit): Promise<void> {
    for (let wait: number = RETRY_MS.first; !this.givenUp; wait = Math.min(wait * 2, RETRY_MS.longest)) {
      try {
        const rejection = await this.commit(unit);
        if (rejection === undefined) this.settled.taken(unit);
        else this.settled.refused(unit, rejection);
        return;
      } catch (error) {
        if (isDataError(error)) {
          this.settled.refused(unit, new Rejection('unstorable', (error as Error).message));
          return;
        }
        this.logger.warn({ err: error, retryMs: wait }, 'a receipt could not be committed, trying again');
      }
      await sleep(wait);
    }
  }

  private async commit({ message, facilityId, receipt }: ReceiptUnit): Promise<Rejection | undefined> {
    const { outcome } = await inTransaction(this.pool, async (tx) => {
      const by = { at: message.receivedAt, by: null, facilityId, sender: message.sender?.name };
      const taken = await takeReceipt(tx, receipt, by);
      if (taken.outcome === 'first' || taken.outcome === 'repeat') await endSending(tx, receipt.noticeId);
      return taken;
    });
    if (outcome === 'unknown')
      return new Rejection('unknown_notice', `${facilityId} has no notice ${receipt.noticeId}`);
    if (outcome === 'conflict') return new Rejection('conflict', 'another receipt came before, which stands');
    return undefined;
  }
}
