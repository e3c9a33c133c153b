import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@haidang/contract';
import {
  CASE_DECISIONS,
  type CaseAct,
  type CaseDecision,
  type CaseOutcome,
  type CaseState,
} from '@haidang/domain';
import {
  changeCase,
  changeStay,
  linkEvidence,
  lockCase,
  lockStandingStay,
  lockStay,
  queueForContainers,
  stateBeforeSetApart,
  type CaseChange,
  type CaseRecord,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { Sights } from '../access/sights.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { Notices } from '../papers/notices.js';
import { caseShown, foundCase } from './cases.js';
import { noteAct } from './open-case.js';
import { isSetApart } from './view.js';

/** What an act does to a case, and what is written of it. */
interface Deed {
  readonly change?: CaseChange;
  readonly text?: string;
  readonly data?: object;
}

const NOT_CLOSED: readonly CaseState[] = ['open', 'under_check', 'decided'];

/** What is done with a case, each in one transaction with its line, its entry in the ledger, and what the port is told. */
@Injectable()
export class CaseDesk {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  /** It becomes somebody's task, and is looked at. @throws ApiError `case_not_found`, `forbidden`, `wrong_state` */
  assign(call: WriteCall, id: string, to: string): Promise<CaseView> {
    return this.act(call, id, 'assign', NOT_CLOSED, async (_, found) => ({
      change: { assignee: to, ...(found.state === 'open' && { state: 'under_check' as const }) },
      data: { to },
    }));
  }

  /** Something to know about it, also from the port, and also after it was closed. @throws ApiError `case_not_found` */
  comment(call: WriteCall, id: string, text: string): Promise<CaseView> {
    return this.note(call, id, 'comment', async () => ({ text }));
  }

  /** A picture or paper that was uploaded belongs to it: it is kept while the case is not closed. @throws ApiError `case_not_found`, `reference_unknown` */
  addEvidence(call: WriteCall, id: string, evidenceId: string): Promise<CaseView> {
    return this.note(call, id, 'evidence', async (tx, found) => {
      const person = whoActs();
      const linked = await linkEvidence(tx, found.id, evidenceId, {
        by: person?.name ?? null,
        byId: person?.id ?? null,
      });
      if (linked === undefined)
        throw refused('reference_unknown', [
          { path: 'evidenceId', message: `there is no ${evidenceId} in evidence` },
        ]);
      return { data: { evidence: evidenceId, sha256: linked.sha256 } };
    });
  }

  /** Its container is set apart: gates hold it, and the port is told. @throws ApiError `case_not_found`, `forbidden`, `wrong_state` */
  async segregate(call: WriteCall, id: string, reason: string): Promise<CaseView> {
    return this.act(call, id, 'segregate', NOT_CLOSED, async (tx, found) => {
      const { container, facility_id: facilityId } = found;
      if (isSetApart(found)) throw wrong(found, 'Its container is set apart already.');
      if (container === null) throw wrong(found, 'It is about no container.');
      await queueForContainers(tx, [container]);
      const stay = await lockStandingStay(tx, facilityId, container);
      if (stay === undefined) throw wrong(found, `${container} does not stand at ${facilityId}.`);
      await changeStay(tx, stay.id, { state: 'segregated' });
      await this.tellPort(tx, found, 'segregate', reason);
      return {
        change: {
          ...(found.state === 'open' && { state: 'under_check' as const }),
          ...{ stay_id: stay.id, stay_was: stay.state, segregated_at: new Date(), freed_at: null },
        },
        text: reason,
      };
    });
  }

  /** What is done about it; the last decision stands. @throws ApiError `case_not_found`, `forbidden`, `wrong_state` */
  decide(call: WriteCall, id: string, decision: CaseDecision, reason: string): Promise<CaseView> {
    return this.act(call, id, 'decide', NOT_CLOSED, async (tx, found) => {
      const { to, frees } = CASE_DECISIONS[decision];
      const isFreed = frees && isSetApart(found);
      if (isFreed) await this.free(tx, found, reason);
      const person = whoActs();
      return {
        change: {
          ...{ state: to, decision, decision_reason: reason, decided_at: new Date() },
          ...{ decided_by: person?.name ?? null, decided_by_id: person?.id ?? null },
          ...(isFreed && { freed_at: new Date() }),
        },
        text: reason,
        data: { decision, ...(isFreed && { freed: true }) },
      };
    });
  }

  /** It is over: how it turned out. @throws ApiError `case_not_found`, `forbidden`, `wrong_state` of one that is not decided */
  close(call: WriteCall, id: string, outcome: CaseOutcome, reason: string): Promise<CaseView> {
    return this.act(call, id, 'close', ['decided'], async () => {
      const person = whoActs();
      return {
        change: {
          ...{ state: 'closed', outcome, outcome_reason: reason, closed_at: new Date() },
          ...{ closed_by: person?.name ?? null, closed_by_id: person?.id ?? null },
        },
        text: reason,
        data: { outcome },
      };
    });
  }

  /** What the stay was before, unless another case keeps it apart. */
  private async free(tx: PoolClient, found: CaseRecord, reason: string): Promise<void> {
    const { container, stay_id: stayId } = found;
    if (container !== null) await queueForContainers(tx, [container]);
    if (stayId === null) return;
    const state = await stateBeforeSetApart(tx, found.id, stayId);
    if (state === undefined) return;
    const stay = await lockStay(tx, stayId);
    if (stay === undefined || stay.outAt !== null || stay.state !== 'segregated') return;
    await changeStay(tx, stayId, { state });
    await this.tellPort(tx, found, 'release', reason);
  }

  private async tellPort(
    tx: PoolClient,
    { id, number, container, facility_id: facilityId }: CaseRecord,
    order: 'segregate' | 'release',
    reason: string,
  ): Promise<void> {
    const lines = [{ case: number, caseId: id, order, container, reason }];
    await this.notices.owe(tx, [{ facilityId, form: 'case', lines }], Date.now());
  }

  /** An act of the office in charge, or of those above it. */
  private act(
    call: WriteCall,
    id: string,
    what: CaseAct,
    from: readonly CaseState[],
    work: (tx: PoolClient, found: CaseRecord) => Promise<Deed>,
  ): Promise<CaseView> {
    return this.note(call, id, what, async (tx, found) => {
      if (!this.sights.isOwnPlace(this.sights.now(), found.facility_id))
        throw new ApiError('forbidden', `The office of ${found.facility_id} is in charge of it.`);
      if (!from.includes(found.state))
        throw wrong(
          found,
          `The case is ${found.state}; ${what} is possible while it is ${from.join(' or ')}.`,
          from,
        );
      return await work(tx, found);
    });
  }

  private async note(
    call: WriteCall,
    id: string,
    what: CaseAct,
    work: (tx: PoolClient, found: CaseRecord) => Promise<Deed>,
  ): Promise<CaseView> {
    const touched: string[] = [];
    const view = await this.writes.run(call, 200, async (tx) => {
      const found = foundCase(await lockCase(tx, id), id);
      const { change, ...said } = await work(tx, found);
      const after = change === undefined ? found : await changeCase(tx, id, change);
      await noteAct(tx, after, what, said);
      if (after.container !== null && isSetApart(after) !== isSetApart(found)) touched.push(after.container);
      return caseShown(after);
    });
    await this.notices.tell(touched);
    return view;
  }
}

function wrong({ state }: CaseRecord, detail: string, allowed?: readonly CaseState[]): ApiError {
  return new ApiError('wrong_state', detail, {
    members: { state, ...(allowed !== undefined && { allowed }) },
  });
}
