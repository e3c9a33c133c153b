import { Inject, Injectable } from '@nestjs/common';
import { isWatched, SECOND } from '@haidang/domain';
import { findingsOf, journeyOf, type Findings, type TransitJourney } from '@haidang/engine';
import {
  inTransaction,
  isSameJourney,
  lockTransit,
  readStagedJourneys,
  recordJourneyNote,
  writeJourney,
  type StagedJourney,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { SealRound } from '../directory/seal-round.js';
import { LOGGER } from '../logging.js';
import { judge } from './judgement.js';
import { watchesOf } from './progress.js';
import { ProgressTeller } from './progress-teller.js';
import { writeStep } from './take-step.js';
import { TransitNews } from './transit-news.js';

const ROUND_MS = SECOND;
const CHUNK = 500;

/**
 * What the engine finds of a transit's journey reaches people: once a second the seals whose findings changed are looked for, and what is new
 * of their transits is written down, proposed, and taken by itself where the office wants that. What was told before is in the database and
 * the findings follow from the log, so that a start, or a crash at any moment, neither forgets a step nor takes one twice.
 */
@Injectable()
export class Journeys {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  private readonly seals: SealRound;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(TransitNews) private readonly news: TransitNews,
    @Inject(ProgressTeller) private readonly progress: ProgressTeller,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.seals = new SealRound(directory);
  }

  start(): void {
    this.timer = setInterval(() => {
      if (!this.isRunning) this.running = this.round();
    }, ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Looks once; what cannot be done now is left for the next time. */
  async round(): Promise<void> {
    this.isRunning = true;
    try {
      const ids = this.changed();
      for (let i = 0; i < ids.length; i += CHUNK) await this.look(ids.slice(i, i + CHUNK));
      await this.progress.round(Date.now());
    } catch (error) {
      this.logger.warn({ err: error }, 'the journeys could not be looked at, trying again');
    } finally {
      this.isRunning = false;
    }
  }

  /** The transits of which a seal has found something since it was last looked at. */
  private changed(): string[] {
    const ids = new Set<string>();
    for (const entry of this.seals.turn()) {
      const { watch, task } = entry;
      if (watch === null || task?.plan == null) continue;
      const findings = findingsOf(watch);
      if (entry.findings !== null && isSame(entry.findings, findings)) continue;
      entry.findings = findings;
      ids.add(task.transitId);
    }
    return [...ids];
  }

  private async look(ids: readonly string[]): Promise<void> {
    try {
      for (const stage of await readStagedJourneys(this.pool, ids)) {
        const found = this.journeyOf(stage.transitId);
        if (found === undefined) this.lookAgain([stage.transitId]);
        else if (isNews(stage, found)) await this.tell(stage.transitId);
      }
    } catch (error) {
      this.lookAgain(ids);
      throw error;
    }
  }

  /** Writes down what is new of a transit, with its row held: steps and this come one after the other. */
  private async tell(id: string): Promise<void> {
    const taken = await inTransaction(this.pool, async (tx) => {
      const record = await lockTransit(tx, id);
      const [stage] = await readStagedJourneys(tx, [id]);
      const found = this.journeyOf(id);
      if (record === undefined || stage === undefined || found === undefined) return undefined;
      if (!isNews(stage, found)) return undefined;
      const { journey, notes, takes } = judge(stage, found);
      await writeJourney(tx, id, journey);
      for (const note of notes) await recordJourneyNote(tx, id, note);
      if (takes !== null) await writeStep(tx, this.news, id, { ...takes, how: 'itself' });
      await this.news.owe(tx, id, takes !== null || notes.length > 0);
      return { takes };
    });
    if (taken === undefined) return;
    if (taken.takes === null) this.news.wake();
    else await this.news.tellStep(id, taken.takes.at);
  }

  /** What its seals tell now; undefined while one of them is still to be folded. */
  private journeyOf(id: string): TransitJourney | undefined {
    const [watches, removed] = [watchesOf(this.directory, id), this.directory.removedFindings(id)];
    const plan = watches?.[0]?.plan;
    if (watches === undefined || plan === undefined || removed === undefined) return undefined;
    return journeyOf(
      watches.map(({ watch }) => findingsOf(watch)),
      plan.checkpoints,
      { removed, takenUp: this.directory.isTakenUp(id) },
    );
  }

  private lookAgain(ids: readonly string[]): void {
    for (const id of ids) for (const entry of this.directory.sealsOfTransit(id)) entry.findings = null;
  }
}

function isNews(stage: StagedJourney, found: TransitJourney): boolean {
  if (!isWatched(stage.state)) return false;
  const { journey, takes } = judge(stage, found);
  return takes !== null || !isSameJourney(stage.told, journey);
}

function isSame(a: Findings, b: Findings): boolean {
  return a.departedAt === b.departedAt && a.arrivedAt === b.arrivedAt && a.passed === b.passed;
}
