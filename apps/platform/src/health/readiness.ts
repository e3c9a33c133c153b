import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { SeriesKeeper } from '@haidang/store';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { KEEPER, POOL } from '../database.js';
import { SOURCE, type MessageSource } from '../ingest/source.js';
import { Ledger } from '../ledger/ledger.js';
import { Metrics } from '../metrics/metrics.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { TLS, type TlsFiles } from '../tls/tls-files.js';
import { Keeping } from './keeping.js';

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'broker' | 'database' | 'lag' | 'jobs', { ok: boolean; detail?: string }>>;
  readonly warnings: readonly string[];
}

/** A message that waits longer for its acknowledgement says that the flow has stopped. */
const MAX_LAG_MS = 10_000;
const DATABASE_TIMEOUT_MS = 2_000;

@Injectable()
export class Readiness {
  constructor(
    @Inject(SOURCE) private readonly source: MessageSource,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Keeping) private readonly keeping: Keeping,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(TLS) private readonly tls?: TlsFiles,
  ) {}

  async report(): Promise<ReadinessReport> {
    const { oldestMs, underWay } = this.pipeline.state();
    const database = await this.databaseFault();
    const jobs = database === undefined ? await this.keeper.failingJobs().catch(() => []) : [];
    if (this.keeping.fault !== undefined) jobs.push(this.keeping.fault);
    const ledger = database === undefined ? await this.ledger.fault().catch(() => undefined) : undefined;
    if (ledger !== undefined) jobs.push(ledger);
    const lag =
      oldestMs <= MAX_LAG_MS
        ? undefined
        : `${underWay} messages wait, the oldest for ${Math.round(oldestMs / 1000)} s`;
    const checks = {
      broker: check(this.source.fault()),
      database: check(database),
      lag: check(lag),
      jobs: check(jobs.length === 0 ? undefined : jobs.join('; ')),
    };
    const { broker, lag: flowing } = checks;
    const warnings = [
      ...this.source.warnings(),
      ...(this.tls?.warnings() ?? []),
      ...openPlainly(this.config),
    ];
    // a failing background job needs a person, not a restart: it is shown and does not take the platform out of service
    return { ready: broker.ok && checks.database.ok && flowing.ok, checks, warnings };
  }

  /** Brings the gauges that are read rather than counted up to date. */
  gauge(): void {
    const { underWay, oldestMs } = this.pipeline.state();
    this.metrics.pending.set(underWay);
    this.metrics.lagSeconds.set(oldestMs / 1000);
  }

  private async databaseFault(): Promise<string | undefined> {
    const limit = new AbortController();
    try {
      return await Promise.race([
        this.pool.query('select 1').then(() => undefined),
        sleep(DATABASE_TIMEOUT_MS, 'no answer within 2 s', { signal: limit.signal, ref: false }),
      ]);
    } catch (error) {
      return (error as Error).message || 'no connection';
    } finally {
      limit.abort();
    }
  }
}

/** Passwords and tokens would cross a network in the clear. */
function openPlainly({ host, tls, publicUrl }: Pick<Config, 'host' | 'tls' | 'publicUrl'>): string[] {
  if (isOwn(host) || tls !== undefined || publicUrl?.startsWith('https:') === true) return [];
  return [
    `HOST=${host}: HTTP is open to a network without TLS: set TLS_CERT and TLS_KEY, or PUBLIC_URL where a proxy speaks it`,
  ];
}

/** An address that nobody but this machine reaches. */
function isOwn(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function check(fault: string | undefined): { ok: boolean; detail?: string } {
  return fault === undefined ? { ok: true } : { ok: false, detail: fault };
}
