import { Inject, Injectable } from '@nestjs/common';
import { keyId } from '@haidang/ledger';
import {
  introduceKey,
  readLastCheckpoint,
  readLedgerKeys,
  readUnchained,
  sequenceAll,
  writeLedgerCheckpoint,
  type ReadCheckpoint,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { appendCopy } from './copies.js';
import { keyFileOrNew } from './key-file.js';

const ROUND_MS = 250;
/** An act that waits longer to be chained says that something is wrong. */
const MAX_WAIT_MS = 60_000;

/**
 * Chains what was entered, four times a second, and signs a checkpoint now and then and at the stop. All of it may run in several processes
 * and be killed at any moment: of two that chain at once one does, and everything is in the database.
 */
@Injectable()
export class Ledger {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private signedAt = 0;
  private failed = false;
  /** Why the last checkpoint could not be signed or copied. */
  private checkpointFault: string | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Error with one line when the key's file cannot be read */
  async start(): Promise<void> {
    await this.key();
    this.signedAt =
      (await readLastCheckpoint(this.pool).then((last) => last && Date.parse(last.says.at))) ?? 0;
    this.timer = setInterval(() => {
      if (!this.isRunning) this.running = this.round();
    }, ROUND_MS);
  }

  /** Chains what is left and signs it. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    if (this.timer === undefined) return;
    await this.chain();
    await this.sign();
  }

  /** What keeps the ledger from being what it should; undefined: nothing. */
  async fault(): Promise<string | undefined> {
    const { acts, oldestAt } = await readUnchained(this.pool);
    this.metrics.ledgerUnchained.set(acts);
    if (oldestAt !== null && Date.now() - oldestAt > MAX_WAIT_MS)
      return `ledger: ${acts} acts wait to be chained`;
    return this.checkpointFault;
  }

  /** One look: everything that waits is chained, and signed when it is time. */
  async round(): Promise<void> {
    this.isRunning = true;
    try {
      await this.chain();
      if (Date.now() - this.signedAt >= this.config.ledger.checkpointMs) await this.sign();
      this.failed = false;
    } catch (error) {
      // once, not four times a second
      if (!this.failed) this.logger.warn({ err: error }, 'the ledger could not be chained, trying again');
      this.failed = true;
    } finally {
      this.isRunning = false;
    }
  }

  private async chain(): Promise<void> {
    this.metrics.ledgerEntries.inc(await sequenceAll(this.pool));
  }

  private async sign(): Promise<void> {
    this.signedAt = Date.now();
    try {
      const checkpoint = await writeLedgerCheckpoint(this.pool, await this.key(), Date.now());
      if (checkpoint !== undefined) await this.copy(checkpoint);
      this.checkpointFault = undefined;
    } catch (error) {
      this.checkpointFault = `ledger: the checkpoint failed: ${(error as Error).message}`;
      this.logger.error({ err: error }, 'the checkpoint of the ledger failed');
    }
  }

  /** To the log and to the file: neither is the database's. */
  private async copy({ says, statement, signature }: ReadCheckpoint): Promise<void> {
    this.logger.info({ number: says.number, last: says.last, statement, signature }, 'ledger checkpoint');
    await appendCopy(this.config.ledger.checkpointsFile, { statement, signature });
  }

  /** The key as its file has it now: whoever rotates it need not tell. One that nobody introduced is introduced here. */
  private async key(): Promise<Awaited<ReturnType<typeof keyFileOrNew>>> {
    const key = await keyFileOrNew(this.config.ledger.keyFile);
    const isFirst = (await readLedgerKeys(this.pool)).length === 0;
    const introduced = await introduceKey(this.pool, key, { at: Date.now(), by: null, endorser: undefined });
    if (introduced && isFirst) this.logger.info({ key: keyId(key) }, 'the ledger has a key');
    else if (introduced)
      this.logger.warn({ key: keyId(key) }, 'the ledger has another key, endorsed by none');
    return key;
  }
}
