import { createHash } from 'node:crypto';
import { createParamDecorator, Inject, Injectable, Logger, type ExecutionContext } from '@nestjs/common';
import { DAY, MINUTE, type Instant } from '@haidang/domain';
import {
  claimKey,
  countEntered,
  findKeptAnswer,
  forgetAnswers,
  keepAnswer,
  type KeptAnswer,
  type KeyedCall,
  type ScopedPool,
} from '@haidang/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool, PoolClient } from 'pg';
import { POOL, SERVING } from '../database.js';
import { whoActs } from '../identity/acting.js';
import { rawBodyOf } from './body-parser.js';
import { ApiError } from './errors.js';
import { invalid } from './zod.pipe.js';

/** How long the first answer of a key is kept; a client that has not asked again by then never will. */
const KEEP_ANSWERS = DAY;
const FORGET_EVERY = 10 * MINUTE;

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

/** A call that changes something: its Idempotency-Key, if it has one, and the reply whose status the write decides. */
export interface WriteCall {
  readonly key: KeyedCall | undefined;
  readonly reply: FastifyReply;
}

/** Hands a handler its {@link WriteCall}; a handler that writes needs it for {@link Writes}, so none forgets the key. */
export const Call = createParamDecorator((_: unknown, context: ExecutionContext): WriteCall => {
  const http = context.switchToHttp();
  return { key: keyOf(http.getRequest<FastifyRequest>()), reply: http.getResponse<FastifyReply>() };
});

/**
 * Runs writes, each in one transaction. With an Idempotency-Key the first answer is kept in the same transaction as what was
 * written, so that a repeat after a lost answer, or after a crash at any moment, gets it again and changes nothing.
 * A call that was refused changed nothing and keeps nothing: its key may be used again.
 */
@Injectable()
export class Writes {
  private readonly log = new Logger('Writes');
  private forgotten = 0;

  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /**
   * @param status of the answer when the work succeeds
   * @param work what it returns is the answer's body; it enters what it does in the ledger
   * @throws ApiError `idempotency_key_reused`, `idempotency_in_progress`, and what `work` throws
   */
  async run<T>(call: WriteCall, status: number, work: (tx: PoolClient) => Promise<T>): Promise<T> {
    const { key } = call;
    const outcome = await this.db.transaction(async (tx) => {
      const kept = key === undefined ? undefined : await firstAnswer(tx, key);
      if (kept !== undefined) return { ...kept, replayed: true };
      const before = countEntered(tx);
      const answer: unknown = await work(tx);
      if (countEntered(tx) === before) throw notEntered(call);
      if (key !== undefined) await keepAnswer(tx, key, status, answer);
      return { status, answer, replayed: false };
    });
    if (key !== undefined) await this.forget(Date.now());
    return settle(call, outcome) as T;
  }

  /**
   * For work that commits by itself and may be repeated without harm, as the pipeline's does: the answer is kept after it.
   * No connection is held meanwhile, since the work needs one of its own.
   */
  async around<T>(call: WriteCall, work: () => Promise<{ status: number; answer: T }>): Promise<T> {
    const { key, reply } = call;
    const kept = key === undefined ? undefined : await findKeptAnswer(this.db, key);
    if (key !== undefined && kept !== undefined) {
      return settle(call, { ...sameBody(kept, key), replayed: true }) as T;
    }
    const { status, answer } = await work();
    if (key !== undefined) await keepAnswer(this.db, key, status, answer);
    void reply.status(status);
    return answer;
  }

  /** Keeps the table of answers short, now and then, where it grows. */
  private async forget(now: Instant): Promise<void> {
    if (now - this.forgotten < FORGET_EVERY) return;
    this.forgotten = now;
    await forgetAnswers(this.pool, now - KEEP_ANSWERS).catch((error: Error) => {
      this.log.warn(`old answers of writes are still there: ${error.message}`);
    });
  }
}

/**
 * For work that takes a while, before each part of it and at its end: who has broken it off gets nothing done.
 * @throws ApiError `call_left`
 */
export function checkStillAsked({ reply }: WriteCall): void {
  if (reply.raw.destroyed) throw new ApiError('call_left');
}

/** A defect of ours, and the act is not done: what nobody could prove later must not be. */
function notEntered({ reply }: WriteCall): Error {
  const { method, routeOptions } = reply.request;
  return new Error(`${method} ${routeOptions.url ?? ''} entered nothing in the ledger`);
}

async function firstAnswer(tx: PoolClient, key: KeyedCall): Promise<KeptAnswer | undefined> {
  if (!(await claimKey(tx, key))) throw new ApiError('idempotency_in_progress');
  const kept = await findKeptAnswer(tx, key);
  return kept === undefined ? undefined : sameBody(kept, key);
}

function sameBody(kept: KeptAnswer, key: KeyedCall): KeptAnswer {
  if (kept.bodyHash !== key.bodyHash) throw new ApiError('idempotency_key_reused');
  return kept;
}

function settle(
  call: WriteCall,
  outcome: { readonly status: number; readonly answer: unknown; readonly replayed: boolean },
): unknown {
  void call.reply.status(outcome.status);
  if (outcome.replayed) void call.reply.header('idempotent-replay', 'true');
  return outcome.answer ?? undefined;
}

function keyOf(request: FastifyRequest): KeyedCall | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !KEY_FORM.test(header)) {
    throw invalid([{ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters are wanted' }]);
  }
  return {
    key: header,
    // a key is its person's own: nobody gets another's answer by guessing it
    call: `${whoActs()?.id ?? ''} ${request.method} ${request.url.split('?', 1)[0]}`,
    bodyHash: createHash('sha256')
      .update(rawBodyOf(request) ?? '')
      .digest('base64'),
  };
}
