import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '@haidang/domain';
import { compareEvents, revise, startWatch, type Plan, type WatchEvent } from '@haidang/engine';
import {
  commitUnsealed,
  readUnsealedLate,
  readUnsealedResolves,
  readUnsealedStanding,
  type SeriesKeeper,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { Directory, type ContainerTask } from '../directory/directory.js';
import { LOGGER } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { Published } from '../pipeline/published.js';
import { correctedBy } from './corrected.js';

/**
 * Transits of which no container has a seal yet have no watch. Their departure is late all the same: by the same rule, folded over the
 * versions of their plan and the present time. What it tells is of the transit, and goes on as of its first seal once that is put on.
 */
@Injectable()
export class UnsealedTransits {
  /** By what each was last judged: a version of its plan, and whether the time to depart had passed. */
  private judged: Map<string, string> | undefined;
  private isLooking = false;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(CONFIG) private readonly config: Pick<Config, 'horizonMs'>,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Published) private readonly published: Published,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Time has passed. What could not be told is told with the next round. */
  async round(now: Instant): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      this.judged ??= new Map((await readUnsealedLate(this.pool)).map((id) => [id, '']));
      await this.look(this.judged, now);
    } catch (error) {
      this.logger.warn({ err: error }, 'departures without a seal could not be looked at, trying again');
    } finally {
      this.isLooking = false;
    }
  }

  private async look(judged: Map<string, string>, now: Instant): Promise<void> {
    const gone = new Set(judged.keys());
    for (const task of this.directory.unsealedTransits()) {
      const { transitId, departBy, registeredAt } = task;
      gone.delete(transitId);
      const isPast = departBy !== null && departBy < now;
      if (registeredAt > now || (!isPast && !judged.has(transitId))) continue;
      const plan = this.directory.planOfTransit(task);
      if (plan === null) continue;
      const grounds = `${plan.version} ${isPast}`;
      if (judged.get(transitId) === grounds) continue;
      await this.judge(task, plan, now);
      judged.set(transitId, grounds);
    }
    for (const id of gone) judged.delete(id);
  }

  private async judge({ transitId, container, registeredAt }: ContainerTask, plan: Plan, now: Instant) {
    const since = now - this.config.horizonMs;
    const standing = await readUnsealedStanding(this.pool, transitId);
    const acts = await readUnsealedResolves(this.pool, transitId);
    const events: WatchEvent[] = [
      { kind: 'tick', time: Math.max(registeredAt, since) },
      // two acts within a millisecond come in the order of the store, which is finer
      ...acts.map((act, seq) => ({ kind: 'resolve', seq, ...act }) as const),
      { kind: 'tick', time: now + 1 },
    ];
    // what ended before was judged by versions of the plan that may have been let go
    const inReach = standing.filter(({ episode: { end } }) => end === null || end >= since);
    const { corrections } = revise(startWatch(), events.sort(compareEvents), plan, inReach, -Infinity);
    if (corrections.length === 0) return;
    const at = Date.now();
    await this.keeper.ensure('alarm_history', [at]);
    const alarms = await commitUnsealed(this.pool, {
      ...{ transitId, container, at },
      ...correctedBy(corrections, at),
    });
    for (const { kind } of alarms) this.metrics.alarms.inc({ kind });
    this.published.alarms(alarms);
  }
}
