import type { Instant } from '@haidang/domain';
import type { Pool } from 'pg';
import type { NumberedAlarm } from '../commit/alarms.js';
import { inTransaction } from '../queries/queryable.js';
import type { WatchKey } from './history.js';
import { settleRemoved } from './removed.js';
import {
  dropMilestonesAfter,
  reviseAlarms,
  writeMilestones,
  type Milestone,
  type RevisedAlarm,
  type WithdrawnAlarm,
} from './revision.js';
import { replaceStands, type StandsSince } from './stands.js';

/** What folding a watch again, or the passing of time, makes true. */
export interface WatchRevision {
  readonly watch: WatchKey;
  readonly container: string;
  readonly at: Instant;
  readonly alarms: readonly RevisedAlarm[];
  readonly withdrawn: readonly WithdrawnAlarm[];
  readonly milestones: readonly Milestone[];
  /** Those kept for later hours are taken back; Infinity: none. */
  readonly keptTo: Instant;
  readonly stands: StandsSince;
  readonly tick: Instant | null;
  /** Of a seal that was taken off on the way: what its watch found of the journey, and when it ended. */
  readonly removed?: { readonly findings: unknown; readonly at: Instant } | undefined;
}

/**
 * Stores a revision in one transaction.
 * @returns the alarms that changed, as they stand now; the live feed is owed them
 */
export async function commitRevision(pool: Pool, revision: WatchRevision): Promise<NumberedAlarm[]> {
  return await inTransaction(pool, async (tx) => {
    const { container, at } = revision;
    const subject = { ...revision.watch, container, at };
    const told = await reviseAlarms(tx, subject, revision.alarms, revision.withdrawn);
    await replaceStands(tx, revision.watch, revision.stands);
    await dropMilestonesAfter(tx, revision.watch, revision.keptTo);
    await writeMilestones(tx, revision.milestones);
    const { seal, transitId } = revision.watch;
    if (revision.tick !== null)
      await tx.query(
        'insert into watch_ticks (seal, transit_id, at) values ($1, $2, $3) on conflict do nothing',
        [seal, transitId, new Date(revision.tick)],
      );
    if (revision.removed !== undefined)
      told.push(...(await settleRemoved(tx, subject, revision.removed.findings, revision.removed.at)));
    return told;
  });
}
