import type { Instant, Millis } from '@haidang/domain';
import { reconcile, type Episode } from '@haidang/engine';
import type { TrialOutcome } from '@haidang/contract';

/** An episode of a seal's watch: how it is with the draft, and what it is without. */
export interface Finding {
  readonly outcome: TrialOutcome;
  readonly episode: Episode;
  /** Without the draft, where that is another. */
  readonly now?: Episode;
}

/**
 * What a draft changes: which of the episodes without it goes on as which with it is said by the engine's own rule for alarms that are judged anew.
 * @param rejoin of the rules in force: two episodes that are no further apart are one
 */
export function compare(now: readonly Episode[], drafted: readonly Episode[], rejoin: Millis): Finding[] {
  const standing = now.map((episode) => ({ episode, withdrawn: null }));
  const { keys } = reconcile(standing, drafted, new Set(now.map(({ key }) => key)), rejoin);
  const left = new Map(now.map((episode) => [episode.key, episode]));
  const found: Finding[] = [];
  for (const [episode, key] of keys) {
    const before = left.get(key);
    left.delete(key);
    if (before === undefined) found.push({ outcome: 'raised', episode });
    else if (isSame(before, episode)) found.push({ outcome: 'same', episode });
    else found.push({ outcome: 'changed', episode, now: before });
  }
  for (const episode of left.values()) found.push({ outcome: 'gone', episode });
  return found.sort((a, b) => a.episode.start - b.episode.start);
}

/** True when some of it lies within the time. */
export function isWithin(
  { start, end }: Pick<Episode, 'start' | 'end'>,
  from: Instant,
  to: Instant,
): boolean {
  return start <= to && (end ?? Infinity) >= from;
}

/** To a reader's eyes. */
function isSame(a: Episode, b: Episode): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.severity === b.severity &&
    a.place.lat === b.place.lat &&
    a.place.lon === b.place.lon
  );
}
