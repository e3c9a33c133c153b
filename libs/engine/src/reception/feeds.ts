import type { AlarmReason, Instant, Millis } from '@haidang/domain';
import type { Episode } from '../episode.js';
import { newEpisode, resumed, settled } from './episodes.js';
import { Audible, isBack, shares, type Feed, type FeedFacts } from './feed.js';
import { lostAfter, type ReceptionSettings, type SealReception } from './seal.js';

/** The losses that many seals share, and the counts by which they are seen. */
export class Feeds {
  readonly #all = new Audible();
  readonly #regions = new Map<string, Audible>();
  #feeds: Feed[];

  /** @param say takes the last word on an alarm */
  constructor(
    private readonly settings: ReceptionSettings,
    private readonly say: (episode: Episode) => Episode,
    facts: readonly FeedFacts[] = [],
  ) {
    this.#feeds = facts.map((feed) => ({ ...feed, parked: new Set(feed.parked) }));
  }

  facts(): readonly FeedFacts[] {
    return this.#feeds.map((feed) => ({ ...feed, parked: [...feed.parked] }));
  }

  /** The loss, going on or over, that a silent seal shares. */
  of(seal: SealReception): Feed | undefined {
    return this.#feeds.find((feed) => shares(feed, seal));
  }

  /** Counts a seal among the audible ones, or no more; one that is lost is none of them. */
  count({ region, lastUp, lost }: SealReception, by: 1 | -1): void {
    if (lost?.end === null) return;
    let own = this.#regions.get(region);
    if (own === undefined) this.#regions.set(region, (own = new Audible()));
    own.add(lastUp, by);
    this.#all.add(lastUp, by);
    if (own.size === 0) this.#regions.delete(region);
  }

  /**
   * Begins the loss that this seal, the first of those due, shares with many, if it does: of all regions when the others lose as many,
   * else of its own. One whose silence counts from the end of another loss begins none: that was judged then. It starts with the seal's
   * last message, or where the last loss of the same seals ended: while the platform was deaf some of them spoke and others could not. One
   * that goes on already takes them in as well; one that follows the last of the same seals within `feedRejoin` is the same alarm.
   */
  begin(seal: SealReception, mark: Instant): Feed | undefined {
    if (seal.silentUp !== seal.lastUp) return undefined;
    // with a short limit others that speak as ever were last heard within the window, too: silent is who was so for half the limit
    const window = Math.min(this.settings.massWindow, lostAfter(seal) / 2);
    const [fromUp, toUp] = [seal.lastUp, seal.lastUp + window];
    const own = this.#regions.get(seal.region)!;
    const silent = own.between(fromUp, toUp);
    const others = this.#others(seal.region, fromUp, toUp);
    const [all, size] = [silent + others.silent, own.size + others.size];
    const elsewhere = others.silent > this.settings.massShare * others.size;
    const isWide = this.#isMass(all, size) && (elsewhere || this.#regions.size === 1);
    if (!isWide && !this.#isMass(silent, own.size)) return undefined;
    const [region, total, of] = isWide ? [null, all, size] : [seal.region, silent, own.size];
    const goingOn = this.#feeds.find((feed) => feed.region === region && feed.end === null);
    if (goingOn !== undefined) return this.#grow(goingOn, toUp, mark);
    const cause = region === null ? 'all' : `region:${region}`;
    const why = this.#why(region, total, of);
    const last = this.#feeds.findLast((feed) => feed.region === region);
    const start = Math.max(seal.lastMark, last?.end?.mark ?? -Infinity);
    const again = resumed(last?.episode ?? null, start, this.settings.feedRejoin, mark);
    const begun = newEpisode('feed', seal.place, start, mark, 'critical', why, cause);
    const episode = this.say(again === undefined ? begun : { ...again, why });
    const counts = { total, missing: total, end: null, parked: new Set<string>() };
    const feed: Feed = { region, fromUp, toUp, episode, ...counts };
    this.#feeds.push(feed);
    return feed;
  }

  /** More fell silent: whoever was last heard between the two windows, and is not lost alone, shares it now. */
  #grow(feed: Feed, toUp: Millis, mark: Instant): Feed {
    const audible = feed.region === null ? this.#all : this.#regions.get(feed.region)!;
    const missing = audible.between(feed.fromUp, toUp);
    feed.total += missing - feed.missing;
    feed.missing = missing;
    feed.toUp = toUp;
    const why = this.#why(feed.region, feed.total, audible.size);
    // an officer who resolved it had not seen these
    feed.episode = this.say({ ...feed.episode, why, evidence: mark, settled: mark, resolved: false });
    return feed;
  }

  /** An officer resolved an alarm, having seen its evidence up to `seen`. */
  resolve(key: string, seen: Instant): void {
    const feed = this.#feeds.findLast(({ episode }) => episode.key === key);
    if (feed === undefined) return;
    const episode = settled(feed.episode, key, seen);
    if (episode !== feed.episode) feed.episode = this.say(episode);
  }

  /**
   * A seal speaks again, or is not listened for any more: one less is missing.
   * @returns the losses that are over with it
   */
  returned(seal: SealReception, mark: Instant, up: Millis): readonly Feed[] {
    const over: Feed[] = [];
    for (const feed of this.#feeds) {
      // one that was lost before is not of those that were counted
      if (!shares(feed, seal) || (feed.end === null && seal.lost?.end === null)) continue;
      feed.missing--;
      feed.parked.delete(seal.sealId);
      if (feed.end !== null || !isBack(feed, this.settings)) continue;
      feed.end = { up, mark };
      feed.episode = this.say({ ...feed.episode, end: mark, settled: mark });
      over.push(feed);
    }
    this.#forget();
    return over;
  }

  /** Lets go of those that are over and of which nobody is silent any more; the last one of each region stays. */
  #forget(): void {
    if (!this.#feeds.some(isPast)) return;
    const last = new Map(this.#feeds.map((feed) => [feed.region, feed]));
    this.#feeds = this.#feeds.filter((feed) => !isPast(feed) || last.get(feed.region) === feed);
  }

  /** How many are silent of the other regions, but for those whose own loss goes on: that is told already. */
  #others(own: string, fromUp: Millis, toUp: Millis): { readonly silent: number; readonly size: number } {
    let [silent, size] = [0, 0];
    for (const [region, audible] of this.#regions) {
      const isTold = this.#feeds.some((feed) => feed.region === region && feed.end === null);
      if (region === own || isTold) continue;
      silent += audible.between(fromUp, toUp);
      size += audible.size;
    }
    return { silent, size };
  }

  #isMass(silent: number, of: number): boolean {
    return silent >= this.settings.massLeast && silent > this.settings.massShare * of;
  }

  #why(region: string | null, silent: number, audible: number): AlarmReason {
    const { massShare, massLeast, massWindow, feedRejoin } = this.settings;
    return {
      rule: 'feed_lost',
      settings: { massShare, massLeast, massWindow, feedRejoin },
      measured: { ...(region !== null && { region }), silent, audible },
    };
  }
}

/** It is over and nobody who shared it is silent any more. */
function isPast({ end, missing }: Feed): boolean {
  return end !== null && missing === 0;
}
