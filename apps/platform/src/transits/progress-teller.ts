import { Inject, Injectable } from '@nestjs/common';
import { MINUTE, parseInstant, SECOND, type Instant, type Millis } from '@haidang/domain';
import { findTransits } from '@haidang/store';
import type { Pool } from 'pg';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry, SealTask } from '../directory/seal-entry.js';
import { LiveFeed } from '../live/live-feed.js';
import { progressOf, type Progress } from './progress.js';
import { transitView } from './view.js';

/** Each seal is looked at once in so many seconds: no transit is told of more often. */
const TURNS = MINUTE / SECOND;
/** An arrival that moved less, and a way that grew by less of the route, are no news. */
const ETA_NEWS: Millis = 5 * MINUTE;
const PROGRESS_NEWS = 0.05;

/**
 * Tells those who look at a transit how far it is and when it will arrive, when that has changed enough to be news: a drive as expected makes
 * some twenty events. Nothing is owed: who misses one reads the transit again.
 */
@Injectable()
export class ProgressTeller {
  private turn = 0;
  /** What was told, while the seal's part in the transit is the same. */
  private told = new WeakMap<SealTask, Progress>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(LiveFeed) private readonly live: LiveFeed,
  ) {}

  /** One second's share of the seals. */
  async round(now: Instant): Promise<void> {
    this.turn = (this.turn + 1) % TURNS;
    if (!this.live.isWatched()) {
      this.told = new WeakMap();
      return;
    }
    const news = new Map<string, Progress>();
    for (const entry of this.directory.everyNth(TURNS, this.turn)) {
      if (entry.task?.departed == null) continue;
      const progress = this.newsOf(entry, entry.task, now);
      if (progress !== undefined) news.set(entry.task.transitId, progress);
    }
    if (news.size === 0) return;
    for (const record of await findTransits(this.pool, [...news.keys()]))
      this.live.progressed(transitView(record, news.get(record.id)));
  }

  private newsOf({ id }: SealEntry, task: SealTask, now: Instant): Progress | undefined {
    if (!this.live.shows(id)) {
      this.told.delete(task);
      return undefined;
    }
    const progress = progressOf(this.directory, { id: task.transitId, state: 'in_transit' }, now);
    const before = this.told.get(task);
    // at first there is nothing to tell: who began to look has just read it
    if (before !== undefined && !isNews(before, progress)) return undefined;
    this.told.set(task, progress);
    return before === undefined ? undefined : progress;
  }
}

function isNews(before: Progress, now: Progress): boolean {
  if ((before.eta === undefined) !== (now.eta === undefined)) return true;
  const moved = Math.abs((timeOf(before) ?? 0) - (timeOf(now) ?? 0));
  const length = (now.progress ?? 0) + (now.remaining ?? 0);
  const driven = Math.abs((now.progress ?? 0) - (before.progress ?? 0));
  return moved >= ETA_NEWS || driven >= length * PROGRESS_NEWS;
}

function timeOf({ eta }: Progress): Instant | undefined {
  return eta === undefined ? undefined : parseInstant(eta);
}
