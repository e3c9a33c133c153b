import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Fix, Instant, Millis } from '@haidang/domain';
import {
  dropRevisionsDone,
  noteRevisionsDue,
  readCheckpoint,
  readLogSince,
  readSealStates,
  writeCheckpoint,
  writeSealStates,
  type SealStateRecord,
} from '@haidang/store';
import { misjudgedSinceOf, type SealEntry } from '../directory/seal-entry.js';
import { keepWatch, type WatchState } from '@haidang/engine';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Hearing } from '../reception/hearing.js';
import { beginQuietWatches } from '../watch/begin-quiet.js';
import { RevisionsDue } from '../watch/revisions-due.js';
import { Pipeline } from './pipeline.js';
import { newSaid, stepSeal, type NextState } from './step.js';

/** Of what is written down at once: each costs a few kilobytes until it is written. */
const CHUNK = 500;
/** The part of the time between two writings over which one is spread. */
const LEISURE = 1 / 2;

/**
 * The seals' states live in memory; the log of fixes is the truth. Now and then the states that changed are written down with the
 * mark they hold for; at start they are read back and the log after the mark is stepped again, in the order it was committed.
 * What those steps say of alarms and stands was committed with the fixes and is not said again.
 */
@Injectable()
export class Checkpoint {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private readonly hurry = new AbortController();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(RevisionsDue) private readonly revisionsDue: RevisionsDue,
    @Inject(Hearing) private readonly hearing: Hearing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Brings the states to where the log ends. */
  async restore(): Promise<void> {
    const mark = await readCheckpoint(this.pool);
    this.pipeline.marks.continueAfter(mark);
    // a state written after the checkpoint's mark holds more of the log than the mark says
    const written = new Map<SealEntry, Instant>();
    const restored = new Set<SealEntry>();
    for await (const page of readSealStates(this.pool)) {
      for (const record of page) {
        const entry = this.directory.sealByKey(record.seal);
        if (entry !== undefined) {
          if (this.directory.restore(entry, record)) restored.add(entry);
          written.set(entry, record.receivedAt);
        }
        this.pipeline.marks.continueAfter(record.receivedAt);
      }
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
    // a watch that no checkpoint knows begins with the steps of its transit, which the log of fixes does not hold
    const forgotten = await beginQuietWatches(
      this.pool,
      [...this.directory.seals()].filter((entry) => entry.task !== null && !restored.has(entry)),
    );
    await noteRevisionsDue(
      this.pool,
      forgotten.map(({ key, task }) => ({ seal: key, from: task!.since })),
    );
    for (const entry of forgotten) {
      entry.watch = null;
      this.revisionsDue.add(entry, entry.task!.since);
    }
    for (const entry of restored) {
      const since = misjudgedSinceOf(entry);
      if (since !== undefined) this.revisionsDue.add(entry, since);
    }
    this.logger.info({ replayed }, 'the states are where the log ends');
  }

  start(): void {
    const { checkpointMs } = this.config;
    let isWriting = false;
    this.timer = setInterval(() => {
      if (isWriting) return;
      isWriting = true;
      void this.write(checkpointMs * LEISURE).finally(() => (isWriting = false));
    }, checkpointMs);
  }

  /** A last one; none when it was never started: then the states are not those of the log yet. */
  async stop(): Promise<void> {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.hurry.abort();
    await this.write();
  }

  /**
   * Writes what changed since the last time; one at a time. A failure is tried again at the next turn.
   * @param within milliseconds over which it is spread: what 100,000 seals changed in a minute would otherwise hold up alarms and decisions for seconds
   */
  write(within: Millis = 0): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow(within));
    return this.writing;
  }

  private async rest(ms: Millis): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.hurry.signal }).catch(() => undefined);
  }

  private replay(entry: SealEntry, fix: Fix, receivedAt: Instant): void {
    const alreadySaid = newSaid();
    const state: NextState = {
      last: entry.last,
      placed: entry.placed,
      watch: entry.watch,
      remembered: entry.remembered,
      moved: false,
    };
    stepSeal(entry, state, fix, receivedAt, alreadySaid);
    for (const late of alreadySaid.late) this.revisionsDue.add(late.entry, late.from);
    entry.said(state.last, state.placed);
    entry.watch = state.watch;
    entry.receivedAt = receivedAt;
    entry.dirty = true;
  }

  private async writeNow(within: Millis): Promise<void> {
    const mark = this.pipeline.marks.settled();
    const dirty = [...this.directory.seals()].filter((entry) => entry.dirty);
    const folded = dirty.flatMap((entry) =>
      entry.folded > 0 ? [{ entry, seal: entry.key, version: entry.folded }] : [],
    );
    for (const entry of dirty) {
      entry.dirty = false;
      entry.folded = 0;
    }
    try {
      const start = performance.now();
      for (let i = 0; i < dirty.length; i += CHUNK) {
        await this.rest(start + (within * i) / dirty.length - performance.now());
        const records = dirty.slice(i, i + CHUNK).map((entry) => {
          return stateRecordOf(entry, entry.task?.transitId ?? null, entry.watch);
        });
        await writeSealStates(this.pool, records);
      }
      await writeCheckpoint(this.pool, mark);
      await dropRevisionsDone(this.pool, folded);
    } catch (error) {
      for (const entry of dirty) entry.dirty = true;
      for (const { entry, version } of folded) entry.folded = Math.max(entry.folded, version);
      this.logger.warn({ err: error }, 'the checkpoint could not be written, the next one will');
    }
    await this.hearing.save();
  }
}

/** A seal as it is written down, with the engine's memory of it on a transit. */
export function stateRecordOf(
  { key, receivedAt, last, placed }: SealEntry,
  transitId: string | null,
  watch: WatchState | null,
): SealStateRecord {
  return { seal: key, receivedAt, last, placed, transitId, watch: watch === null ? null : keepWatch(watch) };
}
