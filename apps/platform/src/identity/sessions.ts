import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Duty, SessionView } from '@haidang/contract';
import { MINUTE, SECOND, type Person } from '@haidang/domain';
import {
  dropEndedSessions,
  dropOldAttempts,
  findSession,
  Listener,
  liveSessions,
  openSession,
  touchSessions,
  type LiveSession,
  type SignInWay,
} from '@haidang/store';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { LOGGER } from '../logging.js';

/** Somebody's session: who it is, and what must be done before anything else. */
export interface SignedIn {
  readonly id: string;
  readonly person: Person;
  readonly must: Duty | null;
  readonly view: SessionView;
}

/** Where a session is opened from. */
export interface Caller {
  readonly address: string;
  readonly agent: string | null;
  /** The token of the session that the browser had until now. */
  readonly former: string | undefined;
}

interface Known {
  readonly session: SignedIn;
  readonly readAt: number;
}

/** The database's word that a session ended or its person changed; the triggers of migration 8 send it. */
const CHANNEL = 'haidang_sessions';
/** A session is read again after this long, whatever was told. */
const FRESH_MS = 10 * SECOND;
/** That it is used is written down once in so long. */
const TOUCH_MS = MINUTE;
const ROUND_MS = 30 * SECOND;
const MOST_KNOWN = 20_000;

/**
 * Who is signed in. A session that ends, in whatever process, ends here at once: the database tells it. Without that word, and until it is
 * heard again, nothing is remembered and each call asks the database.
 */
@Injectable()
export class Sessions {
  private readonly known = new Map<string, Known>();
  private readonly touched = new Map<string, number>();
  private readonly listeners = new Set<(sessionIds: ReadonlySet<string>) => void>();
  /** Sessions behind live sockets: an open page is one in use. */
  private readonly held = new Map<string, number>();
  private readonly listener: Listener;
  /** False while the ends of sessions are not heard of. */
  private isTold = false;
  private rounds: NodeJS.Timeout | undefined;
  private changes = 0;

  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.listener = new Listener(pool, CHANNEL, {
      began: () => {
        this.isTold = true;
        // what was told while nobody listened
        this.changed(new Set(this.held.keys()));
      },
      heard: (id) => this.changed(new Set([id])),
      lost: (error) => {
        this.isTold = false;
        this.known.clear();
        logger.warn({ err: error }, 'the ends of sessions are not heard of; trying again');
      },
    });
  }

  async start(): Promise<void> {
    await this.listener.start();
    this.rounds = setInterval(() => void this.round(), ROUND_MS);
  }

  stop(): void {
    clearInterval(this.rounds);
    this.listener.stop();
    this.isTold = false;
  }

  /** @returns the token as well, which is kept nowhere */
  async open(
    tx: Pool | PoolClient,
    userId: string,
    how: SignInWay,
    { address, agent }: Caller,
  ): Promise<{ id: string; token: string }> {
    return openSession(tx, { userId, how, lifeMs: this.config.session.lifeMs, address, agent });
  }

  /** The session of a token; undefined when there is none, or none any more. */
  async find(token: string): Promise<SignedIn | undefined> {
    const key = createHash('sha256').update(token).digest('base64');
    const now = performance.now();
    const known = this.known.get(key);
    if (known !== undefined && now - known.readAt < FRESH_MS) {
      this.touch(known.session.id, now);
      return known.session;
    }
    this.known.delete(key);
    const { changes } = this;
    const found = await findSession(this.pool, token, this.config.session.idleMs);
    if (found === undefined) return undefined;
    const session = signedIn(found);
    // what was told meanwhile may be about this very one
    if (this.isTold && changes === this.changes) this.remember(key, { session, readAt: now });
    this.touch(session.id, now);
    return session;
  }

  /** What was read of a person's sessions is read again: who ended one is not to find it open before the database's word comes back. */
  forget(personId: string): void {
    this.changes++;
    for (const [key, { session }] of this.known) if (session.person.id === personId) this.known.delete(key);
  }

  /** Hears of sessions that ended or whose person changed. @returns how to stop hearing */
  onChange(listener: (sessionIds: ReadonlySet<string>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A live socket of the session is open: it is in use, and looked at every half a minute. @returns what to call when it closes */
  hold(sessionId: string): () => void {
    this.held.set(sessionId, (this.held.get(sessionId) ?? 0) + 1);
    return () => {
      const left = (this.held.get(sessionId) ?? 1) - 1;
      if (left === 0) this.held.delete(sessionId);
      else this.held.set(sessionId, left);
    };
  }

  /** Which of these sessions go on. */
  stillLive(ids: readonly string[]): Promise<Set<string>> {
    return liveSessions(this.pool, ids, this.config.session.idleMs);
  }

  private remember(key: string, known: Known): void {
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, known);
  }

  private touch(id: string, now: number): void {
    if (now - (this.touched.get(id) ?? -Infinity) < TOUCH_MS) return;
    if (this.touched.size >= MOST_KNOWN) this.touched.clear();
    this.touched.set(id, now);
    touchSessions(this.pool, [id]).catch((error: Error) =>
      this.logger.warn({ err: error }, 'the use of a session could not be written down'),
    );
  }

  private changed(ids: ReadonlySet<string>): void {
    this.changes++;
    for (const [key, { session }] of this.known) if (ids.has(session.id)) this.known.delete(key);
    for (const listener of this.listeners) listener(ids);
  }

  /** Sessions behind open sockets are in use; those that are over by their time are told as ended, and forgotten. */
  private async round(): Promise<void> {
    try {
      const ids = [...this.held.keys()];
      const live = ids.length === 0 ? new Set<string>() : await this.stillLive(ids);
      if (live.size > 0) await touchSessions(this.pool, [...live]);
      const over = ids.filter((id) => !live.has(id));
      if (over.length > 0) this.changed(new Set(over));
      await dropEndedSessions(this.pool, this.config.session.idleMs);
      await dropOldAttempts(this.pool);
    } catch (error) {
      this.logger.warn({ err: error }, 'the sessions could not be looked at, trying again');
    }
  }
}

export function signedIn({ user, organisation, ...session }: LiveSession): SignedIn {
  const { id, name, role, organisationId } = user;
  const must = dutyOf(user, organisation, session.how);
  const person = { id, name, role, organisationId };
  return {
    id: session.id,
    person,
    must,
    view: {
      id: session.id,
      person: {
        id,
        username: user.username,
        name,
        role,
        organisation: { id: organisationId, name: organisation.name, kind: organisation.kind },
      },
      must,
      secondFactor: user.secondFactorSince !== null,
      how: session.how,
      signedInAt: session.createdAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    },
  };
}

/** Who comes by the directory has both, the password and the second factor, there. */
function dutyOf(
  user: LiveSession['user'],
  organisation: LiveSession['organisation'],
  how: SignInWay,
): Duty | null {
  if (how !== 'password') return null;
  if (user.mustChange) return 'change_password';
  return organisation.secondFactor && user.secondFactorSince === null ? 'enrol_second_factor' : null;
}
