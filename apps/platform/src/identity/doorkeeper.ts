import { Inject, Injectable } from '@nestjs/common';
import type {
  ChangePassword,
  OwnSessionView,
  RecoveryCodesView,
  SecondFactorView,
  SignedInView,
  SignIn,
} from '@haidang/contract';
import { DAY } from '@haidang/domain';
import {
  endSession,
  endSessionsOf,
  enterLedger,
  findUser,
  inTransaction,
  listSessions,
  noteSignIn,
  setPassword,
  type SignInWay,
  type UserRecord,
} from '@haidang/store';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { ApiError } from '../http/errors.js';
import { invalid } from '../http/zod.pipe.js';
import { actNow } from '../ledger/act.js';
import { actorOf } from './acting.js';
import { Attempts } from './attempts.js';
import { isKnownPassword } from './known-passwords.js';
import { hashPassword, isPassword } from './passwords.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { SecondFactor } from './second-factor.js';
import { cookieToken, isSecure } from './session-cookie.js';
import { Sessions, type Caller, type SignedIn } from './sessions.js';

const AGENT_LENGTH = 300;
/** So long a password that somebody else gave may be used. */
const GIVEN_LASTS = 7 * DAY;

/** Lets people in and out, and lets them look after their own keys. */
@Injectable()
export class Doorkeeper {
  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Attempts) private readonly attempts: Attempts,
    @Inject(SecondFactor) private readonly secondFactor: SecondFactor,
    @Inject(RefusedSignIns) private readonly refused: RefusedSignIns,
  ) {}

  /**
   * The same words, after the same time, for an unknown user, a disabled one and a wrong password.
   * @throws ApiError `sign_in_refused`, `second_factor_needed`, `second_factor_wrong`, `too_many_attempts`
   */
  async signIn(credentials: SignIn, caller: Caller): Promise<SignedInView> {
    const user = await findUser(this.pool, credentials);
    try {
      return await this.letIn(await this.recognise(user, credentials, caller), 'password', caller);
    } catch (error) {
      this.refused.tell(error, user?.id, caller);
      throw error;
    }
  }

  private async recognise(
    user: UserRecord | undefined,
    { username, password, totp }: SignIn,
    { address }: Caller,
  ): Promise<UserRecord> {
    const attempt = await this.attempts.signIn(username, address);
    const isOpen = user !== undefined && user.disabledAt === null && !isStale(user);
    const isRight = await isPassword(password, isOpen ? user.passwordHash : null);
    if (!isOpen || !isRight) throw new ApiError('sign_in_refused');
    if (user.secondFactorSince !== null) {
      if (totp === undefined) throw new ApiError('second_factor_needed');
      if (!(await this.secondFactor.opens(user.id, totp))) throw new ApiError('second_factor_wrong');
    }
    await attempt.succeeded(user.id);
    return user;
  }

  /** Opens a session; that which the browser had until now ends with it, whosever it was. */
  async letIn(user: UserRecord, how: SignInWay, caller: Caller): Promise<SignedInView> {
    const former = caller.former === undefined ? undefined : await this.sessions.find(caller.former);
    const token = await inTransaction(this.pool, async (tx) => {
      const opened = await this.sessions.open(tx, user.id, how, caller);
      await noteSignIn(tx, user.id);
      const [at, by] = [Date.now(), actorOf(user)];
      const secondFactor = how === 'password' && user.secondFactorSince !== null;
      const acts = [
        { kind: 'session.sign_in', subject: `session/${opened.id}`, at, by, data: { how, secondFactor } },
      ];
      await enterLedger(tx, acts);
      if (former !== undefined && (await endSession(tx, former.id, former.person.id)))
        await enterLedger(tx, [{ kind: 'session.end', subject: `session/${former.id}`, at, by }]);
      return opened.token;
    });
    if (former !== undefined) this.sessions.forget(former.person.id);
    const session = await this.sessions.find(token);
    if (session === undefined) throw new ApiError('sign_in_refused');
    return { ...session.view, token };
  }

  async signOut({ id, person }: SignedIn): Promise<void> {
    await this.endOwn(person.id, id);
  }

  async ownSessions({ id, person }: SignedIn): Promise<OwnSessionView[]> {
    const records = await listSessions(this.pool, person.id, this.config.session.idleMs);
    return records.map((record) => ({
      id: record.id,
      isThis: record.id === id,
      how: record.how,
      address: record.address,
      ...(record.agent !== null && { agent: record.agent }),
      signedInAt: record.createdAt.toISOString(),
      usedAt: record.usedAt.toISOString(),
      expiresAt: record.expiresAt.toISOString(),
    }));
  }

  /** @throws ApiError `session_not_found` */
  async endOwn(personId: string, id: string): Promise<void> {
    await inTransaction(this.pool, async (tx) => {
      if (!(await endSession(tx, id, personId))) throw new ApiError('session_not_found');
      await enterLedger(tx, [actNow('session.end', `session/${id}`)]);
    });
    this.sessions.forget(personId);
  }

  /** @throws ApiError `password_refused` when the present one is another, `invalid_request` when the new one is no better, `password_known` when guessers have it */
  async changePassword({ id, person }: SignedIn, { password, next }: ChangePassword): Promise<void> {
    const user = await this.prove(person.id, password);
    if (password === next)
      throw invalid([{ path: 'next', message: 'another password than before is wanted' }]);
    if (next.toLowerCase().includes(user.username))
      throw invalid([{ path: 'next', message: 'a password without the username in it is wanted' }]);
    if (isKnownPassword(next)) throw new ApiError('password_known');
    const passwordHash = await hashPassword(next);
    await inTransaction(this.pool, async (tx) => {
      await setPassword(tx, person.id, passwordHash, false);
      await endSessionsOf(tx, person.id, id);
      await enterLedger(tx, [actNow('user.change_password', `user/${person.id}`)]);
    });
    this.sessions.forget(person.id);
  }

  /** @throws ApiError `password_refused`, `second_factor_enrolled` */
  async beginSecondFactor({ person }: SignedIn, password: string): Promise<SecondFactorView> {
    return this.secondFactor.begin(await this.prove(person.id, password));
  }

  /** Every other session of the person ends. @throws ApiError `second_factor_wrong` */
  async confirmSecondFactor({ id, person }: SignedIn, code: string): Promise<RecoveryCodesView> {
    const attempt = await this.attempts.again(person.id);
    const codes = await this.secondFactor.confirm(person.id, code, id);
    await attempt.succeeded(person.id);
    this.sessions.forget(person.id);
    return codes;
  }

  /** Every other session of the person ends. @throws ApiError `password_refused` */
  async removeSecondFactor({ id, person }: SignedIn, password: string): Promise<void> {
    await this.prove(person.id, password);
    await this.secondFactor.remove(person.id, id);
    this.sessions.forget(person.id);
  }

  private async prove(personId: string, password: string): Promise<UserRecord> {
    const attempt = await this.attempts.again(personId);
    const user = await findUser(this.pool, { id: personId });
    const isRight = await isPassword(password, user?.passwordHash ?? null);
    if (user === undefined || !isRight) throw new ApiError('password_refused');
    await attempt.succeeded(personId);
    return user;
  }
}

export function callerOf(request: FastifyRequest, config: Config): Caller {
  return {
    address: request.ip,
    agent: request.headers['user-agent']?.slice(0, AGENT_LENGTH) ?? null,
    former: cookieToken(request.headers.cookie, isSecure(config, request)),
  };
}

/** A password that somebody else gave is for a first sign-in soon: later it may have been read by others on its way. */
function isStale({ mustChange, passwordSetAt }: UserRecord): boolean {
  return mustChange && passwordSetAt !== null && Date.now() - passwordSetAt.getTime() > GIVEN_LASTS;
}
