import type { AlarmEnding, Millis } from '@haidang/domain';
import { overlap, type Episode } from './episode.js';

/** An alarm as it is stored: what was last said of its episode, and whether the engine has taken that back. */
export interface Standing {
  readonly episode: Episode;
  readonly withdrawn: Extract<AlarmEnding, 'corrected' | 'merged'> | null;
}

/** A standing alarm that the events, folded again, do not show. */
export interface Withdrawal {
  readonly key: string;
  readonly ending: 'corrected' | 'merged';
  /** The alarm it is a part of, when it is `merged`. */
  readonly into: string | null;
}

export interface Reconciled {
  /** The folded episodes, in the order given, each under the key of the alarm it goes on as. */
  readonly keys: ReadonlyMap<Episode, string>;
  readonly withdrawals: readonly Withdrawal[];
}

/** The name of an episode that a fold did not begin: it goes on as the alarm of this key. */
export function keptKey(key: string): string {
  return `=${key}`;
}

/**
 * Which standing alarm each folded episode goes on as. One that the fold did not begin stays what it was. Of one cause, in the order of their
 * beginnings: one with the very same start is the same; else the earliest standing one that it overlaps (or would resume) keeps its id, so that of two
 * that late evidence bridges the earlier survives, and of one that it splits the first part keeps the id. An alarm once withdrawn is taken up again
 * only where no other fits. What is left of the standing ones was `merged` into an episode that covers it, or `corrected`.
 * @param taken all keys ever given in this watch: a new episode gets one that is not among them
 */
export function reconcile(
  standing: readonly Standing[],
  folded: readonly Episode[],
  taken: ReadonlySet<string>,
  rejoin: Millis,
): Reconciled {
  const keys = new Map<Episode, string>();
  const left = new Set(byStart(standing));
  const match = (episode: Episode, fits: (one: Standing) => boolean): void => {
    if (keys.has(episode)) return;
    for (const one of left) {
      if (!isSameCause(one.episode, episode) || !fits(one)) continue;
      keys.set(episode, one.episode.key);
      left.delete(one);
      return;
    }
  };
  const inOrder = [...folded].sort((a, b) => a.start - b.start || a.settled - b.settled);
  const stands = (one: Standing): boolean => one.withdrawn === null;
  const meets = (one: Standing, episode: Episode): boolean => overlap(one.episode, episode, rejoin);
  for (const episode of inOrder) match(episode, (one) => keptKey(one.episode.key) === episode.key);
  for (const episode of inOrder) match(episode, (one) => stands(one) && one.episode.start === episode.start);
  for (const episode of inOrder) match(episode, (one) => stands(one) && meets(one, episode));
  for (const episode of inOrder) match(episode, (one) => !stands(one) && meets(one, episode));
  const given = new Set(taken);
  for (const episode of inOrder) {
    if (keys.has(episode)) continue;
    const key = unused(episode.key, given);
    given.add(key);
    keys.set(episode, key);
  }
  const withdrawals: Withdrawal[] = [];
  for (const one of left) {
    if (!stands(one)) continue;
    const cover = inOrder.find((episode) => isSameCause(one.episode, episode) && meets(one, episode));
    const into = cover === undefined ? null : keys.get(cover)!;
    withdrawals.push({ key: one.episode.key, ending: into === null ? 'corrected' : 'merged', into });
  }
  return { keys, withdrawals };
}

function isSameCause(a: Episode, b: Episode): boolean {
  return a.kind === b.kind && a.cause === b.cause;
}

function byStart(standing: readonly Standing[]): readonly Standing[] {
  return [...standing].sort(
    (a, b) => a.episode.start - b.episode.start || a.episode.settled - b.episode.settled,
  );
}

function unused(key: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? key : `${key}/${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}
