import { expect } from 'vitest';

/** Counts in how many generated histories each thing happens: a law that nothing puts to the test proves nothing. */
export class Shares {
  private total = 0;
  private readonly counts = new Map<string, number>();

  /** One history more. */
  tell(happened: Readonly<Record<string, boolean>>): void {
    this.total++;
    for (const [what, did] of Object.entries(happened))
      this.counts.set(what, (this.counts.get(what) ?? 0) + (did ? 1 : 0));
  }

  /** Fails where something happened in less than 3 % of the histories; a handful of them has no shares to speak of. */
  expectEach(): void {
    if (this.total < 100) return;
    for (const [what, count] of this.counts) expect(count / this.total, what).toBeGreaterThanOrEqual(0.03);
  }
}
