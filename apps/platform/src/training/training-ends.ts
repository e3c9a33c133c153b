import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SECOND, type Instant } from '@haidang/domain';
import { endTraining, enterLedger, inTransaction, interruptTrainings } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { POOL } from '../database.js';
import { LOGGER } from '../logging.js';
import { RegularLook } from '../regular-look.js';
import { endOf, entryOfEnd } from './end.js';
import { Sandboxes } from './sandboxes.js';

const LOOK_EVERY = 2 * SECOND;

/** Ends what nobody ends: sessions whose time is over, and at the start those that a stop of the platform cut off. */
@Injectable()
export class TrainingEnds extends RegularLook implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Sandboxes) private readonly sandboxes: Sandboxes,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(LOOK_EVERY, 'training sessions could not be ended, trying again', logger);
  }

  async onModuleInit(): Promise<void> {
    const interrupted = await interruptTrainings(this.pool, Date.now());
    if (interrupted > 0) this.logger.info({ interrupted }, 'training sessions were cut off by the last stop');
  }

  protected async lookNow(now: Instant): Promise<void> {
    for (const id of this.sandboxes.over(now)) {
      const end = endOf(this.sandboxes.find(id), 'over', now);
      await inTransaction(this.pool, async (tx) => {
        if (await endTraining(tx, id, end)) await enterLedger(tx, [entryOfEnd(id, end)]);
      });
      this.sandboxes.close(id);
    }
  }
}
