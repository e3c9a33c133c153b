import type { Instant } from '@haidang/domain';

/** What is to be done at a time, in the order of the times; what is due at one time comes in the order in which it was asked for. */
export class Calls {
  private readonly waiting: { readonly at: Instant; readonly call: () => void }[] = [];

  /** When the next is due; Infinity: nothing waits. */
  get due(): Instant {
    return this.waiting[0]?.at ?? Infinity;
  }

  add(at: Instant, call: () => void): void {
    const before = this.waiting.findLastIndex((one) => one.at <= at);
    this.waiting.splice(before + 1, 0, { at, call });
  }

  /** Does what is due up to a time; what is asked for meanwhile and is due as well is done, too. */
  pass(now: Instant): void {
    for (let first = this.waiting[0]; first !== undefined && first.at <= now; first = this.waiting[0]) {
      this.waiting.shift();
      first.call();
    }
  }
}
