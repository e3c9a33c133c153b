import { isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { SECOND } from '@haidang/domain';
import { accountKey, claimAttempt, forgetFailures, isKnownPlace, noteKnownPlace } from '@haidang/store';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { IDENTITY } from '../database.js';
import { ApiError } from '../http/errors.js';

/** Failures of one address, whatever names are tried there: a whole office behind one address may mistype so often. */
const FAILURES_OF_ADDRESS = 50;
const OF_ADDRESS_SECONDS = 300;

/** An attempt that is counted already; `succeeded` takes it back. */
export interface Attempt {
  succeeded(userId: string): Promise<void>;
}

/**
 * How often it may be tried. An account's failures are counted apart for each address it has signed in from before, and for all others
 * together: whoever guesses from elsewhere can make elsewhere wait, and never the desk where its owner sits. No wait is longer than a quarter
 * of an hour. docs/decisions/0008-trust.md has the rule.
 */
@Injectable()
export class Attempts {
  private readonly addresses = new RateLimiterMemory({
    points: FAILURES_OF_ADDRESS,
    duration: OF_ADDRESS_SECONDS,
  });

  constructor(@Inject(IDENTITY) private readonly pool: Pool) {}

  /** @throws ApiError `too_many_attempts` */
  async signIn(username: string, address: string): Promise<Attempt> {
    const network = networkOf(address);
    const isKnown = await isKnownPlace(this.pool, username, network);
    // who is at home here is judged by the account's own count alone: a neighbour's guessing is no reason to keep them out
    if (!isKnown) await this.takeFrom(network);
    const place = isKnown ? network : '';
    const account = accountKey(username);
    refuseWait(await claimAttempt(this.pool, account, place));
    return {
      succeeded: async (userId) => {
        await forgetFailures(this.pool, account, place);
        await noteKnownPlace(this.pool, userId, network);
        if (!isKnown) await this.addresses.reward(network, 1);
      },
    };
  }

  /** Somebody signed in proves once more who it is; whoever took over the session is not to guess on. @throws ApiError `too_many_attempts` */
  async again(personId: string): Promise<Attempt> {
    const account = accountKey(personId);
    refuseWait(await claimAttempt(this.pool, account, ''));
    return { succeeded: () => forgetFailures(this.pool, account, '') };
  }

  private async takeFrom(network: string): Promise<void> {
    try {
      await this.addresses.consume(network);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      refuseWait(Math.max(1, refusal.msBeforeNext));
    }
  }
}

/** One who has an IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - groups.length - rest.length }, () => '0');
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(':')}::/64`;
}

function refuseWait(waitMs: number): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / SECOND);
  throw new ApiError('too_many_attempts', `Try again in ${seconds} s.`, { members: { retryAfter: seconds } });
}
