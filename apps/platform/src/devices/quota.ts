import type { Instant, Millis } from '@haidang/domain';

/** So many in a span of time and no more: what a flood may write down. */
export class Quota {
  private taken = 0;
  private since = -Infinity;

  constructor(
    private readonly most: number,
    private readonly span: Millis,
    private readonly now: () => Instant = Date.now,
  ) {}

  /** @returns false when there are none left for now */
  take(): boolean {
    const now = this.now();
    if (now - this.since >= this.span) {
      this.since = now;
      this.taken = 0;
    }
    if (this.taken >= this.most) return false;
    this.taken++;
    return true;
  }
}
