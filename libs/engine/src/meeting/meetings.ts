import type { AlarmReason, Instant, Rules } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { overlap, type Episode } from '../episode.js';
import { compareOrder, orderOf, type ResolveEvent } from '../event.js';
import type { Stand } from './stand.js';

/** Two stands near one another, for as long as both last. */
interface Span {
  readonly start: Instant;
  /** Null while both go on. */
  readonly end: Instant | null;
  readonly evidence: Instant;
  readonly a: Stand;
  readonly b: Stand;
}

/**
 * The meetings of two transits: two stands whose places are within `rendezvousRadius`, for `rendezvousAfter` or longer. A pure function of
 * the stands and of what officers resolved, whatever the order in which anything arrived.
 *
 * A meeting starts when the later of the two came to stand and ends when the first of them left. Stands of several seals of one transit
 * make one meeting, and so do meetings at most `rejoin` apart unless an officer, having seen all the evidence, resolved the first before
 * the second was long enough.
 * @param first,second the transits, in any order
 */
export function meetings(
  [first, ofFirst]: readonly [transitId: string, stands: readonly Stand[]],
  [second, ofSecond]: readonly [transitId: string, stands: readonly Stand[]],
  rules: Rules,
  acts: readonly ResolveEvent[] = [],
): readonly Episode[] {
  const swapped = second < first;
  const cause = pairOf(first, second);
  const spans = swapped ? spansOf(ofSecond, ofFirst, rules) : spansOf(ofFirst, ofSecond, rules);
  const inOrder = acts
    .filter((act) => act.alarm === 'rendezvous' && act.cause === cause)
    .sort((x, y) => compareOrder(orderOf(x), orderOf(y)));
  const episodes: Episode[] = [];
  let heard = 0;
  const hearUntil = (time: Instant): void => {
    for (; heard < inOrder.length && inOrder[heard]!.time < time; heard++) {
      const last = episodes.at(-1);
      if (last !== undefined && holds(inOrder[heard]!, last))
        episodes[episodes.length - 1] = { ...last, resolved: true };
    }
  };
  for (const span of spans) {
    const proven = span.start + rules.rendezvousAfter;
    hearUntil(proven);
    const last = episodes.at(-1);
    if (last !== undefined && goesOn(last, span, rules))
      episodes[episodes.length - 1] = prolonged(last, span);
    else episodes.push(episodeOf(cause, span, proven, rules));
  }
  hearUntil(Infinity);
  return episodes;
}

/** Names two transits, in whichever order they are given: the `cause` of their meetings. */
export function pairOf(first: string, second: string): string {
  return first < second ? `${first}+${second}` : `${second}+${first}`;
}

/** In the order of their beginnings. */
function spansOf(ofA: readonly Stand[], ofB: readonly Stand[], rules: Rules): readonly Span[] {
  const spans: Span[] = [];
  for (const a of ofA) {
    for (const b of ofB) {
      const [start, end] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
      if (end - start < rules.rendezvousAfter || distance(a, b) > rules.rendezvousRadius) continue;
      const evidence = Math.max(a.evidence, b.evidence);
      spans.push({ start, end: a.open && b.open ? null : endOf(a, b), evidence, a, b });
    }
  }
  return spans.sort(
    (x, y) => x.start - y.start || (x.end ?? Infinity) - (y.end ?? Infinity) || tieOf(x) - tieOf(y),
  );
}

/** When the first of them had left; one that still stands there leaves no earlier than the other. */
function endOf(a: Stand, b: Stand): Instant {
  return Math.min(a.open ? Infinity : a.to, b.open ? Infinity : b.to);
}

/** So that nothing depends on the order in which the stands were given. */
function tieOf({ a, b }: Span): number {
  return a.lat + a.lon - b.lat - b.lon;
}

function goesOn(last: Episode, span: Span, { rejoin }: Rules): boolean {
  if (last.end === null || span.start <= last.end) return true;
  return !last.resolved && span.start - last.end <= rejoin;
}

function prolonged(last: Episode, { end, evidence }: Span): Episode {
  const later = last.end === null || end === null ? null : Math.max(last.end, end);
  const settled = Math.max(last.settled, later ?? last.settled);
  return { ...last, end: later, evidence: Math.max(last.evidence, evidence), settled };
}

function episodeOf(cause: string, span: Span, proven: Instant, rules: Rules): Episode {
  const { start, end, evidence, a, b } = span;
  return {
    key: `rendezvous/${cause}/${start}/${proven}`,
    kind: 'rendezvous',
    cause,
    severity: 'major',
    start,
    end,
    place: { lat: a.lat, lon: a.lon },
    why: why(a, b, rules),
    evidence,
    resolved: false,
    settled: Math.max(proven, end ?? proven),
  };
}

function why(a: Stand, b: Stand, { rendezvousRadius, rendezvousAfter, rejoin }: Rules): AlarmReason {
  const apart = Math.round(distance(a, b));
  const accuracy = Math.max(a.accuracy, b.accuracy);
  return {
    rule: 'rendezvous',
    settings: { rendezvousRadius, rendezvousAfter, rejoin },
    measured: { distance: apart, accuracy, firstSince: a.from, secondSince: b.from },
  };
}

/** An officer's act holds when its author had seen all the evidence. */
function holds(act: ResolveEvent, episode: Episode): boolean {
  return overlap(episode, act) && episode.evidence <= act.seen;
}
