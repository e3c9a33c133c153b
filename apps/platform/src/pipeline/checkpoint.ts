import { Inject, Injectable } from '@nestjs/common';
import type { Fix, Instant } from '@haidang/domain';
import {
  readCheckpoint,
  readLogSince,
  readSealStates,
  writeCheckpoint,
  writeSealStates,
  type SealStateRecord,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { LOGGER } from '../logging.js';
import { Pipeline } from './pipeline.js';
import { stepSeal, type NextState, type Said } from './step.js';

const CHUNK = 2_000;

/**
 * The seals' states live in memory; the log of fixes is the truth. Now and then the states that changed are written down with the
 * mark they hold for; at start they are read back and the log after the mark is stepped again, in the order it was committed.
 * What those steps say of alarms was committed with the fixes and is not said again.
 */
@Injectable()
export class Checkpoint {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Brings the states to where the log ends. */
  async restore(): Promise<void> {
    const mark = await readCheckpoint(this.pool);
    this.pipeline.marks.continueAfter(mark);
    // a state written after the checkpoint's mark holds more of the log than the mark says
    const written = new Map<SealEntry, Instant>();
    for (const record of await readSealStates(this.pool)) {
      const entry = this.directory.sealByKey(record.seal);
      if (entry !== undefined) {
        this.directory.restore(entry, record);
        written.set(entry, record.receivedAt);
      }
      this.pipeline.marks.continueAfter(record.receivedAt);
    }
    let replayed = 0;
    for await (const page of readLogSince(this.pool, mark, mark - this.config.horizonMs)) {
      for (const { seal, receivedAt, fix } of page) {
        const entry = this.directory.sealByKey(seal);
        this.pipeline.marks.continueAfter(receivedAt);
        if (entry === undefined || receivedAt <= (written.get(entry) ?? 0)) continue;
        this.replay(entry, fix, receivedAt);
        replayed++;
      }
    }
    this.logger.info({ replayed }, 'the states are where the log ends');
  }

  start(): void {
    this.timer = setInterval(() => void this.write(), this.config.checkpointMs);
  }

  /** A last one; none when it was never started: then the states are not those of the log yet. */
  async stop(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    await this.write();
  }

  /** Writes what changed since the last time; one at a time. A failure is tried again at the next turn. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private replay(entry: SealEntry, fix: Fix, receivedAt: Instant): void {
    const alreadySaid: Said = { alarms: [], failures: [] };
    const state: NextState = {
      last: entry.last,
      placed: entry.placed,
      watch: entry.watch,
      from: entry.watch,
      moved: false,
    };
    stepSeal(entry, state, fix, alreadySaid);
    entry.last = state.last;
    entry.placed = state.placed;
    entry.watch = state.watch;
    entry.receivedAt = receivedAt;
    entry.dirty = true;
  }

  private async writeNow(): Promise<void> {
    const mark = this.pipeline.marks.settled();
    const dirty = [...this.directory.seals()].filter((entry) => entry.dirty && entry.last !== null);
    for (const entry of dirty) entry.dirty = false;
    try {
      for (let i = 0; i < dirty.length; i += CHUNK) {
        await writeSealStates(this.pool, dirty.slice(i, i + CHUNK).map(recordOf));
      }
      await writeCheckpoint(this.pool, mark);
    } catch (error) {
      for (const entry of dirty) entry.dirty = true;
      this.logger.warn({ err: error }, 'the checkpoint could not be written, the next one will');
    }
  }
}

function recordOf(entry: SealEntry): SealStateRecord {
  return {
    seal: entry.key,
    receivedAt: entry.receivedAt,
    last: entry.last!,
    placed: entry.placed,
    transitId: entry.task?.transitId ?? null,
    watch: entry.watch,
  };
}
