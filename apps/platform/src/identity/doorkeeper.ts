import { Inject, Injectable } from '@nestjs/common';
import type { ChangePassword, SignedInView, SignIn } from '@haidang/contract';
import { endSession, endSessionsOf, findUser, inTransaction, noteSignIn, setPassword } from '@haidang/store';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { POOL } from '../database.js';
import { ApiError } from '../http/errors.js';
import { invalid } from '../http/zod.pipe.js';
import { hashPassword, isPassword } from './passwords.js';
import { Sessions, type Caller, type SignedIn } from './sessions.js';

const AGENT_LENGTH = 300;

/** Lets people in and out. */
@Injectable()
export class Doorkeeper {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** The same words, after the same time, for an unknown user, a disabled one and a wrong password. @throws ApiError `sign_in_refused` */
  async signIn({ username, password }: SignIn, caller: Caller): Promise<SignedInView> {
    const user = await findUser(this.pool, { username });
    const isRight = await isPassword(password, user?.disabledAt === null ? user.passwordHash : null);
    if (user === undefined || !isRight) throw new ApiError('sign_in_refused');
    const { token } = await this.sessions.open(this.pool, user.id, 'password', caller);
    await noteSignIn(this.pool, user.id);
    const session = await this.sessions.find(token);
    if (session === undefined) throw new ApiError('sign_in_refused');
    return { ...session.view, token };
  }

  /** @throws ApiError `password_refused` when the present one is another, `invalid_request` when the new one is no better */
  async changePassword({ id, person }: SignedIn, { password, next }: ChangePassword): Promise<void> {
    const user = await findUser(this.pool, { id: person.id });
    if (!(await isPassword(password, user?.passwordHash ?? null))) throw new ApiError('password_refused');
    if (password === next)
      throw invalid([{ path: 'next', message: 'another password than before is wanted' }]);
    const passwordHash = await hashPassword(next);
    await inTransaction(this.pool, async (tx) => {
      await setPassword(tx, person.id, passwordHash, false);
      await endSessionsOf(tx, person.id, id);
    });
  }

  async signOut({ id, person }: SignedIn): Promise<void> {
    await endSession(this.pool, id, person.id);
  }
}

export function callerOf(request: FastifyRequest): Caller {
  return { address: request.ip, agent: request.headers['user-agent']?.slice(0, AGENT_LENGTH) ?? null };
}
