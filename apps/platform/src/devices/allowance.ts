/**
 * How many packets a device may send: so many a second, and what it has not used up to a burst, which is what a seal needs that comes
 * back with a backlog. Who has none left is not read: TCP holds the device back, and nothing is lost.
 */
export class Allowance {
  private left: number;
  private at: number;

  /** @param now in milliseconds, never backwards */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.left = burst;
    this.at = now();
  }

  take(): void {
    this.left--;
  }

  isFull(): boolean {
    this.refill();
    return this.left === this.burst;
  }

  /** @returns undefined when there is some left; else when there will be */
  wait(): Promise<void> | undefined {
    this.refill();
    if (this.left > 0) return undefined;
    const ms = Math.ceil(((1 - this.left) * 1000) / this.perSecond);
    return new Promise((go) => setTimeout(go, ms).unref());
  }

  private refill(): void {
    const now = this.now();
    this.left = Math.min(this.burst, this.left + ((now - this.at) * this.perSecond) / 1000);
    this.at = now;
  }
}
