import { Inject, Injectable } from '@nestjs/common';
import { DAY, HOUR, type Instant } from '@haidang/domain';
import {
  dropOldContests,
  dropOldMilestones,
  dropOldPlanChanges,
  expireEvidence,
  expireTrainings,
  type SeriesKeeper,
} from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { KEEP } from '../directory/plans.js';
import { EvidenceFiles } from '../evidence/evidence-files.js';
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
    @Inject(EvidenceFiles) private readonly evidence: EvidenceFiles,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    await this.evidence.clean();
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
      await this.expireEvidence(now);
      await expireTrainings(this.keeper.pool, now - this.config.trainingDays * DAY, now);
      await dropOldMilestones(this.pool, now - KEEP);
      await dropOldPlanChanges(this.pool, now - KEEP);
      await dropOldContests(this.pool, now - KEEP);
      this.fault = undefined;
    } catch (error) {
      this.fault = `keeping the time tables: ${(error as Error).message}`;
      this.logger.error({ err: error }, 'keeping the time tables failed');
    }
  }

  private expireEvidence(now: Instant): Promise<number> {
    const before = now - this.config.evidence.days * DAY;
    return expireEvidence(this.keeper.pool, before, now, (sha256) => this.evidence.remove(sha256));
  }
}
