import type { Counts } from '@haidang/contract';
import type { Instant, Millis } from '@haidang/domain';
import { follows, type Parties, type Sight } from '../access/sight.js';
import type { Sights } from '../access/sights.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { Directory } from '../directory/directory.js';
import { isStale } from './view.js';

/** What the people of a transit are told alike: of those who see one of these, all see each. */
interface Tally {
  readonly parties: Parties;
  inTransit: number;
  stale: number;
}

interface CountsOfSight {
  readonly at: Instant;
  readonly counts: Counts;
}

/** A count is told for so long. */
const FRESH: Millis = 500;
/** Walking all seals takes at most this part of the time. */
const WALKING = 1 / 50;
/** Sights of a tree that has changed since are not asked for any more. */
const MOST_SIGHTS = 1_000;

/**
 * What the head of a page counts, for each sight. All seals are walked once for everybody: a country has a hundred thousand under way, between a few
 * hundred places.
 */
export class SightCounts {
  private readonly counted = new Map<Sight, CountsOfSight>();
  private tallies: readonly Tally[] = [];
  private walkedAt: Instant = -Infinity;
  private walkTook: Millis = 0;

  constructor(
    private readonly directory: Pick<Directory, 'seals' | 'transitsInTransit'>,
    private readonly alarms: OpenAlarms,
    private readonly sights: Sights,
  ) {}

  of(sight: Sight, now: Instant): Counts {
    const known = this.counted.get(sight);
    if (known !== undefined && now - known.at < FRESH) return known.counts;
    if (now - this.walkedAt >= Math.max(FRESH, this.walkTook / WALKING)) this.walk(now);
    const counts = {
      ...this.sum(sight),
      openAlarms: this.alarms.counts(
        sight.all ? undefined : (alarm) => this.sights.alarmFor(sight, alarm) !== undefined,
      ),
    };
    if (this.counted.size > MOST_SIGHTS) this.counted.clear();
    this.counted.set(sight, { at: now, counts });
    return counts;
  }

  private sum(sight: Sight): Pick<Counts, 'inTransit' | 'stale'> {
    let [inTransit, stale] = [0, 0];
    for (const tally of this.tallies) {
      if (!follows(sight, tally.parties)) continue;
      inTransit += tally.inTransit;
      stale += tally.stale;
    }
    return { inTransit, stale };
  }

  private walk(now: Instant): void {
    const start = performance.now();
    const tallies = new Map<string, Tally>();
    const of = (parties: Parties): Tally => {
      const { fromId, toId, carrierId, departedAt } = parties;
      const key = `${fromId} ${toId} ${carrierId ?? ''} ${departedAt === null ? '' : 'departed'}`;
      const known = tallies.get(key);
      if (known !== undefined) return known;
      const made = { parties, inTransit: 0, stale: 0 };
      tallies.set(key, made);
      return made;
    };
    for (const parties of this.directory.transitsInTransit()) of(parties).inTransit++;
    for (const entry of this.directory.seals())
      if (entry.task !== null && isStale(entry, now)) of(entry.task.parties).stale++;
    this.tallies = [...tallies.values()];
    this.walkedAt = now;
    this.walkTook = performance.now() - start;
  }
}
