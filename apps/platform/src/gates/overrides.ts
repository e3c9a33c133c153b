import { Inject, Injectable } from '@nestjs/common';
import type { OverrideBody, PassageView } from '@haidang/contract';
import { formatInstant, type Verdict } from '@haidang/domain';
import {
  enterLedger,
  findPassage,
  insertOutbox,
  insertOverride,
  lockPassage,
  PapersChanged,
  takeEffect,
  type PassageRecord,
} from '@haidang/store';
import { topics } from '@haidang/wire';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { Directory } from '../directory/directory.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Outbox } from '../outbox/outbox.js';
import { effectOf } from './decide.js';
import { GateBook } from './gate-book.js';
import { decisionView, passageView } from './view.js';

/** What an officer decides otherwise than the platform did: people, not figures, have the last word, and give their reason. */
@Injectable()
export class Overrides {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(GateBook) private readonly book: GateBook,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Let through, a truck uses up its papers as if it had been decided so; held, nothing is given back: it may have left. The gate is told by a
   * decision of the same passage.
   * @throws ApiError `passage_not_found`, `wrong_state` where that is what stands, `papers_changed`
   */
  async decide(
    call: WriteCall,
    gateId: string,
    id: string,
    { verdict, reason }: z.infer<typeof OverrideBody>,
  ): Promise<PassageView> {
    const view = await this.writes.run(call, 201, async (tx) => {
      await lockPassage(tx, gateId, id);
      const found = await findPassage(tx, gateId, id);
      if (found === undefined) throw new ApiError('passage_not_found');
      if (standing(found) === verdict)
        throw new ApiError('wrong_state', `What stands is ${verdict} already.`);
      const override = { verdict, reason, by: whoActs()?.name ?? '', at: Date.now() };
      await insertOverride(tx, gateId, id, override);
      // the first word of an officer: whatever passed before has used its papers up already
      if (verdict === 'pass' && found.override === null) await this.letThrough(tx, found);
      await enterLedger(tx, [actNow('gate.override', `passage/${gateId}/${id}`, { verdict, reason })]);
      const now = passageView({ ...found, override }, found.receivedAt);
      await insertOutbox(tx, [
        { channel: 'mqtt', topic: topics.decisions(gateId), payload: toldToGate(found, verdict, reason) },
        { channel: 'live', topic: 'passage', payload: now },
      ]);
      return now;
    });
    if (view.container !== undefined) await this.book.refresh([view.container]);
    this.outbox.wake('mqtt');
    this.outbox.wake('live');
    return view;
  }

  private async letThrough(tx: PoolClient, { gateId, passage }: PassageRecord): Promise<void> {
    const facilityId = this.directory.gate(gateId)?.facilityId;
    if (facilityId === undefined) return;
    const effect = effectOf(gateId, passage, facilityId, (number) => this.book.papersOf(number));
    if (effect === null) return;
    const { time, direction } = passage;
    await takeEffect(tx, effect, { gateId, passageId: passage.id, time, direction }).catch(
      (error: unknown) => {
        if (error instanceof PapersChanged) throw new ApiError('papers_changed');
        throw error;
      },
    );
  }
}

function standing({ decision, override }: PassageRecord): Verdict {
  return override?.verdict ?? decision.verdict;
}

function toldToGate({ decision }: PassageRecord, verdict: Verdict, reason: string): object {
  return { ...decisionView(decision), time: formatInstant(Date.now()), verdict, overridden: true, reason };
}
