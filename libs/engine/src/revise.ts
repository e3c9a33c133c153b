import { HOUR, type AlarmChange, type Instant } from '@haidang/domain';
import type { Episode } from './episode.js';
import type { WatchEvent } from './event.js';
import type { Stand, StandRevision } from './meeting/stand.js';
import { planAt, plansSince, type Plan } from './plan.js';
import { keptKey, reconcile, type Standing, type Withdrawal } from './reconcile.js';
import { memoryOf } from './rules/index.js';
import { standOf, standsSince } from './rules/standing.js';
import { lastEvent, trackOf, type WatchState } from './state.js';
import { step } from './step.js';

export type { Standing } from './reconcile.js';

/** An alarm that late evidence changes: what it says now, or that it is withdrawn. */
export type Correction =
  | {
      readonly kind: 'raised' | 'changed';
      readonly episode: AlarmChange;
      /** The time of the event that proved it. */
      readonly proven: Instant;
      /** Newer things had been heard by then: see `LATE_AFTER`, which asks how long ago that was. */
      readonly late: boolean;
    }
  | ({ readonly kind: 'withdrawn' } & Withdrawal);

/** A watch folded again. */
export interface Revision {
  readonly state: WatchState;
  /** States at the ends of hours, from which later evidence can be folded in: they replace all that were kept for hours after `keptTo`. */
  readonly milestones: readonly WatchState[];
  /** The hour of the base; -Infinity for the beginning. What was kept for a later hour may know events that are no longer the watch's. */
  readonly keptTo: Instant;
  readonly corrections: readonly Correction[];
  /** All stands from the base on. */
  readonly stands: StandRevision;
}

/** The hour of event time a state belongs to. Kept is the last state of each. */
export function milestoneOf(state: WatchState): Instant | null {
  const time = lastEvent(state).time;
  return time === -Infinity ? null : Math.floor(time / HOUR) * HOUR;
}

/**
 * Folds events again from an earlier state, some of them not known when they were first folded, and compares the episodes with the
 * alarms that stand.
 * @param base the state before the earliest of them: the beginning, or a milestone of an earlier hour
 * @param events all events of the watch after `base`, in order
 * @param standing every alarm of this watch, withdrawn ones as well
 * @param heardTo the time of the last event known before: what was decided by then and was not said is `late`
 */
export function revise(
  base: WatchState,
  events: Iterable<WatchEvent>,
  plan: Plan,
  standing: readonly Standing[],
  heardTo: Instant,
): Revision {
  // what the base knows goes on under its own name, which must not meet the name of an episode that the fold begins
  const kept = base.episodes.map((episode) => ({ ...episode, key: keptKey(episode.key) }));
  const folded = new Map<string, Episode>(kept.map((episode) => [episode.key, episode]));
  const raisedAt = new Map<string, Instant>();
  const milestones: WatchState[] = [];
  const start: WatchState = { ...base, episodes: kept };
  const stands = new Map<Instant, Stand>();
  const since = lastEvent(base).time;
  const going = standOf(memoryOf(base, 'standing'), planAt(plan, since));
  if (going !== undefined) stands.set(going.from, going);
  let state = start;
  for (const event of events) {
    const before = state;
    const next = step(state, event, plan);
    state = next.state;
    if (before !== start && milestoneOf(before) !== milestoneOf(state)) milestones.push(before);
    for (const stand of next.stands) stands.set(stand.from, stand);
    for (const change of next.changes) {
      if (!folded.has(change.key)) raisedAt.set(change.key, change.settled);
      folded.set(change.key, change);
    }
  }
  const own = new Set(base.episodes.map(({ key }) => key));
  const inScope = standing.filter(({ episode }) => episode.settled > since || own.has(episode.key));
  const taken = new Set(standing.map(({ episode }) => episode.key));
  const { keys, withdrawals } = reconcile(inScope, [...folded.values()], taken, plan.rules.rejoin);
  const renamed = new Map([...keys].map(([episode, key]) => [episode.key, key]));
  const known = new Map(standing.map((one) => [one.episode.key, one]));
  const corrections: Correction[] = [];
  for (const [folding, key] of keys) {
    const episode = folding.key === key ? folding : { ...folding, key };
    const one = known.get(key);
    // what the base knew was proven before it
    const proven = raisedAt.get(folding.key) ?? folding.settled;
    const late = raisedAt.has(folding.key) && proven <= heardTo;
    if (one === undefined) corrections.push({ kind: 'raised', episode, proven, late });
    else if (one.withdrawn !== null || !isSame(one.episode, episode))
      corrections.push({ kind: 'changed', episode, proven, late });
  }
  return {
    state: rename(state, renamed),
    milestones: milestones.map((one) => rename(one, renamed)),
    keptTo: milestoneOf(base) ?? -Infinity,
    corrections: [...corrections, ...withdrawals.map((one) => ({ kind: 'withdrawn', ...one }) as const)],
    stands: {
      since: standsSince(memoryOf(base, 'standing'), trackOf(base).last),
      stands: [...stands.values()],
    },
  };
}

/**
 * Since when a watch was judged by a version that had been changed: word of a change comes after it, and a seal's clock may run ahead.
 * Then its events are to be folded again from that time. @returns undefined when it was not
 */
export function misjudgedSince(state: WatchState, newest: Plan): Instant | undefined {
  const time = lastEvent(state).time;
  if (time === -Infinity || newest.version === state.plan) return undefined;
  return plansSince(newest, state.plan, time)[0]?.from;
}

/** True when a reader of the alarm would see no difference, nor would an officer's act. */
export function isSame(a: Episode, b: Episode): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.severity === b.severity &&
    a.resolved === b.resolved &&
    a.evidence === b.evidence &&
    a.settled === b.settled &&
    a.place.lat === b.place.lat &&
    a.place.lon === b.place.lon
  );
}

function rename(state: WatchState, keys: ReadonlyMap<string, string>): WatchState {
  if (state.episodes.every(({ key }) => (keys.get(key) ?? key) === key)) return state;
  const episodes = state.episodes.map((one) => ({ ...one, key: keys.get(one.key) ?? one.key }));
  return { ...state, episodes };
}
