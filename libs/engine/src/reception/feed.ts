import type { Instant, Millis } from '@haidang/domain';
import type { Episode } from '../episode.js';
import type { ReceptionSettings, SealReception } from './seal.js';

/**
 * A loss that many seals share: all those, of a region or of all, whose last message came within one window; it grows when as many fall silent while the loss
 * goes on. Plain data.
 */
export interface Feed {
  /** Null for all regions. */
  readonly region: string | null;
  readonly fromUp: Millis;
  toUp: Millis;
  episode: Episode;
  /** How many fell silent, and how many of them still are. */
  total: number;
  missing: number;
  /** When it ended; null while it goes on. */
  end: { readonly up: Millis; readonly mark: Instant } | null;
  /** Those that would have been lost meanwhile: they are looked at again when it ends. */
  readonly parked: Set<string>;
}

/** The same as JSON carries it. */
export type FeedFacts = Omit<Feed, 'parked'> & { readonly parked: readonly string[] };

/** A seal shares the loss: it cannot come to do so later, for by then the window lies in the past. */
export function shares(feed: Feed, { region, lastUp }: Pick<SealReception, 'region' | 'lastUp'>): boolean {
  if (feed.region !== null && feed.region !== region) return false;
  return secondOf(lastUp) >= secondOf(feed.fromUp) && secondOf(lastUp) <= secondOf(feed.toUp);
}

/** What is still silent is no mass any more. */
export function isBack({ missing, total }: Feed, { massLeast, massShare }: ReceptionSettings): boolean {
  return missing < massLeast || missing <= massShare * total;
}

/** How many audible seals were last heard when, by whole seconds of receiving, so that a mass is seen without asking each. */
export class Audible {
  size = 0;
  readonly #seconds = new Map<number, number>();

  add(up: Millis, by: 1 | -1): void {
    const second = secondOf(up);
    const count = (this.#seconds.get(second) ?? 0) + by;
    if (count === 0) this.#seconds.delete(second);
    else this.#seconds.set(second, count);
    this.size += by;
  }

  /** Last heard from one time to another, whole seconds both. */
  between(from: Millis, to: Millis): number {
    let count = 0;
    for (let second = secondOf(from); second <= secondOf(to); second++)
      count += this.#seconds.get(second) ?? 0;
    return count;
  }
}

function secondOf(up: Millis): number {
  return Math.floor(up / 1_000);
}
