import { Inject, Injectable } from '@nestjs/common';
import { HOUR, type Instant, type Millis } from '@haidang/domain';
import { lastEvent, StandIndex, type Stand, type StandRevision } from '@haidang/engine';
import {
  dropOldStands,
  isDataError,
  readPairsStanding,
  readStands,
  type SeriesKeeper,
  type StandRow,
  type WatchKey,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { Published } from '../pipeline/published.js';
import { PairJudge } from './pair-judge.js';
import { PairQueue, type DuePair } from './pair-queue.js';

/** Stands are kept so much longer than late evidence is taken: a meeting that may still be judged has all of its own. */
const LONGER: Millis = 24 * HOUR;

/**
 * Who stands near whom. The stands of all seals are in memory, and in the store with what led to them; after each commit that tells of some,
 * the pairs they may concern are judged. Should the process die in between, the next start judges all pairs there are, which changes
 * nothing where nothing had changed.
 */
@Injectable()
export class Meetings {
  private readonly index = new StandIndex();
  private readonly judge: PairJudge;
  private readonly queue: PairQueue;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Published) published: Published,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const grounds = {
      standsOf: (transitId: string) => this.standsOf(transitId),
      heardTo: (transitId: string) => this.heardTo(transitId),
      judgedSince: () => Date.now() - config.horizonMs,
    };
    this.judge = new PairJudge(pool, keeper, grounds, published, metrics);
    this.queue = new PairQueue(
      (pair) => this.judge.judge(pair),
      (error, pair) => this.isTriedAgain(error, pair),
    );
  }

  /** Reads the stands back and judges every pair, in the background. */
  async restore(): Promise<void> {
    await dropOldStands(this.pool, this.keptSince());
    this.stood(await readStands(this.pool));
    const standing = await readPairsStanding(this.pool, Date.now() - this.config.horizonMs);
    for (const { first, second } of standing) this.queue.add(first, second);
  }

  start(): void {
    this.timer = setInterval(() => void this.forget(), HOUR);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.queue.stop();
  }

  /** Stands seen in their turn, which are stored. */
  stood(rows: readonly StandRow[]): void {
    for (const { transitId, sealId, stand } of rows)
      for (const other of this.index.add(transitId, sealId, [stand])) this.queue.add(transitId, other);
  }

  /** What a watch folded again tells of its stands, which is stored. @param heardTo how far it had been folded before */
  revised({ transitId, sealId }: WatchKey, stands: StandRevision, heardTo: Instant): void {
    for (const other of this.index.revise(transitId, sealId, stands))
      this.queue.add(transitId, other, heardTo);
  }

  /** A transit took a step: one that is over stands nowhere any more. */
  stepped(transitId: string): void {
    if (this.isOver(transitId))
      for (const other of this.index.near(transitId)) this.queue.add(transitId, other);
  }

  /** An officer resolved an alarm of these two. @returns when that is judged, or could not be now and will be later */
  async resolved(one: string, other: string): Promise<void> {
    await this.queue.acted(one, other);
  }

  /** When everything known so far is judged. */
  async settled(): Promise<void> {
    await this.queue.settled();
  }

  private standsOf(transitId: string): readonly Stand[] {
    const stands = this.index.of(transitId);
    return this.isOver(transitId) ? stands.map((stand) => ({ ...stand, open: false })) : stands;
  }

  private heardTo(transitId: string): Instant {
    if (this.isOver(transitId)) return Infinity;
    const watches = this.directory
      .sealsOfTransit(transitId)
      .map(({ watch }) => (watch === null ? -Infinity : lastEvent(watch).time));
    return Math.max(...watches);
  }

  private isOver(transitId: string): boolean {
    return this.directory.sealsOfTransit(transitId).length === 0;
  }

  private keptSince(): Instant {
    return Date.now() - this.config.horizonMs - LONGER;
  }

  private async forget(): Promise<void> {
    this.index.forget(this.keptSince());
    this.judge.forget();
    try {
      await dropOldStands(this.pool, this.keptSince());
    } catch (error) {
      this.logger.warn({ err: error }, 'old stands could not be dropped, in an hour again');
    }
  }

  /** What the database refuses for itself, or a defect of ours, would only fail again: the next word about the pair is its next chance. */
  private isTriedAgain(error: unknown, { cause }: DuePair): boolean {
    const passes = this.keeper.recovers(error) || !isDataError(error);
    const again = passes && !(error instanceof TypeError || error instanceof RangeError);
    if (again) this.logger.warn({ err: error, cause }, 'a meeting could not be judged, trying again');
    else this.logger.error({ err: error, cause }, 'a meeting cannot be judged');
    return again;
  }
}
