import type { Instant, Millis } from '@haidang/domain';

/** A clock that stands until a test moves it. `now` is bound, so that it can be handed over as a function. */
export class FakeClock {
  constructor(private instant: Instant) {}

  readonly now = (): Instant => this.instant;

  advance(by: Millis): void {
    this.instant += by;
  }
}
