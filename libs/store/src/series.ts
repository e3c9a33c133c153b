import { DAY, HOUR, type Instant } from '@haidang/domain';
import type { Pool } from 'pg';
import { StoreError } from './errors.js';
import { expirePapers } from './keeping/expire-papers.js';
import { expireLedgerData, expireTransits } from './keeping/expire.js';
import { enterLedger } from './ledger/enter.js';
import { ALL_SERIES, type Series, type StoreKind } from './migrations/index.js';
import { dropChunks, hasPolicies, policyChanges, readFailingJobs, readPolicies } from './series/chunks.js';
import { startOfDay } from './series/days.js';
import { DayPartitions, isMissingPartition } from './series/partitions.js';

export interface KeepingOptions {
  /** Days that fixes and passages are kept. */
  readonly retentionDays: number;
  /** Days that the history of alarms is kept. */
  readonly alarmHistoryDays: number;
  /** Days that transits that are over are kept, with their steps and alarms. */
  readonly transitDays: number;
  /** Of gates: what ports and customs told each other, what was expected, eligible and stood, and closed cases. */
  readonly papersDays: number;
  /** Days that the ledger keeps what its entries say. */
  readonly ledgerDataDays: number;
  /** Days that refused messages are kept. */
  readonly quarantineDays: number;
  /** TimescaleDB compresses chunks older than this. */
  readonly compressAfterDays: number;
  /** The oldest backlog that is still evaluated, in milliseconds. */
  readonly horizonMs: number;
}

/** How far ahead of need partitions are made: a round that fails for a day or two harms nothing. */
const AHEAD = 3 * DAY;

/**
 * Looks after the tables that grow with time. On plain PostgreSQL it makes a partition a day ahead of need and drops the
 * expired ones. On TimescaleDB chunks make themselves, and a policy compresses them where the licence has policies; {@link SeriesKeeper.keep}
 * drops them, since only it knows what a hold keeps.
 */
export class SeriesKeeper {
  private readonly partitions: ReadonlyMap<string, DayPartitions>;

  /** @throws StoreError `compression_before_horizon` when a backlog could meet compressed chunks */
  constructor(
    /** The owner's: for what nobody else may do. */
    readonly pool: Pool,
    readonly kind: StoreKind,
    private readonly options: KeepingOptions,
  ) {
    if (options.compressAfterDays * DAY <= options.horizonMs) {
      throw new StoreError(
        'compression_before_horizon',
        `compression after ${options.compressAfterDays} days would meet backlogs of up to ${options.horizonMs / HOUR} hours: set it later`,
      );
    }
    this.partitions = new Map(ALL_SERIES.map(({ table }) => [table, new DayPartitions(pool, table)]));
  }

  /** What lies before this instant is or may be dropped: it cannot be stored any more. */
  droppedBefore(now: Instant): Instant {
    return startOfDay(now - this.options.retentionDays * DAY) + DAY;
  }

  /** Makes the partitions for these instants, where they are missing. Nearly always it finds nothing to do. */
  async ensure(table: string, instants: Iterable<Instant>): Promise<void> {
    if (this.kind === 'timescale') return;
    await this.partitionsOf(table).ensure(instants);
  }

  /**
   * Is this the error of a row whose day was taken away by somebody else (another process, an operator)? Then what is
   * known of partitions is forgotten, and the same again finds its place.
   */
  recovers(error: unknown): boolean {
    if (this.kind === 'timescale' || !isMissingPartition(error)) return false;
    for (const partitions of this.partitions.values()) partitions.forget();
    return true;
  }

  /** The regular round: partitions from the horizon to three days ahead; what is expired goes. */
  async keep(now: Instant): Promise<void> {
    if (this.kind === 'timescale') return this.keepChunks(now);
    for (const [table, partitions] of this.partitions) await partitions.ensure(this.daysNeeded(table, now));
    for (const [table, partitions] of this.partitions)
      await this.enterDropped(table, await partitions.dropBefore(this.expiryOf(table, now)), now);
  }

  /** What no table that grows with time holds, and is kept long enough all the same. */
  async expire(now: Instant): Promise<void> {
    await expireTransits(this.pool, now - this.options.transitDays * DAY, now);
    await expirePapers(this.pool, now - this.options.papersDays * DAY, now);
    await expireLedgerData(this.pool, now - this.options.ledgerDataDays * DAY, now);
  }

  /** Background jobs of TimescaleDB whose last run failed, one line each; none on plain PostgreSQL. */
  failingJobs(): Promise<string[]> {
    return this.kind === 'timescale' ? readFailingJobs(this.pool) : Promise.resolve([]);
  }

  private async keepChunks(now: Instant): Promise<void> {
    const policies = await hasPolicies(this.pool);
    for (const series of ALL_SERIES) {
      if (policies) await this.keepPolicies(series);
      const { table, timeColumn } = series;
      await this.enterDropped(
        table,
        await dropChunks(this.pool, table, timeColumn, this.expiryOf(table, now)),
        now,
      );
    }
  }

  /** After it is done: a day that a crash kept from being entered is one that is seen to be gone. */
  private async enterDropped(table: string, days: readonly Instant[], now: Instant): Promise<void> {
    const acts = days.map((day) => ({
      kind: 'keeping.drop',
      subject: `series/${table}`,
      at: now,
      by: null,
      data: { from: new Date(day).toISOString(), keptDays: this.daysKept(table) },
    }));
    await enterLedger(this.pool, acts);
  }

  private async keepPolicies(series: Series): Promise<void> {
    const standing = await readPolicies(this.pool, series.table);
    const { compressAfterDays } = this.options;
    const wanted = { compressAfterDays };
    for (const statement of policyChanges(series, standing, wanted)) await this.pool.query(statement);
  }

  /** From the horizon, or from the expiry where that is nearer. */
  private daysNeeded(table: string, now: Instant): Instant[] {
    const days: Instant[] = [];
    const first = Math.max(now - this.options.horizonMs, this.expiryOf(table, now));
    for (let day = first; day <= now + AHEAD; day += DAY) days.push(day);
    return days;
  }

  private daysKept(table: string): number {
    if (table === 'quarantine') return this.options.quarantineDays;
    return table === 'alarm_history' ? this.options.alarmHistoryDays : this.options.retentionDays;
  }

  private expiryOf(table: string, now: Instant): Instant {
    return startOfDay(now - this.daysKept(table) * DAY);
  }

  private partitionsOf(table: string): DayPartitions {
    const partitions = this.partitions.get(table);
    if (partitions === undefined) throw new Error(`${table} is not a series`);
    return partitions;
  }
}
