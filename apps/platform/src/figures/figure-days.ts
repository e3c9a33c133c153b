import { Inject, Injectable } from '@nestjs/common';
import { HOUR, MINUTE, type Instant } from '@haidang/domain';
import { countPassageDays, recountDroppedDays, type SeriesKeeper } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { KEEPER, POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { RegularLook } from '../regular-look.js';

/** Counts by the day what figures are made of. Figures are right also while it is behind: they read from the log what is not counted yet. */
@Injectable()
export class FigureDays extends RegularLook {
  private recountedAt: Instant = 0;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(MINUTE, 'days could not be counted for the figures, the next look does', logger);
  }

  override onApplicationBootstrap(): void {
    super.onApplicationBootstrap();
    void this.look();
  }

  protected async lookNow(now: Instant): Promise<void> {
    if (now - this.recountedAt >= HOUR) {
      await recountDroppedDays(this.pool, this.keeper.droppedBefore(now));
      this.recountedAt = now;
    }
    await countPassageDays(this.pool);
  }
}
