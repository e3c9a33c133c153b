import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ApproveException, ExceptionView, Incident, Page, RefuseException } from '@haidang/contract';
import { EXCEPTION_IN, formatInstant, parseInstant, type Instant } from '@haidang/domain';
import {
  decideException,
  enterLedger,
  findException,
  findTransit,
  insertException,
  listExceptions,
  lockTransit,
  noteTransitRevision,
  type ExceptionRecord,
  type NewException,
  type ScopedPool,
  type TransitRecord,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { Sights } from '../access/sights.js';
import { checkOwnStep, takesOwnStep } from '../access/transit-acts.js';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { found } from '../transits/found.js';
import { checkPast, checkSeen, checkState, checkTime } from '../transits/take-step.js';
import { TransitNews } from '../transits/transit-news.js';
import { checkEvidence } from '../transits/transit-references.js';
import { carryOut, checkRequest, type Effect } from './effects.js';
import { containerOf, type ExceptionRequest } from './requests.js';
import { exceptionView } from './view.js';

/** An officer's words, and the revision of the transit that they saw. */
type Decision = z.infer<typeof ApproveException>;

/**
 * Exceptions on the way. An officer of the office of departure, or the centre, says what holds from a time on; who else asks waits for one of
 * them. The transit's row is held from the look at its state to the commit.
 */
@Injectable()
export class TransitExceptions {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(TransitNews) private readonly news: TransitNews,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  /**
   * Asked by who may decide it, it takes effect at once and names its approver; else it waits.
   * @throws ApiError `transit_not_found`, `wrong_state`, `invalid_request`, `reference_unknown`, `seal_in_use`, `already_exists`
   */
  async ask(call: WriteCall, transitId: string, request: ExceptionRequest): Promise<ExceptionView> {
    const now = Date.now();
    const { at, reason, evidence, ...fields } = request.body;
    const happened = at === undefined ? now : parseInstant(at)!;
    let effect: Effect | undefined;
    const view = await this.writes.run(call, 201, async (tx) => {
      const transit = found(await lockTransit(tx, transitId), transitId);
      checkState(transit, request.kind, EXCEPTION_IN[request.kind]);
      checkTime(transit, happened, now);
      await checkRequest({ tx, transit, at: happened }, request);
      const asked = {
        kind: request.kind,
        at: happened,
        reason,
        evidence,
        fields,
        container: containerOf(request),
      };
      const id = await this.enter(tx, transitId, { ...asked, state: 'waiting' });
      if (takesOwnStep(this.sights.now(), transit, 'approve'))
        effect = await this.approved(tx, transit, id, happened, request, {});
      return await this.told(tx, transitId, id);
    });
    await this.tell(transitId, happened, effect);
    return view;
  }

  /** What happened to the truck: it changes nothing, and the centre hears of it. @throws ApiError as {@link ask} */
  async report(
    call: WriteCall,
    transitId: string,
    { at, text, evidence, ...fields }: z.infer<typeof Incident>,
  ): Promise<ExceptionView> {
    const now = Date.now();
    const happened = at === undefined ? now : parseInstant(at)!;
    const view = await this.writes.run(call, 201, async (tx) => {
      const transit = found(await lockTransit(tx, transitId), transitId);
      checkState(transit, 'incident', EXCEPTION_IN.incident);
      checkPast(happened, now);
      const told = {
        kind: 'incident',
        at: happened,
        reason: text,
        evidence,
        fields,
        container: null,
      } as const;
      const id = await this.enter(tx, transitId, { ...told, state: 'reported' });
      return await this.told(tx, transitId, id);
    });
    this.news.wake();
    return view;
  }

  /**
   * An officer approves what waits: it takes effect from its time on.
   * @throws ApiError `exception_not_found`, `transit_changed`, `own_message`, `forbidden`, and as {@link ask} when it cannot be done any more
   */
  async approve(
    call: WriteCall,
    transitId: string,
    id: string,
    { reason, revision }: Decision,
  ): Promise<ExceptionView> {
    const now = Date.now();
    let done: { readonly effect: Effect; readonly at: Instant } | undefined;
    const view = await this.writes.run(call, 200, async (tx) => {
      const { transit, waiting } = await this.lockWaiting(tx, transitId, id, revision);
      const { at } = waiting;
      const request = requestOf(waiting);
      checkState(transit, request.kind, EXCEPTION_IN[request.kind]);
      checkTime(transit, at, now);
      await checkRequest({ tx, transit, at }, request);
      done = { at, effect: await this.approved(tx, transit, id, at, request, { reason, revision }) };
      return await this.told(tx, transitId, id);
    });
    await this.tell(transitId, done?.at ?? now, done?.effect);
    return view;
  }

  /** @throws ApiError `transit_not_found`, `exception_not_found`, `transit_changed`, `wrong_state`, `own_message`, `forbidden` */
  async refuse(
    call: WriteCall,
    transitId: string,
    id: string,
    { reason, revision }: z.infer<typeof RefuseException>,
  ): Promise<ExceptionView> {
    const view = await this.writes.run(call, 200, async (tx) => {
      const { waiting } = await this.lockWaiting(tx, transitId, id, revision);
      const by = whoActs() ?? null;
      await decideException(tx, id, {
        ...{ state: 'refused', was: null, isNow: null, decidedBy: by, decision: reason },
      });
      await enterLedger(tx, [
        actNow('exception.refuse', `transit/${transitId}`, {
          exception: id,
          kind: waiting.kind,
          reason,
          ...(revision !== undefined && { revision }),
        }),
      ]);
      return await this.told(tx, transitId, id);
    });
    this.news.wake();
    return view;
  }

  /** Who asked for it does not want it any more. @throws ApiError `transit_not_found`, `exception_not_found`, `wrong_state`, `other_asker` */
  async withdraw(
    call: WriteCall,
    transitId: string,
    id: string,
    words: string | null,
  ): Promise<ExceptionView> {
    const view = await this.writes.run(call, 200, async (tx) => {
      found(await lockTransit(tx, transitId), transitId);
      const { state, kind, askedBy } = await foundException(tx, transitId, id);
      const by = whoActs() ?? null;
      if (askedBy === null || askedBy.id !== by?.id) throw new ApiError('other_asker');
      if (state !== 'waiting') throw new ApiError('wrong_state', 'It was decided.');
      const decided = { state: 'withdrawn', was: null, isNow: null, decidedBy: by, decision: words } as const;
      await decideException(tx, id, decided);
      await enterLedger(tx, [
        actNow('exception.withdraw', `transit/${transitId}`, {
          ...{ exception: id, kind },
          ...(words !== null && { reason: words }),
        }),
      ]);
      return await this.told(tx, transitId, id);
    });
    this.news.wake();
    return view;
  }

  /** @throws ApiError `transit_not_found` */
  async list(
    transitId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ExceptionView>> {
    found(await findTransit(this.db, transitId), transitId);
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listExceptions(this.db, transitId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, exceptionView);
  }

  private async enter(
    tx: PoolClient,
    transitId: string,
    one: Omit<NewException, 'id' | 'transitId' | 'askedBy'>,
  ): Promise<string> {
    await checkEvidence(tx, one.evidence);
    const id = randomUUID();
    await insertException(tx, { ...one, id, transitId, askedBy: whoActs() ?? null });
    const kind = one.state === 'reported' ? 'exception.report' : 'exception.ask';
    await enterLedger(tx, [actNow(kind, `transit/${transitId}`, { exception: id, ...actOf(one) })]);
    return id;
  }

  private async approved(
    tx: PoolClient,
    transit: TransitRecord,
    id: string,
    at: Instant,
    request: ExceptionRequest,
    { reason, revision }: Decision,
  ): Promise<Effect> {
    const effect = await carryOut({ tx, transit, at }, this.news, request);
    const { was, isNow, split } = effect;
    await decideException(tx, id, {
      ...{ state: 'approved', was, isNow, decidedBy: whoActs() ?? null, decision: reason ?? null },
    });
    await enterLedger(tx, [
      actNow('exception.approve', `transit/${transit.id}`, {
        ...{ exception: id, kind: request.kind, at: formatInstant(at), was, isNow },
        ...(split !== undefined && { split }),
        ...(reason !== undefined && { reason }),
        ...(revision !== undefined && { revision }),
      }),
    ]);
    await noteTransitRevision(tx, transit.id, at);
    if (split !== undefined) {
      await noteTransitRevision(tx, split, at);
      await this.news.owe(tx, split);
    }
    return effect;
  }

  /** It stands as it is now, and whoever looks at the transit is told. */
  private async told(tx: PoolClient, transitId: string, id: string): Promise<ExceptionView> {
    await this.news.owe(tx, transitId);
    return exceptionView((await findException(tx, transitId, id))!);
  }

  private async tell(transitId: string, at: Instant, effect: Effect | undefined): Promise<void> {
    if (effect === undefined) this.news.wake();
    else await this.news.tellStep(transitId, at, effect.split);
  }

  private async lockWaiting(
    tx: PoolClient,
    transitId: string,
    id: string,
    seen: number | undefined,
  ): Promise<{ transit: TransitRecord; waiting: ExceptionRecord }> {
    const transit = found(await lockTransit(tx, transitId), transitId);
    const record = await foundException(tx, transitId, id);
    checkOwnStep(this.sights.now(), transit, 'approve');
    if (record.state !== 'waiting')
      throw new ApiError('wrong_state', 'No decision is waited for.', {
        members: { exception: exceptionView(record) },
      });
    if (record.askedBy !== null && record.askedBy.id === whoActs()?.id) throw new ApiError('own_message');
    checkSeen(transit, seen);
    return { transit, waiting: record };
  }
}

/** @throws ApiError `exception_not_found` */
async function foundException(tx: PoolClient, transitId: string, id: string): Promise<ExceptionRecord> {
  const record = await findException(tx, transitId, id);
  if (record === undefined)
    throw new ApiError('exception_not_found', `The transit ${transitId} has no exception ${id}.`);
  return record;
}

function requestOf({ kind, reason, evidence, at, fields }: ExceptionRecord): ExceptionRequest {
  const body = { ...fields, reason, evidence, at: formatInstant(at) };
  return { kind, body } as unknown as ExceptionRequest;
}

function actOf({
  kind,
  at,
  reason,
  fields,
  evidence,
}: Omit<NewException, 'id' | 'transitId' | 'askedBy'>): object {
  return {
    ...{ kind, at: formatInstant(at), reason, fields },
    ...(evidence.length > 0 && { evidence }),
  };
}
