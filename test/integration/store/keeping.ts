import { HOUR, type Instant } from '@haidang/domain';
import type { KeepingOptions, SeriesKeeper } from '@haidang/store';
import type pg from 'pg';

export const KEEPING: KeepingOptions = {
  retentionDays: 30,
  alarmHistoryDays: 30,
  transitDays: 300,
  papersDays: 300,
  ledgerDataDays: 600,
  quarantineDays: 10,
  compressAfterDays: 7,
  horizonMs: 72 * HOUR,
};

/** Half past eight on the 22nd; its day begins at midnight UTC. */
export const NOW: Instant = Date.UTC(2026, 10, 22, 8, 30);
export const TODAY: Instant = Date.UTC(2026, 10, 22);

/** Stores a fix of seal 1 as the commit does: the place for its day is made first. */
export async function storeFix(pool: pg.Pool, keeper: SeriesKeeper, time: Instant, seq = 1): Promise<void> {
  await keeper.ensure('fixes', [time]);
  await insertFix(pool, time, seq);
}

export async function insertFix(pool: pg.Pool, time: Instant, seq = 1): Promise<void> {
  await pool.query(
    `insert into fixes (seal, time, seq, events, buffered, too_old, received_at)
      values (1, $1, $2, 0, false, false, $3)`,
    [new Date(time), seq, new Date(NOW)],
  );
}
