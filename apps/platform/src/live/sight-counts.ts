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

/** By the place it comes from, the one it goes to, and the carrier: looked up as they are, since a hundred thousand keys a walk cost more than the walk. */
type Tallies = Map<string, Map<string, Map<string | null, Tally>>>;

interface CountsOfSight {
  readonly at: Instant;
  readonly counts: Counts;
}

/** A count is told for so long: until the next tick of the map. */
const FRESH: Millis = 900;
/** So many transits and seals are walked in one turn. */
const MOST = 20_000;
/** Sights of a tree that has changed since are not asked for any more. */
const MOST_SIGHTS = 1_000;

/**
 * What the head of a page counts, for each sight. All seals are walked for everybody at once, some thousands a turn: a country has a hundred thousand under
 * way, between a few hundred places, and its counts may be some seconds old.
 */
export class SightCounts {
  private readonly counted = new Map<Sight, CountsOfSight>();
  private tallies: readonly Tally[] = [];
  private turnedAt: Instant = -Infinity;
  private walking: Iterator<void> | undefined;

  constructor(
    private readonly directory: Pick<Directory, 'seals' | 'transitsInTransit'>,
    private readonly alarms: OpenAlarms,
    private readonly sights: Sights,
  ) {}

  of(sight: Sight, now: Instant): Counts {
    const known = this.counted.get(sight);
    if (known !== undefined && now - known.at < FRESH) return known.counts;
    if (now - this.turnedAt >= FRESH) this.turn(now);
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

  private turn(now: Instant): void {
    const isFirst = this.turnedAt === -Infinity;
    this.turnedAt = now;
    this.walking ??= this.walk(now);
    let isDone = this.walking.next().done;
    while (isFirst && isDone !== true) isDone = this.walking.next().done;
    if (isDone === true) this.walking = undefined;
  }

  /** Pauses after each turn's share; at its end the tallies are those of the walk. */
  private *walk(now: Instant): Generator<void> {
    const tallies: Tally[] = [];
    const [waiting, departed]: [Tallies, Tallies] = [new Map(), new Map()];
    const of = (parties: Parties): Tally => {
      const { fromId, toId, carrierId } = parties;
      const all = parties.departedAt === null ? waiting : departed;
      const byCarrier = under(under(all, fromId), toId);
      const known = byCarrier.get(carrierId);
      if (known !== undefined) return known;
      const made = { parties, inTransit: 0, stale: 0 };
      byCarrier.set(carrierId, made);
      tallies.push(made);
      return made;
    };
    let walked = 0;
    for (const parties of this.directory.transitsInTransit()) {
      of(parties).inTransit++;
      if (++walked % MOST === 0) yield;
    }
    for (const entry of this.directory.seals()) {
      if (entry.task !== null && isStale(entry, now)) of(entry.task.parties).stale++;
      if (++walked % MOST === 0) yield;
    }
    this.tallies = tallies;
  }
}

function under<K, V>(map: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = new Map()));
  return found;
}
