import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { SignInFailures } from '../devices/sign-in-failures.js';
import { ApiError, type ApiErrorCode } from '../http/errors.js';
import { LOGGER } from '../logging.js';
import type { Caller } from './sessions.js';

/** What was looked at and was wrong: the waits bound how often. */
const LOOKED_AT: readonly ApiErrorCode[] = ['sign_in_refused', 'second_factor_wrong'];

/**
 * Tells operators of sign-ins that came to nothing. Each that was looked at is a line of the log; that somebody is made to wait is one in ten minutes
 * an account and address. What was typed as a name is not written down: people type passwords there; a user is named by id.
 */
@Injectable()
export class RefusedSignIns {
  private readonly waits = new SignInFailures();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** @param user whose account was tried; undefined: nobody has the name */
  tell(error: unknown, user: string | undefined, { address, agent }: Caller): void {
    if (!(error instanceof ApiError)) return;
    const facts = { code: error.code, user: user ?? null, address, agent };
    if (LOOKED_AT.includes(error.code)) this.logger.warn(facts, 'a sign-in was refused');
    if (error.code !== 'too_many_attempts') return;
    const times = this.waits.failed(user ?? '', address);
    if (times > 0) this.logger.warn({ ...facts, times }, 'sign-ins are made to wait');
  }
}
