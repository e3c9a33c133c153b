import type { AlarmReason, Instant } from '@haidang/domain';
import type { Episode } from '../episode.js';
import { reconcile, type Standing } from '../reconcile.js';
import { isSame, type Correction } from '../revise.js';
import type { Meeting } from './meetings.js';

/**
 * What the alarms about one pair of transits have to say anew, now that their meetings are these.
 * @param standing every alarm of the pair, withdrawn ones as well
 * @param heardTo what was proven by then and not said is `late`: how far both watches were folded before a revision; -Infinity where a
 *   fix came in its turn
 * @param since what ended before is not judged any more, for the stands it rests on may have been let go: nothing is said of a meeting that
 *   ended earlier both as it stands and as it is now
 */
export function reviseMeetings(
  met: readonly Meeting[],
  standing: readonly Standing[],
  heardTo: Instant,
  since: Instant = -Infinity,
): readonly Correction[] {
  const taken = new Set(standing.map(({ episode }) => episode.key));
  const rejoin = Math.max(0, ...[...met, ...standing.map(({ episode }) => episode)].map(rejoinOf));
  const { keys, withdrawals } = reconcile(standing, met, taken, rejoin);
  const provenAt = new Map<Episode, Instant>(met.map((one) => [one, one.proven]));
  const known = new Map(standing.map((one) => [one.episode.key, one]));
  const corrections: Correction[] = [];
  for (const [folded, key] of keys) {
    const episode = folded.key === key ? folded : { ...folded, key };
    const one = known.get(key);
    if (isPast(episode, since) && (one === undefined || isPast(one.episode, since))) continue;
    const proven = provenAt.get(folded)!;
    const late = proven <= heardTo;
    if (one === undefined) corrections.push({ kind: 'raised', episode, proven, late });
    else if (one.withdrawn !== null || !isSame(one.episode, episode) || !isSameWhy(one.episode, episode))
      corrections.push({ kind: 'changed', episode, proven, late });
  }
  for (const one of withdrawals)
    if (!isPast(known.get(one.key)!.episode, since)) corrections.push({ kind: 'withdrawn', ...one });
  return corrections;
}

function isPast({ end }: Episode, since: Instant): boolean {
  return end !== null && end < since;
}

/** The stands it rests on may have been seen better since. A store may give the numbers back in another order. */
function isSameWhy({ why: a }: Episode, { why: b }: Episode): boolean {
  return hasSame(a.settings, b.settings) && hasSame(a.measured, b.measured);
}

function hasSame(a: AlarmReason['measured'], b: AlarmReason['measured']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function rejoinOf({ why }: Episode): number {
  return why.settings['rejoin'] ?? 0;
}
