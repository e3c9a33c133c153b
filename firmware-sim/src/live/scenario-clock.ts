import { SECOND, type Instant } from '@haidang/domain';

/**
 * The time of a scenario that is played live. At speed 1 it is the clock on the wall. At a higher speed the story
 * begins in the past, so far back that its last second falls on the moment it is played: no fix ever lies in the
 * future, and distances, times and speeds between fixes are what they are.
 */
export class ScenarioClock {
  /** When the scenario's second 0 is. */
  readonly start: Instant;
  readonly #speed: number;
  readonly #begun: Instant;

  /** @param duration seconds of the story; needed at a speed other than 1 */
  constructor(speed: number, duration: number | undefined, now: Instant) {
    if (speed !== 1 && duration === undefined) throw new RangeError('a speed-up needs a duration');
    const length = (duration ?? 0) * SECOND;
    this.start = speed === 1 ? now : Math.round(now + length / speed - length);
    this.#speed = speed;
    this.#begun = now;
  }

  /** The story's time is the clock on the wall. */
  get isLive(): boolean {
    return this.#speed === 1;
  }

  /** Whole seconds of the story that have passed. */
  elapsed(now: Instant): number {
    return Math.floor(((now - this.#begun) * this.#speed) / SECOND);
  }

  /** The story's own time at a moment of the wall's. */
  time(now: Instant): Instant {
    return Math.round(this.start + (now - this.#begun) * this.#speed);
  }
}
