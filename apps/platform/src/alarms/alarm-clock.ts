import { Inject, Injectable } from '@nestjs/common';
import { SECOND, type Instant } from '@haidang/domain';
import { endShelving, escalateWaiting, inTransaction, type SeriesKeeper } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { Published } from '../pipeline/published.js';
import { RegularLook } from '../regular-look.js';

const LOOK_EVERY = 2 * SECOND;

/**
 * Hands up what nobody has acknowledged in time, and brings back what was shelved until now. When each is due stands in the alarm's row: nothing
 * has to be remembered in between, and what fell due while the platform was away is done at its first look.
 */
@Injectable()
export class AlarmClock extends RegularLook {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Published) private readonly published: Published,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(LOOK_EVERY, 'the waiting alarms could not be looked at', logger);
  }

  protected async lookNow(now: Instant): Promise<void> {
    await this.keeper.ensure('alarm_history', [now]);
    const told = await inTransaction(this.pool, async (tx) => [
      ...(await endShelving(tx, now)),
      ...(await escalateWaiting(tx, now, this.config.escalateAfter)),
    ]);
    this.published.alarms(told);
  }
}
