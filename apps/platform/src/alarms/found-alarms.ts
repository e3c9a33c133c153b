import { Inject, Injectable } from '@nestjs/common';
import type { AlarmKind, Instant } from '@haidang/domain';
import {
  inTransaction,
  readStandingFound,
  writeFoundAlarms,
  type FoundAlarm,
  type SeriesKeeper,
  type ToldAlarm,
} from '@haidang/store';
import type { Pool, PoolClient } from 'pg';
import { KEEPER, POOL } from '../database.js';
import { Metrics } from '../metrics/metrics.js';
import { Published } from '../pipeline/published.js';
import { uuidOf } from '../pipeline/uuid-of.js';

/** What a capability has to tell: what it found, new, changed or ended; and by their keys those that the facts do not show any more. */
export interface Findings {
  readonly said?: readonly FoundAlarm[];
  readonly withdrawn?: readonly string[];
}

/** Alarms that no rule of the engine's raises: told with history and ledger in one transaction, and then to the desk and the map. */
@Injectable()
export class FoundAlarms {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Published) private readonly published: Published,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Those of these kinds that go on. */
  standing(kinds: readonly AlarmKind[]): Promise<ToldAlarm[]> {
    return readStandingFound(this.pool, kinds);
  }

  /**
   * Saying again what was said changes nothing.
   * @param beside what is written in the same transaction
   */
  async tell(
    { said = [], withdrawn = [] }: Findings,
    at: Instant,
    beside?: (tx: PoolClient) => Promise<void>,
  ): Promise<void> {
    if (said.length + withdrawn.length === 0 && beside === undefined) return;
    await this.keeper.ensure('alarm_history', [at]);
    const changes = { said: said.map((alarm) => ({ ...alarm, id: uuidOf(alarm.key) })), withdrawn };
    const told = await inTransaction(this.pool, async (tx) => {
      await beside?.(tx);
      return await writeFoundAlarms(tx, changes, at);
    });
    for (const { kind } of told) this.metrics.alarms.inc({ kind });
    this.published.alarms(told);
  }
}
