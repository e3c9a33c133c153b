import { MINUTE, type Instant } from '@haidang/domain';
import { Quota } from './quota.js';

/** So often one name from one address is listed, and so many are listed in that time at all: a flood leaves a page, not a million rows. */
const LISTED_EVERY = 10 * MINUTE;
const MOST_LISTED = 100;
/** So many are remembered; the oldest are forgotten. */
const MOST_REMEMBERED = 10_000;

interface Failures {
  listedAt: Instant;
  /** Since it was listed. */
  unlisted: number;
}

/**
 * Who could not prove who he is, or was refused what he asked, by address and name, and when an operator is told. Nobody is locked: whoever knows a seal's number could
 * keep the seal out, from behind its own network's address too; and a secret of 192 bits needs no lock against guessing.
 */
export class SignInFailures {
  private readonly failures = new Map<string, Failures>();
  private readonly page: Quota;

  constructor(private readonly now: () => Instant = Date.now) {
    this.page = new Quota(MOST_LISTED, LISTED_EVERY, now);
  }

  /** @returns how many failures an operator is to be told of now: this one, and those since he was last told; 0: not now */
  failed(name: string, address: string): number {
    const key = `${address} ${name}`;
    const now = this.now();
    const known = this.failures.get(key) ?? { listedAt: -Infinity, unlisted: 0 };
    known.unlisted++;
    // the last to fail is the last to be forgotten
    this.failures.delete(key);
    this.failures.set(key, known);
    if (this.failures.size > MOST_REMEMBERED) this.failures.delete(this.failures.keys().next().value!);
    if (now - known.listedAt < LISTED_EVERY || !this.page.take()) return 0;
    const count = known.unlisted;
    Object.assign(known, { listedAt: now, unlisted: 0 });
    return count;
  }
}
