import { MINUTE, type Instant } from '@haidang/domain';
import { Quota } from './quota.js';

/** So many wrong answers a minute of one name from one address are looked at. */
const TRIES_A_MINUTE = 10;
/** So often one name from one address is listed, and so many are listed in that time at all: a flood leaves a page, not a million rows. */
const LISTED_EVERY = 10 * MINUTE;
const MOST_LISTED = 100;
/** So many are remembered; the oldest are forgotten. */
const MOST_REMEMBERED = 10_000;

interface Failures {
  since: Instant;
  tries: number;
  listedAt: Instant;
  /** Since it was listed. */
  unlisted: number;
}

/**
 * Who could not prove who he is, by address and name. A name alone is never locked: whoever knows a seal's number could keep the seal out;
 * and a secret of 192 bits needs no lock against guessing. What is held off is the load of a device that tries and tries.
 */
export class SignInFailures {
  private readonly failures = new Map<string, Failures>();
  private readonly page: Quota;

  constructor(private readonly now: () => Instant = Date.now) {
    this.page = new Quota(MOST_LISTED, LISTED_EVERY, now);
  }

  /** Whether this name from this address has failed so often within the minute that it is not looked at any more. */
  isHeldOff(name: string, address: string): boolean {
    const known = this.failures.get(keyOf(name, address));
    return known !== undefined && known.tries >= TRIES_A_MINUTE && this.now() - known.since < MINUTE;
  }

  /** @returns how many failures an operator is to be told of now: this one, and those since he was last told; 0: not now */
  failed(name: string, address: string): number {
    const key = keyOf(name, address);
    const now = this.now();
    const known = this.failures.get(key) ?? { since: now, tries: 0, listedAt: -Infinity, unlisted: 0 };
    if (now - known.since >= MINUTE) Object.assign(known, { since: now, tries: 0 });
    known.tries++;
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

  /** It has proven itself: what failed before was the setting up. */
  succeeded(name: string, address: string): void {
    this.failures.delete(keyOf(name, address));
  }
}

function keyOf(name: string, address: string): string {
  return `${address} ${name}`;
}
