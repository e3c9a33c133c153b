import type { Counts } from '@haidang/contract';
import { followsSeal, type Sight } from '../access/sight.js';
import type { Sights } from '../access/sights.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { Directory } from '../directory/directory.js';
import { isStale } from './view.js';

/** What all sockets of one sight are told alike; counted once a tick, and those that walk all seals less often. */
interface CountsOfSight {
  readonly at: number;
  readonly staleAt: number;
  readonly counts: Counts;
}

/** A count is told for so long. */
const FRESH_MS = 500;
/** Counting stale seals walks all of them. */
const COUNT_STALE_MS = 5_000;
/** Sights of a tree that has changed since are not asked for any more. */
const MOST_SIGHTS = 1_000;

/** What the head of a page counts, for each sight. */
export class SightCounts {
  private readonly counted = new Map<Sight, CountsOfSight>();

  constructor(
    private readonly directory: Directory,
    private readonly alarms: OpenAlarms,
    private readonly sights: Sights,
  ) {}

  of(sight: Sight, now: number): Counts {
    const known = this.counted.get(sight);
    if (known !== undefined && now - known.at < FRESH_MS) return known.counts;
    const staleIsOld = known === undefined || now - known.staleAt >= COUNT_STALE_MS;
    const counts = {
      inTransit: this.directory.transitsInTransit(sight),
      stale: staleIsOld ? this.countStale(sight, now) : known.counts.stale,
      openAlarms: this.alarms.counts(
        sight.all ? undefined : (alarm) => this.sights.alarmFor(sight, alarm) !== undefined,
      ),
    };
    if (this.counted.size > MOST_SIGHTS) this.counted.clear();
    this.counted.set(sight, { at: now, staleAt: staleIsOld ? now : known.staleAt, counts });
    return counts;
  }

  private countStale(sight: Sight, now: number): number {
    let count = 0;
    for (const entry of this.directory.seals()) if (isStale(entry, now) && followsSeal(sight, entry)) count++;
    return count;
  }
}
