import { Inject, Injectable } from '@nestjs/common';
import { DAY, isContainerNumber, MINUTE, OF_GATES, SECOND, type Instant } from '@haidang/domain';
import {
  readContainersOfSeals,
  readFoundOf,
  readJoinMark,
  readReportedExits,
  readStories,
  readTouchedSince,
  writeJoinMark,
  writeWitnesses,
  type ToldAlarm,
} from '@haidang/store';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { FoundAlarms } from '../alarms/found-alarms.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { GateBook } from '../gates/gate-book.js';
import { LOGGER } from '../logging.js';
import { RevisionsDue } from '../watch/revisions-due.js';
import { newsOf } from './compare.js';
import { judge } from './judge.js';
import { GRACE } from './rules/reports.js';
import { storyOf, type Story } from './story.js';

const ROUND_MS = SECOND;
const CHUNK = 500;
/** What began longer ago is told as it was told. */
const JUDGED = 7 * DAY;
/** Facts from before that, for what began then. */
const BEFORE = 3 * DAY;
/** How far behind the mark something may have been left: the longest that a finding waits for, and what was under way. */
const LEFT_BEHIND = 75 * MINUTE;
const MARK_EVERY = 10 * SECOND;
/** One that came in so long ago has been looked at. */
const FRESH = 5 * MINUTE;

/**
 * The join of gates, papers and e-seals. About once a second the stories of the containers of which something has come in are read, in one query, and
 * judged; what is new against what was told, is told in one transaction. Nothing is remembered that does not follow from the database, so a
 * start, or a crash at any moment, neither forgets a finding nor tells one twice.
 */
@Injectable()
export class JoinWatch {
  private readonly dirty = new Set<string>();
  /** When time itself may change what is found of a container. */
  private readonly dues = new Map<string, Instant>();
  private nextDue = Infinity;
  private markedAt = 0;
  private hasLooked = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(GateBook) private readonly book: GateBook,
    @Inject(RevisionsDue) private readonly revisions: RevisionsDue,
    @Inject(FoundAlarms) private readonly alarms: FoundAlarms,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What may have been missed since the last mark is looked at with the first rounds. */
  async start(): Promise<void> {
    const now = Date.now();
    // those of all transits, as they were read
    this.directory.touched.clear();
    const mark = await readJoinMark(this.pool);
    const since = mark === null ? now - JUDGED : mark - LEFT_BEHIND;
    for (const container of await readTouchedSince(this.pool, since, now - JUDGED - BEFORE))
      this.touch(container);
    this.timer = setInterval(() => {
      if (!this.isRunning) this.running = this.round();
    }, ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Looks once; what cannot be done now is left for the next time. */
  async round(now = Date.now()): Promise<void> {
    this.isRunning = true;
    try {
      await this.collect(now);
      while (this.dirty.size > 0) {
        await this.look(this.take(), now);
        this.hasLooked = true;
      }
      // while nothing comes in, the old mark leaves nothing behind
      if (this.hasLooked && now - this.markedAt >= MARK_EVERY) {
        await writeJoinMark(this.pool, now);
        this.markedAt = now;
        this.hasLooked = false;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'gates could not be joined with papers and seals, trying again');
    } finally {
      this.isRunning = false;
    }
  }

  /** Of whom something has come in, or whose time has come. */
  private async collect(now: Instant): Promise<void> {
    for (const touched of [this.book.touched, this.directory.touched]) {
      for (const container of touched) this.touch(container);
      touched.clear();
    }
    if (this.revisions.touched.size > 0) {
      const seals = [...this.revisions.touched];
      const containers = await readContainersOfSeals(this.pool, seals, now - JUDGED);
      for (const container of containers) this.touch(container);
      for (const seal of seals) this.revisions.touched.delete(seal);
    }
    if (this.nextDue > now) return;
    this.nextDue = Infinity;
    for (const [container, due] of this.dues) {
      if (due <= now) this.dirty.add(container);
      else this.nextDue = Math.min(this.nextDue, due);
    }
  }

  private touch(container: string): void {
    if (isContainerNumber(container)) this.dirty.add(container);
  }

  private take(): string[] {
    const containers: string[] = [];
    for (const container of this.dirty) {
      if (containers.length === CHUNK) break;
      containers.push(container);
      this.dirty.delete(container);
    }
    return containers;
  }

  private async look(containers: readonly string[], now: Instant): Promise<void> {
    try {
      const since = now - JUDGED;
      const records = await readStories(this.pool, containers, since - BEFORE);
      const told = byContainer(await readFoundOf(this.pool, [...OF_GATES], containers, since));
      const stories = records.map((record) =>
        storyOf(record, (facilityId, place, at) => this.directory.isInside(facilityId, place, at)),
      );
      const judged = stories.map((story) => ({ story, ...judge(story, now) }));
      const news = judged.map(({ story, findings }) =>
        newsOf(findings, told.get(story.container) ?? [], Math.max(since, story.since)),
      );
      const [said, withdrawn] = [news.flatMap((one) => one.said), news.flatMap((one) => one.withdrawn)];
      const witnesses = judged.flatMap((one) => one.witnesses);
      const beside = witnesses.length === 0 ? undefined : (tx: PoolClient) => writeWitnesses(tx, witnesses);
      await this.alarms.tell({ said, withdrawn }, now, beside);
      // the journeys of their transits are looked at again
      for (const { transitId } of witnesses)
        for (const entry of this.directory.sealsOfTransit(transitId)) entry.findings = null;
      for (const { story, due } of judged) this.wait(story.container, due);
      await this.seenAfterAll(stories, now);
    } catch (error) {
      for (const container of containers) this.dirty.add(container);
      throw error;
    }
  }

  private wait(container: string, due: Instant | null): void {
    if (due === null) return void this.dues.delete(container);
    this.dues.set(container, due);
    this.nextDue = Math.min(this.nextDue, due);
  }

  /** A camera that tells late shows that it saw then: exits that were reported about that time are looked at again. */
  private async seenAfterAll(stories: readonly Story[], now: Instant): Promise<void> {
    const late = stories.flatMap(({ passages }) =>
      passages.filter(
        ({ direction, time, receivedAt }) =>
          direction === 'out' && receivedAt - time > GRACE && receivedAt > now - FRESH,
      ),
    );
    const judged = new Set(stories.map(({ container }) => container));
    for (const container of await readReportedExits(this.pool, late))
      if (!judged.has(container)) this.touch(container);
  }
}

function byContainer(told: readonly ToldAlarm[]): Map<string | null, ToldAlarm[]> {
  const map = new Map<string | null, ToldAlarm[]>();
  for (const alarm of told) {
    const known = map.get(alarm.containerNumber);
    if (known === undefined) map.set(alarm.containerNumber, [alarm]);
    else known.push(alarm);
  }
  return map;
}
