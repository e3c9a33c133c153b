import { Inject, Injectable } from '@nestjs/common';
import { HOUR } from '@haidang/domain';
import { dropOldContests, dropOldMilestones, dropOldPlanChanges, type SeriesKeeper } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { KEEPER, POOL } from '../database.js';
import { KEEP } from '../directory/plans.js';
import { LOGGER } from '../logging.js';

/** The hourly round: partitions ahead of need, what has been kept long enough away (but for what a hold keeps), and what late evidence cannot reach. */
@Injectable()
export class Keeping {
  private timer: NodeJS.Timeout | undefined;
  /** Why the last round failed; `undefined` when it went well. */
  fault: string | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    await this.round();
    this.timer = setInterval(() => void this.round(), HOUR);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async round(): Promise<void> {
    try {
      const now = Date.now();
      await this.keeper.keep(now);
      await this.keeper.expire(now);
      await dropOldMilestones(this.pool, now - KEEP);
      await dropOldPlanChanges(this.pool, now - KEEP);
      await dropOldContests(this.pool, now - KEEP);
      this.fault = undefined;
    } catch (error) {
      this.fault = `keeping the time tables: ${(error as Error).message}`;
      this.logger.error({ err: error }, 'keeping the time tables failed');
    }
  }
}
