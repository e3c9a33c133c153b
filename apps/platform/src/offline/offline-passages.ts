import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DecisionView } from '@haidang/contract';
import { formatInstant, isContainerNumber, type Decision, type Instant } from '@haidang/domain';
import {
  enterLedger,
  findOfflinePassage,
  insertOfflinePassage,
  insertOutbox,
  insertToldPassage,
  inTransaction,
  lockPassage,
  PapersChanged,
  takePaperEffects,
  usedBy,
  type OfflinePassageRecord,
  type SeriesKeeper,
} from '@haidang/store';
import type { Pool, PoolClient } from 'pg';
import { openCase } from '../cases/open-case.js';
import { KEEPER, POOL } from '../database.js';
import { GateBook } from '../gates/gate-book.js';
import { decisionView, offlineView, passageView } from '../gates/view.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { actNow } from '../ledger/act.js';
import { author } from '../outages/outages.js';
import { Outbox } from '../outbox/outbox.js';
import { judge, type Judged } from './judge.js';
import { readTold, type ToldOffline } from './told.js';

/** Papers that another is changing just now are read again so often. */
const TRIES = 3;

/**
 * What a gatehouse decided without a network, told when it is back. It happened, so nothing is held any more: the passage is entered at its true time and
 * marked, its papers are used up, and what let it out wrongly is a case. By the road's login, as passages are.
 */
@Injectable()
export class OfflinePassages {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(GateBook) private readonly book: GateBook,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * A passage told again gets the first answer.
   * @param gateId a gate of one's own
   * @throws ApiError `unknown_gate`, `conflict`, `papers_changed`, and what {@link readTold} throws
   */
  take(call: WriteCall, gateId: string, body: object): Promise<DecisionView> {
    return this.writes.around(call, async () => {
      const now = Date.now();
      const told = readTold(gateId, body, now);
      const facilityId = this.book.gate(gateId)?.facilityId;
      if (facilityId === undefined) throw new ApiError('unknown_gate', `no gate ${gateId} in the register`);
      if (told.passage.time < this.keeper.droppedBefore(now))
        throw new ApiError('time_dropped', formatInstant(told.passage.time));
      const known = await this.find(told);
      if (known !== undefined) return { status: 200, answer: answerOf(known) };
      const { kept, isNew } = await this.store(told, facilityId);
      return { status: isNew ? 201 : 200, answer: answerOf(kept) };
    });
  }

  private async find(
    told: ToldOffline,
    db: Pool | PoolClient = this.pool,
  ): Promise<OfflinePassageRecord | undefined> {
    const known = await findOfflinePassage(db, told.gateId, told.passage.id, told.said);
    if (known?.same === false) throw new ApiError('conflict', 'the same gate and id with other content');
    return known;
  }

  private async store(
    told: ToldOffline,
    facilityId: string,
  ): Promise<{ kept: OfflinePassageRecord; isNew: boolean }> {
    const { container, time } = told.passage;
    const containers = container !== null && isContainerNumber(container) ? [container] : [];
    await this.keeper.ensure('passages', [time]);
    for (let tries = 1; ; tries++) {
      await this.book.refresh(containers);
      const judged = await judge(told, facilityId, { pool: this.pool, book: this.book });
      try {
        const outcome = await inTransaction(this.pool, async (tx) => {
          await lockPassage(tx, told.gateId, told.passage.id);
          const known = await this.find(told, tx);
          if (known !== undefined) return { kept: known, isNew: false };
          return { kept: await write(tx, told, facilityId, judged, Date.now()), isNew: true };
        });
        await this.book.refresh(containers);
        this.outbox.wake('live');
        return outcome;
      } catch (error) {
        if (!(error instanceof PapersChanged)) throw error;
        if (tries === TRIES) throw new ApiError('papers_changed', undefined, { cause: error });
      }
    }
  }
}

async function write(
  tx: PoolClient,
  told: ToldOffline,
  facilityId: string,
  judged: Judged,
  now: Instant,
): Promise<OfflinePassageRecord> {
  const { gateId, passage, decided, said } = told;
  const { id, time, direction, container } = passage;
  const { by, byId } = author();
  const caseId = isWrong(told, judged) ? await openCaseOf(tx, told, facilityId, judged, now) : null;
  const seen = judged.seen === null ? null : { gateId: judged.seen.gateId, passageId: judged.seen.id };
  const kept: OfflinePassageRecord = {
    ...{ gateId, passageId: id, facilityId, time, direction, container, decided },
    ...{ judged: judged.reasons, seen, caseId, recordedAt: now },
  };
  const decision = decisionOf(kept);
  await insertOfflinePassage(tx, { ...kept, said, recordedBy: by, recordedById: byId });
  if (seen === null) await insertToldPassage(tx, gateId, passage, decision, now);
  if (judged.effect !== null) await takePaperEffects(tx, [judged.effect]);
  await enterLedger(tx, [
    actNow('gate.offline', `passage/${gateId}/${id}`, entered(told, kept, judged), now),
  ]);
  // of a camera's own passage the mark is read with it
  if (seen === null)
    await insertOutbox(tx, [
      {
        channel: 'live',
        topic: 'passage',
        payload: passageView({ gateId, passage, decision, offline: kept }, now),
      },
    ]);
  return kept;
}

/** It left, and should not have. */
function isWrong({ passage, decided }: ToldOffline, { reasons }: Judged): boolean {
  return passage.direction === 'out' && decided.verdict === 'pass' && reasons.length > 0;
}

async function openCaseOf(
  tx: PoolClient,
  { gateId, passage, decided }: ToldOffline,
  facilityId: string,
  { reasons, seen, otherUse }: Judged,
  now: Instant,
): Promise<string> {
  const id = randomUUID();
  const { listId, listAt, by } = decided;
  const own = seen ?? { gateId, id: passage.id, time: passage.time };
  const passages = [
    { gateId: own.gateId, id: own.id, time: formatInstant(own.time) },
    ...(otherUse === null
      ? []
      : [{ gateId: otherUse.gateId, id: otherUse.passageId, time: formatInstant(otherUse.at) }]),
  ];
  await openCase(tx, {
    ...{ id, cause: `offline/${gateId}/${passage.id}`, source: 'gate', kind: 'exit', facilityId },
    ...{ container: passage.container, declaration: null, transitId: null, gateId, alarmId: null },
    ...{ portMessageId: null, description: null, setApart: null, at: now },
    details: {
      ...{ decidedOffline: true, reasons, passages, listId, decidedBy: by },
      ...(listAt !== null && { listAt: formatInstant(listAt) }),
    },
  });
  return id;
}

/** What stands is what was decided at the gate; its reasons are those that would have held it. */
function decisionOf({
  passageId,
  gateId,
  recordedAt,
  decided,
  judged,
  container,
  direction,
}: OfflinePassageRecord): Decision {
  return {
    passageId,
    gateId,
    time: recordedAt,
    verdict: decided.verdict,
    reasons: judged,
    container,
    direction,
  };
}

function answerOf(kept: OfflinePassageRecord): DecisionView {
  return { ...decisionView(decisionOf(kept)), decidedOffline: offlineView(kept) };
}

/** The true time and who decided are data of the entry, whose own time and author are those of the telling. */
function entered({ passage, decided }: ToldOffline, kept: OfflinePassageRecord, { effect }: Judged): object {
  const { time, direction, container, plate, sealId, lane } = passage;
  const { by, verdict, reasons, listId } = decided;
  return {
    ...{
      facilityId: kept.facilityId,
      happenedAt: formatInstant(time),
      direction,
      container,
      plate,
      sealId,
      lane,
    },
    ...{ decidedBy: by, verdict, reasons, list: listId, judged: kept.judged },
    ...(kept.seen !== null && { seen: kept.seen }),
    ...(kept.caseId !== null && { case: kept.caseId }),
    ...(effect !== null && usedBy(effect)),
  };
}
