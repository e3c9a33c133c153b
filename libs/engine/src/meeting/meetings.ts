import type { AlarmReason, Instant } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { overlap, type Episode } from '../episode.js';
import { compareOrder, orderOf, type ResolveEvent } from '../event.js';
import type { Stand } from './stand.js';

/** An episode of two transits. */
export interface Meeting extends Episode {
  /** When all was known that it needed: both stood long enough, and long enough together. */
  readonly proven: Instant;
}

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
 * The meetings of two transits: two stands whose places are within `rendezvousRadius`, for `rendezvousAfter` or longer. Where the transits
 * have different numbers the stricter of both counts, whichever transit has it: the larger radius, the shorter time, the longer `rejoin`;
 * but what is a stand, each transit's own numbers say. A pure function of the stands and of what officers resolved, whatever the order in which
 * anything arrived.
 *
 * A meeting starts when the later of the two came to stand and ends when the first of them left. Stands of several seals of one transit
 * make one meeting, and so do meetings at most `rejoin` apart unless an officer, having seen all the evidence, resolved the first before
 * the second was long enough.
 * @param first,second the transits, in any order
 */
export function meetings(
  [first, ofFirst]: readonly [transitId: string, stands: readonly Stand[]],
  [second, ofSecond]: readonly [transitId: string, stands: readonly Stand[]],
  acts: readonly ResolveEvent[] = [],
): readonly Meeting[] {
  const swapped = second < first;
  const cause = pairOf(first, second);
  const spans = swapped ? spansOf(ofSecond, ofFirst) : spansOf(ofFirst, ofSecond);
  const inOrder = acts
    .filter((act) => act.alarm === 'rendezvous' && act.cause === cause)
    .sort((x, y) => compareOrder(orderOf(x), orderOf(y)));
  const episodes: Meeting[] = [];
  let heard = 0;
  const hearUntil = (time: Instant): void => {
    for (; heard < inOrder.length && inOrder[heard]!.time < time; heard++) {
      const last = episodes.at(-1);
      if (last !== undefined && holds(inOrder[heard]!, last))
        episodes[episodes.length - 1] = { ...last, resolved: true };
    }
  };
  for (const span of spans) {
    const proven = provenAt(span);
    hearUntil(proven);
    const last = episodes.at(-1);
    if (last !== undefined && goesOn(last, span)) episodes[episodes.length - 1] = prolonged(last, span);
    else episodes.push(episodeOf(cause, span, proven));
  }
  hearUntil(Infinity);
  return episodes;
}

/** Names two transits, in whichever order they are given: the `cause` of their meetings. */
export function pairOf(first: string, second: string): string {
  return first < second ? `${first}+${second}` : `${second}+${first}`;
}

/** In the order of their beginnings. */
function spansOf(ofA: readonly Stand[], ofB: readonly Stand[]): readonly Span[] {
  const spans: Span[] = [];
  for (const a of ofA) {
    for (const b of ofB) {
      const [start, end] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
      const { radius, after } = stricter(a, b);
      if (end - start < after || distance(a, b) > radius) continue;
      const evidence = Math.max(a.evidence, b.evidence);
      spans.push({ start, end: a.open && b.open ? null : endOf(a, b), evidence, a, b });
    }
  }
  return spans.sort(
    (x, y) => x.start - y.start || (x.end ?? Infinity) - (y.end ?? Infinity) || tieOf(x) - tieOf(y),
  );
}

/** Of the numbers of two transits. */
function stricter(a: Stand, b: Stand): Pick<Stand, 'radius' | 'after' | 'rejoin'> {
  return {
    radius: Math.max(a.radius, b.radius),
    after: Math.min(a.after, b.after),
    rejoin: Math.max(a.rejoin, b.rejoin),
  };
}

function provenAt({ start, a, b }: Span): Instant {
  return Math.max(start + stricter(a, b).after, a.from + a.after, b.from + b.after);
}

/** When the first of them had left; one that still stands there leaves no earlier than the other. */
function endOf(a: Stand, b: Stand): Instant {
  return Math.min(a.open ? Infinity : a.to, b.open ? Infinity : b.to);
}

/** So that nothing depends on the order in which the stands were given. */
function tieOf({ a, b }: Span): number {
  return a.lat + a.lon - b.lat - b.lon;
}

function goesOn(last: Episode, { start, a, b }: Span): boolean {
  if (last.end === null || start <= last.end) return true;
  return !last.resolved && start - last.end <= stricter(a, b).rejoin;
}

function prolonged(last: Meeting, { end, evidence }: Span): Meeting {
  const later = last.end === null || end === null ? null : Math.max(last.end, end);
  const settled = Math.max(last.settled, later ?? last.settled);
  return { ...last, end: later, evidence: Math.max(last.evidence, evidence), settled };
}

function episodeOf(cause: string, span: Span, proven: Instant): Meeting {
  const { start, end, evidence, a, b } = span;
  return {
    key: `rendezvous/${cause}/${start}/${proven}`,
    kind: 'rendezvous',
    cause,
    severity: 'major',
    start,
    end,
    place: { lat: a.lat, lon: a.lon },
    why: why(a, b),
    evidence,
    resolved: false,
    settled: Math.max(proven, end ?? proven),
    proven,
  };
}

function why(a: Stand, b: Stand): AlarmReason {
  const { radius: rendezvousRadius, after: rendezvousAfter, rejoin } = stricter(a, b);
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
