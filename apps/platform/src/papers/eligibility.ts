import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EligibilityBody, EligibilityView, LinesView, Page } from '@haidang/contract';
import { ELIGIBILITY_ACTS, parseInstant, type EligibilityAct, type Instant } from '@haidang/domain';
import {
  changeEligibility,
  enterLedger,
  findDeclarations,
  findEligibility,
  findOwnFacilities,
  insertEligibilities,
  listEligibilities,
  lockEligibility,
  type EligibilityFilter,
  type EligibilityRecord,
  type NewEligibility,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { LineErrors, type Lines } from './lines.js';
import { Notices, type Draft, type Sent } from './notices.js';
import { Signer } from './signer.js';
import { eligibilityView, given, listedLine, tokenContent } from './view.js';

type Issued = Omit<NewEligibility, 'noticeId' | 'token'>;

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
    let container: string | null = null;
    const answer = await this.writes.run(call, 200, async (tx) => {
      const record = found(await lockEligibility(tx, id), id);
      container = record.container;
      await this.checkState(record, act);
      const isPass = record.state === 'used';
      if (isPass && whoActs()?.role !== 'customs_officer')
        throw new ApiError('forbidden', 'A confirmed pass is cancelled by a customs officer.');
      const { to } = ELIGIBILITY_ACTS[act];
      const at = Date.now();
      await changeEligibility(tx, id, { state: to, reason, at });
      const [notice] = await this.notices.owe(tx, [changeDraft(record, act, reason)], at);
      const { facilityId, declaration, state: was } = record;
      const data = { facilityId, declaration, container, was, reason, notice: notice!.id };
      const deed = isPass ? 'cancel_pass' : act;
      await enterLedger(tx, [actNow(`eligibility.${deed}`, `eligibility/${id}`, data, at)]);
      return await this.view((await findEligibility(tx, id))!);
    });
    await this.notices.tell(container === null ? [] : [container]);
    return answer;
  }

  async view(record: EligibilityRecord): Promise<EligibilityView> {
    return eligibilityView(record, await this.signer.tokenOf(record));
  }

  private async checkState(record: EligibilityRecord, act: EligibilityAct): Promise<void> {
    const allowed: readonly string[] = ELIGIBILITY_ACTS[act].from;
    if (allowed.includes(record.state)) return;
    throw new ApiError(
      'wrong_state',
      `It is ${record.state}; ${act} is possible while it is ${allowed.join(' or ')}.`,
      {
        members: { state: record.state, allowed, eligibility: await this.view(record) },
      },
    );
  }
}

function found(record: EligibilityRecord | undefined, id: string): EligibilityRecord {
  if (record === undefined) throw new ApiError('eligibility_not_found', `There is no eligibility ${id}.`);
  return record;
}

async function checkLines(
  tx: PoolClient,
  { lines, areMany }: Lines<EligibilityBody>,
  now: Instant,
): Promise<void> {
  const form = new LineErrors(areMany);
  form.repeated(lines, 'container', (line) =>
    line.form === '04' ? `${line.facilityId} ${line.container}` : undefined,
  );
  for (const [i, { validUntil }] of lines.entries())
    if (validUntil !== undefined && parseInstant(validUntil)! <= now)
      form.add(i, 'validUntil', 'lies in the past');
  if (form.all.length > 0) throw refused('invalid_request', form.all);

  const own = await findOwnFacilities(
    tx,
    lines.map(({ facilityId }) => facilityId),
  );
  const known = await findDeclarations(
    tx,
    lines.map(({ declaration }) => declaration),
  );
  const unknown = new LineErrors(areMany);
  const cancelled = new LineErrors(areMany);
  for (const [i, { facilityId, declaration }] of lines.entries()) {
    if (!own.has(facilityId))
      unknown.add(i, 'facilityId', `there is no ${facilityId} among one's own facilities`);
    if (!known.has(declaration)) unknown.add(i, 'declaration', `there is no ${declaration} in declarations`);
    if (known.get(declaration)?.status === 'cancelled')
      cancelled.add(i, 'declaration', `${declaration} was cancelled`);
  }
  if (unknown.all.length > 0) throw refused('reference_unknown', [...unknown.all, ...cancelled.all]);
  if (cancelled.all.length > 0) throw refused('wrong_state', cancelled.all);
}

function refuseStanding(
  { lines, areMany }: Lines<EligibilityBody>,
  rows: readonly Issued[],
  left: ReadonlySet<string>,
): void {
  if (left.size === 0) return;
  const standing = new LineErrors(areMany);
  for (const [i, { id, container }] of rows.entries())
    if (left.has(id))
      standing.add(
        i,
        'container',
        `${container} is eligible, or suspended, at ${lines[i]!.facilityId} already`,
      );
  throw refused('already_exists', standing.all);
}

function issuedOf(line: EligibilityBody): Issued {
  const { form, facilityId, declaration, officerConfirmed, validUntil } = line;
  return {
    ...{ id: randomUUID(), form, facilityId, declaration, officerConfirmed },
    container: line.form === '04' ? line.container : null,
    goods: line.form === '05' ? line.goods : null,
    plate: line.plate ?? null,
    carrierSeal: line.carrierSeal ?? null,
    customsSeal: line.customsSeal ?? null,
    validUntil: validUntil === undefined ? null : parseInstant(validUntil)!,
  };
}

type Row = Issued & { readonly token: string };

/** A port is told of each form by itself. */
function groupsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.facilityId} ${row.form}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function draftOf(group: readonly Row[]): Draft {
  const { facilityId, form } = group[0]!;
  const lines = group.map((row) => ({ id: row.id, declaration: row.declaration, ...listedLine(row) }));
  return { facilityId, form, lines };
}

function noticesByLine(groups: readonly Row[][], sent: readonly Sent[]): Map<string, string> {
  const noticeOf = new Map<string, string>();
  let group = -1;
  for (const { id, from, to } of sent) {
    if (from === 0) group++;
    for (const row of groups[group]!.slice(from, to)) noticeOf.set(row.id, id);
  }
  return noticeOf;
}

/** What was issued, but for the codes: those follow from the rest. */
function issueAct({ id, draft, from, to }: Sent, at: Instant) {
  const lines = (draft.lines as { token: string }[]).slice(from, to).map(({ token: _, ...line }) => line);
  const { facilityId, form } = draft;
  return actNow('eligibility.issue', `notice/${id}`, { facilityId, form, lines }, at);
}

function changeDraft(record: EligibilityRecord, act: EligibilityAct, reason: string): Draft {
  const { id, facilityId, form, declaration, container, goods } = record;
  return {
    facilityId,
    form: form === '04' ? '06' : '07',
    lines: [given({ id, act, reason, declaration, container, goods })],
  };
}
