import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseView, NewCaseBody, Page, WholeCaseView } from '@haidang/contract';
import { OPENS_CASE } from '@haidang/domain';
import {
  findAlarm,
  findCase,
  findCaseByCause,
  findOwnFacilities,
  findTransit,
  listCases,
  readCaseActs,
  readCaseEvidence,
  type CaseFilter,
  type CaseRecord,
  type NumberedAlarm,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { Outbox } from '../outbox/outbox.js';
import { openCase, type CaseDraft } from './open-case.js';
import { caseActView, caseForCarrier, caseView } from './view.js';

/** Cases as people open and read them. */
@Injectable()
export class Cases {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Of an alarm that has a case it answers that one, and changes nothing. @throws ApiError `reference_unknown` */
  async open(call: WriteCall, body: NewCaseBody): Promise<CaseView> {
    const view = await this.writes.around(call, async () => {
      const { found, isNew } = await this.db.transaction(async (tx) => {
        const draft = await this.draftOf(tx, body);
        const opened = await openCase(tx, draft);
        if (opened !== undefined) return { found: opened, isNew: true };
        const known = await findCaseByCause(tx, draft.cause);
        if (known === undefined) throw unknown('alarmId', `${body.alarmId} has a case that is another's`);
        return { found: known, isNew: false };
      });
      return { status: isNew ? 201 : 200, answer: caseView(found) };
    });
    this.outbox.wake('live');
    return view;
  }

  async list(
    filter: CaseFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<CaseView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listCases(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, caseShown);
  }

  /** With all that was done about it. @throws ApiError `case_not_found` */
  async find(id: string): Promise<WholeCaseView> {
    const found = foundCase(await findCase(this.db, id), id);
    const acts = await readCaseActs(this.db, id);
    const evidence = await readCaseEvidence(this.db, id);
    return {
      ...caseShown(found),
      history: acts.map(caseActView),
      evidence: evidence.map(({ by, at, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        ...(by !== null && { by }),
      })),
    };
  }

  private async draftOf(tx: PoolClient, body: NewCaseBody): Promise<CaseDraft> {
    const { alarmId, container = null, declaration = null, description, passage } = body;
    const alarm = alarmId === undefined ? undefined : await findAlarm(tx, alarmId);
    if (alarmId !== undefined && alarm === undefined)
      throw unknown('alarmId', `there is no alarm ${alarmId}`);
    const transitId = body.transitId ?? alarm?.transit_id ?? null;
    const transit = transitId === null ? undefined : await findTransit(tx, transitId);
    if (body.transitId !== undefined && transit === undefined)
      throw unknown('transitId', `there is no ${transitId} in transits`);
    const ofTransit =
      transit === undefined ? undefined : hasArrived(transit.state) ? transit.to : transit.from;
    const gateId = passage?.gateId ?? alarm?.gate_id ?? null;
    const atGate = gateId === null ? undefined : this.directory.gate(gateId)?.facilityId;
    const facilityId = body.facilityId ?? atGate ?? ofTransit;
    if (facilityId === undefined || !(await findOwnFacilities(tx, [facilityId])).has(facilityId))
      throw unknown(
        'facilityId',
        `there is no ${facilityId ?? 'facility of the alarm'} among one's own facilities`,
      );
    if (passage !== undefined && atGate !== facilityId)
      throw unknown('passage.gateId', `there is no gate ${passage.gateId} at ${facilityId}`);
    const ofAlarm = alarm && { alarm: alarm.kind, start: alarm.start_at, measured: alarm.why.measured };
    const ofPassage = passage && { passages: [passage] };
    const id = randomUUID();
    return {
      ...{ id, cause: alarm === undefined ? `person/${id}` : `alarm/${alarm.id}`, source: sourceOf(alarm) },
      kind: body.kind ?? (alarm === undefined ? undefined : OPENS_CASE[alarm.kind]) ?? 'other',
      ...{
        facilityId,
        container: container ?? alarm?.container_number ?? null,
        declaration,
        transitId,
        gateId,
      },
      ...{ alarmId: alarm?.id ?? null, portMessageId: null, description, setApart: null, at: Date.now() },
      details: ofAlarm || ofPassage ? { ...ofAlarm, ...ofPassage } : null,
    };
  }
}

/** A case as whoever acts is shown it. */
export function caseShown(found: CaseRecord): CaseView {
  const view = caseView(found);
  return whoActs()?.role === 'carrier' ? caseForCarrier(view) : view;
}

export function foundCase(found: CaseRecord | undefined, id: string): CaseRecord {
  if (found === undefined) throw new ApiError('case_not_found', `There is no case ${id}.`);
  return found;
}

function hasArrived(state: string): boolean {
  return state === 'arrived' || state === 'closed';
}

function sourceOf(alarm: NumberedAlarm | undefined): CaseDraft['source'] {
  if (alarm === undefined) return 'person';
  return alarm.gate_id === null ? 'engine' : 'gate';
}

function unknown(path: string, message: string): ApiError {
  return refused('reference_unknown', [{ path, message }]);
}
