import type { Instant } from '@haidang/domain';

/**
 * The marks that order the log: one a commit, in whole milliseconds, each later than every one before it, also across
 * restarts and when the machine's clock is set back.
 */
export class ArrivalMarks {
  private readonly open = new Set<Instant>();

  constructor(private last: Instant = 0) {}

  /** Opens a mark for a commit; {@link close} it when the commit has ended, either way. */
  take(): Instant {
    this.last = Math.max(Date.now(), this.last + 1);
    this.open.add(this.last);
    return this.last;
  }

  close(mark: Instant): void {
    this.open.delete(mark);
  }

  /** No commit with an earlier or equal mark is under way or to come. */
  settled(): Instant {
    let settled = this.last;
    for (const mark of this.open) settled = Math.min(settled, mark - 1);
    return settled;
  }

  /** Goes on after a mark that the log already holds. */
  continueAfter(mark: Instant): void {
    this.last = Math.max(this.last, mark);
  }
}
