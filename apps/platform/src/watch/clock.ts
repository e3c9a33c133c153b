import { Inject, Injectable } from '@nestjs/common';
import type { Instant } from '@haidang/domain';
import { dueBy, lastEvent, misjudgedSince } from '@haidang/engine';
import type { Logger } from 'pino';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { SealRound } from '../directory/seal-round.js';
import { LOGGER } from '../logging.js';
import { Reviser } from './reviser.js';
import { UnsealedTransits } from './unsealed.js';

const ROUND_MS = 1_000;
/** What was sent before a time may arrive a little after it: so long the clock lets it pass first. */
const GRACE_MS = 3_000;

/**
 * Tells watches that time has passed, when a rule waits for that: a deadline, the end of a calendar, a plan that changed while an alarm
 * is open. What it tells is logged, so that the same watch folded again knows it too. A watch that was told more before word of a change
 * came is folded again from the change. Transits that have no seal, and so no watch, are told beside them.
 */
@Injectable()
export class WatchClock {
  private timer: NodeJS.Timeout | undefined;
  private readonly under = new Set<SealEntry>();
  private readonly seals: SealRound;

  constructor(
    @Inject(Directory) directory: Directory,
    @Inject(Reviser) private readonly reviser: Reviser,
    @Inject(UnsealedTransits) private readonly unsealed: Pick<UnsealedTransits, 'round'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.seals = new SealRound(directory);
  }

  start(): void {
    this.timer = setInterval(() => void this.round(Date.now() - GRACE_MS), ROUND_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** @returns when the times that had come by now are told, or could not be now and will be later */
  async round(now: Instant): Promise<void> {
    const told = [this.unsealed.round(now)];
    for (const entry of this.seals.turn()) {
      if (this.under.has(entry)) continue;
      const due = dueOf(entry);
      if (due <= now) told.push(this.tell(entry, due));
    }
    await Promise.all(told);
  }

  private async tell(entry: SealEntry, due: Instant): Promise<void> {
    this.under.add(entry);
    try {
      await this.reviser.tick(entry, due);
    } catch (error) {
      this.logger.warn({ err: error, sealId: entry.id }, 'a time could not be told, trying again');
    } finally {
      this.under.delete(entry);
    }
  }
}

/** -Infinity when its memory is to be made right first. */
function dueOf({ task, watch }: SealEntry): Instant {
  if (watch === null || task?.plan == null) return Infinity;
  if (misjudgedSince(watch, task.plan) !== undefined) return -Infinity;
  return Math.max(dueBy(watch, task.plan), lastEvent(watch).time + 1, task.since);
}
