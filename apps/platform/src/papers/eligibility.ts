import { Inject, Injectable } from '@nestjs/common';
import type {
  EligibilityBody,
  EligibilityChangesBody,
  EligibilityView,
  LinesView,
  Page,
} from '@haidang/contract';
import { ELIGIBILITY_ACTS, type EligibilityAct } from '@haidang/domain';
import {
  changeEligibilities,
  enterLedger,
  findEligibility,
  insertEligibilities,
  listEligibilities,
  lockEligibilities,
  type EligibilityFilter,
  type EligibilityRecord,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import {
  checkLines,
  mayAct,
  OFFICERS_ALONE,
  refuseChanges,
  refuseStanding,
  stateOf,
} from './eligibility-checks.js';
import { changeDraft, draftOf, groupsOf, issueAct, issuedOf, noticesByLine } from './eligibility-drafts.js';
import type { Lines } from './lines.js';
import { Notices, type Sent } from './notices.js';
import { Signer } from './signer.js';
import { eligibilityView, tokenContent } from './view.js';

/** What may pass the surveillance area (forms 04, 05), and what becomes of it (06, 07). */
@Injectable()
export class Eligibility {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Notices) private readonly notices: Notices,
    @Inject(Signer) private readonly signer: Signer,
  ) {}

  /**
   * Issues one or many: all or none, in statements whose number does not grow with the lines.
   * @throws ApiError `reference_unknown`, `wrong_state` of a declaration that was cancelled, `already_exists` where one stands; with each line
   */
  async issue(call: WriteCall, body: Lines<EligibilityBody>): Promise<EligibilityView | LinesView> {
    const { lines } = body;
    const answer = await this.writes.run(call, 201, async (tx) => {
      const at = Date.now();
      await checkLines(tx, body, at);
      const issued = lines.map(issuedOf);
      const tokens = await this.signer.tokens(issued.map(tokenContent));
      const rows = issued.map((row, i) => ({ ...row, token: tokens[i]! }));
      const groups = groupsOf(rows);
      const sent = await this.notices.owe(tx, groups.map(draftOf), at);
      const noticeOf = noticesByLine(groups, sent);
      const whole = rows.map((row) => ({ ...row, noticeId: noticeOf.get(row.id)! }));
      const left = await insertEligibilities(tx, whole, { at, by: whoActs()?.id ?? null });
      refuseStanding(body, whole, left);
      await enterLedger(
        tx,
        sent.map((part) => issueAct(part, at)),
      );
      if (!body.areMany) return await this.view((await findEligibility(tx, whole[0]!.id))!);
      return { count: whole.length, ids: whole.map(({ id }) => id), notices: sent.map(({ id }) => id) };
    });
    await this.notices.tell(lines.flatMap((line) => (line.form === '04' ? line.container : [])));
    return answer;
  }

  async list(
    filter: EligibilityFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<EligibilityView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listEligibilities(this.db, filter, { after, limit: query.limit + 1 });
    const views = new Map<EligibilityRecord, EligibilityView>();
    for (const { value } of rows) views.set(value, await this.view(value));
    return placedPage(rows, query.limit, (record) => views.get(record)!);
  }

  /** @throws ApiError `eligibility_not_found` */
  async find(id: string): Promise<EligibilityView> {
    return await this.view(found(await findEligibility(this.db, id), id));
  }

  /** @throws ApiError `eligibility_not_found`, `wrong_state`; `forbidden` for who is no officer and would cancel a pass that was confirmed */
  async act(call: WriteCall, id: string, act: EligibilityAct, reason: string): Promise<EligibilityView> {
    const touched: string[] = [];
    const answer = await this.writes.run(call, 200, async (tx) => {
      const record = found((await lockEligibilities(tx, [id])).get(id), id);
      const allowed: readonly string[] = ELIGIBILITY_ACTS[act].from;
      if (!allowed.includes(record.state))
        throw new ApiError('wrong_state', stateOf(record, act), {
          members: { state: record.state, allowed, eligibility: await this.view(record) },
        });
      if (!mayAct(record)) throw new ApiError('forbidden', OFFICERS_ALONE);
      await this.change(tx, [record], act, reason);
      if (record.container !== null) touched.push(record.container);
      return await this.view((await findEligibility(tx, id))!);
    });
    await this.notices.tell(touched);
    return answer;
  }

  /** The same of many: all or none. @throws ApiError `reference_unknown`, `wrong_state`, `forbidden`; with each line */
  async actOnMany(call: WriteCall, { act, reason, lines }: EligibilityChangesBody): Promise<LinesView> {
    const touched: string[] = [];
    const answer = await this.writes.run(call, 200, async (tx) => {
      const ids = lines.map(({ id }) => id.toLowerCase());
      const known = await lockEligibilities(tx, ids);
      refuseChanges(ids, known, act);
      const records = ids.map((id) => known.get(id)!);
      const sent = await this.change(tx, records, act, reason);
      touched.push(...records.flatMap(({ container }) => container ?? []));
      return { count: ids.length, ids, notices: sent.map(({ id }) => id) };
    });
    await this.notices.tell(touched);
    return answer;
  }

  /** Of such as are held and may be changed so. */
  private async change(
    tx: PoolClient,
    records: readonly EligibilityRecord[],
    act: EligibilityAct,
    reason: string,
  ): Promise<Sent[]> {
    const at = Date.now();
    const ids = records.map(({ id }) => id);
    await changeEligibilities(tx, ids, { state: ELIGIBILITY_ACTS[act].to, reason, at });
    const groups = groupsOf(records);
    const sent = await this.notices.owe(
      tx,
      groups.map((group) => changeDraft(group, act, reason)),
      at,
    );
    const noticeOf = noticesByLine(groups, sent);
    await enterLedger(
      tx,
      records.map(({ id, facilityId, declaration, container, state: was }) => {
        const data = { facilityId, declaration, container, was, reason, notice: noticeOf.get(id) };
        // a pass that was confirmed is taken back
        const deed = was === 'used' ? 'cancel_pass' : act;
        return actNow(`eligibility.${deed}`, `eligibility/${id}`, data, at);
      }),
    );
    return sent;
  }

  async view(record: EligibilityRecord): Promise<EligibilityView> {
    return eligibilityView(record, await this.signer.tokenOf(record));
  }
}

function found(record: EligibilityRecord | undefined, id: string): EligibilityRecord {
  if (record === undefined) throw new ApiError('eligibility_not_found', `There is no eligibility ${id}.`);
  return record;
}
