import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { HoldView, NewHoldBody, Page } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import {
  enterLedger,
  findHold,
  findKnownTargets,
  insertHold,
  liftHold,
  listHolds,
  type HoldFilter,
  type HoldRecord,
  type ScopedPool,
} from '@haidang/store';
import type { z } from 'zod';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';

/** Legal holds: what keeps what belongs to a transit, a container or a case from being deleted. */
@Injectable()
export class Holds {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  async list(
    filter: HoldFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<HoldView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    return placedPage(
      await listHolds(this.db, filter, { after, limit: query.limit + 1 }),
      query.limit,
      holdView,
    );
  }

  /** @throws ApiError `hold_not_found` */
  async find(id: string): Promise<HoldView> {
    return holdView(found(await findHold(this.db, id), id));
  }

  /** From the next round on nothing of it is deleted. @throws ApiError `reference_unknown` */
  place(call: WriteCall, body: z.infer<typeof NewHoldBody>): Promise<HoldView> {
    return this.writes.run(call, 201, async (tx) => {
      const { transits, containers, cases, caseNumber = null, reason } = body;
      const known = await findKnownTargets(tx, body);
      const errors = (['transits', 'cases'] as const).flatMap((kind) =>
        body[kind].flatMap((id, i) =>
          known[kind].has(id) ? [] : [{ path: `${kind}.${i}`, message: `there is no ${id} in ${kind}` }],
        ),
      );
      if (errors.length > 0) throw new ApiError('reference_unknown', errors[0]!.message, { errors });
      const hold = { id: randomUUID(), caseNumber, transits, containers, cases, reason };
      await insertHold(tx, { ...hold, placedAt: Date.now(), placedBy: whoActs()?.id ?? null });
      await enterLedger(tx, [
        actNow('hold.place', `hold/${hold.id}`, { caseNumber, transits, containers, cases, reason }),
      ]);
      return holdView(found(await findHold(tx, hold.id), hold.id));
    });
  }

  /** @throws ApiError `hold_not_found`, `wrong_state` when it was lifted before */
  lift(call: WriteCall, id: string, reason: string): Promise<HoldView> {
    return this.writes.run(call, 200, async (tx) => {
      found(await findHold(tx, id), id);
      const lifted = await liftHold(tx, id, { at: Date.now(), by: whoActs()?.id ?? null, reason });
      if (!lifted) throw new ApiError('wrong_state', 'The hold was lifted before.');
      await enterLedger(tx, [actNow('hold.lift', `hold/${id}`, { reason })]);
      return holdView(found(await findHold(tx, id), id));
    });
  }
}

function found(hold: HoldRecord | undefined, id: string): HoldRecord {
  if (hold === undefined) throw new ApiError('hold_not_found', `There is no hold ${id}.`);
  return hold;
}

function holdView(hold: HoldRecord): HoldView {
  const { id, caseNumber, reason, placedAt, placedBy, liftedAt, liftedBy, liftReason } = hold;
  return {
    id,
    ...(caseNumber !== null && { caseNumber }),
    transits: [...hold.transits],
    containers: [...hold.containers],
    cases: [...hold.cases],
    reason,
    placedAt: formatInstant(placedAt),
    ...(placedBy !== null && { placedBy }),
    ...(liftedAt !== null && { liftedAt: formatInstant(liftedAt) }),
    ...(liftedBy !== null && { liftedBy }),
    ...(liftReason !== null && { liftReason }),
  };
}
