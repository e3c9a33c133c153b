import type { Instant } from '@haidang/domain';

/**
 * Where the moments of a recording fall when it is played: the last one on `end`, the others before it, all
 * distances in time divided by `speedUp`. So no fix lies in the future, and a tenfold speed-up makes the vehicles
 * ten times as fast by their own times, too.
 */
export interface Timeline {
  /** The recording's last moment, and the one it falls on. */
  readonly last: Instant;
  readonly end: Instant;
  readonly speedUp: number;
}

/** Milliseconds (with a fraction) at which a recorded moment is played. */
export function playedAt({ last, end, speedUp }: Timeline, recorded: Instant): number {
  return end - (last - recorded) / speedUp;
}

/**
 * The times of one seal's fixes on the timeline: whole milliseconds, as different from each other as the recorded
 * ones. Where compression would fold two into one millisecond, the earlier moves back.
 * @param recorded ascending and distinct
 */
export function playedTimes(timeline: Timeline, recorded: readonly Instant[]): Instant[] {
  const times = recorded.map((time) => Math.floor(playedAt(timeline, time)));
  for (let i = times.length - 2; i >= 0; i--) times[i] = Math.min(times[i]!, times[i + 1]! - 1);
  return times;
}
