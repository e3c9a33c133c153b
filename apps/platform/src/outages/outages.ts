import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { OutageBody, OutageEndBody, OutageView, Page } from '@haidang/contract';
import { formatInstant, parseInstant, type Instant } from '@haidang/domain';
import {
  beginOutage,
  endOutage,
  enterLedger,
  findOutage,
  findOwnFacilities,
  insertOutbox,
  listOutages,
  type Author,
  type OutageRecord,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import type { z } from 'zod';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Outbox } from '../outbox/outbox.js';
import { given, timeOf } from '../papers/view.js';

/** When a facility had no line: begun and ended by who is there, and told to all who are concerned. */
@Injectable()
export class Outages {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** @throws ApiError `facility_not_found`, `already_exists` while one goes on, `time_ahead` */
  async begin(
    call: WriteCall,
    facilityId: string,
    { reason, at }: z.infer<typeof OutageBody>,
  ): Promise<OutageView> {
    const view = await this.writes.run(call, 201, async (tx) => {
      await checkFacility(tx, facilityId);
      const said = timeSaid(at);
      const id = randomUUID();
      const begun = await beginOutage(tx, { id, facilityId, reason, at: said, ...author() });
      if (begun === undefined) throw new ApiError('already_exists', 'An outage goes on there already.');
      await enterLedger(tx, [
        actNow('outage.begin', `outage/${id}`, { facilityId, reason, beganAt: formatInstant(said) }),
      ]);
      return await this.told(tx, begun);
    });
    this.outbox.wake('live');
    return view;
  }

  /** @throws ApiError `outage_not_found`, `wrong_state` of one that is over, `time_ahead`, `invalid_request` of an end before its beginning */
  async end(
    call: WriteCall,
    facilityId: string,
    id: string,
    body: z.infer<typeof OutageEndBody>,
  ): Promise<OutageView> {
    const view = await this.writes.run(call, 200, async (tx) => {
      const { note = null, at } = body;
      await checkFacility(tx, facilityId);
      const known = found(await findOutage(tx, facilityId, id), id);
      const said = timeSaid(at);
      if (said < known.beganAt) throw new ApiError('wrong_state', 'It began after that.');
      const ended = await endOutage(tx, id, { at: said, note, ...author() });
      if (ended === undefined) throw new ApiError('wrong_state', 'It is over already.');
      const data = { facilityId, endedAt: formatInstant(said), ...(note !== null && { note }) };
      await enterLedger(tx, [actNow('outage.end', `outage/${id}`, data)]);
      return await this.told(tx, ended);
    });
    this.outbox.wake('live');
    return view;
  }

  /** @throws ApiError `facility_not_found` */
  async list(
    facilityId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<OutageView>> {
    await checkFacility(this.db, facilityId);
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listOutages(this.db, facilityId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, outageView);
  }

  private async told(tx: Parameters<typeof insertOutbox>[0], record: OutageRecord): Promise<OutageView> {
    const view = outageView(record);
    await insertOutbox(tx, [{ channel: 'live', topic: 'outage', payload: view }]);
    return view;
  }
}

/** @throws ApiError `facility_not_found` of one that is not one's own */
export async function checkFacility(db: Queryable, id: string): Promise<void> {
  if ((await findOwnFacilities(db, [id])).has(id)) return;
  throw new ApiError('facility_not_found', `There is no ${id} in facilities.`);
}

export function author(): Author {
  const person = whoActs();
  return { by: person?.name ?? null, byId: person?.id ?? null };
}

function timeSaid(text: string | undefined): Instant {
  const now = Date.now();
  const at = text === undefined ? now : parseInstant(text)!;
  if (at > now) throw new ApiError('time_ahead');
  return at;
}

function found(record: OutageRecord | undefined, id: string): OutageRecord {
  if (record === undefined) throw new ApiError('outage_not_found', `There is no outage ${id}.`);
  return record;
}

export function outageView(record: OutageRecord): OutageView {
  const {
    id,
    facilityId,
    reason,
    beganAt,
    begunBy,
    beginRecordedAt,
    endedAt,
    endNote,
    endedBy,
    endRecordedAt,
  } = record;
  return {
    ...{
      id,
      facilityId,
      reason,
      beganAt: formatInstant(beganAt),
      beginRecordedAt: formatInstant(beginRecordedAt),
    },
    ...given({ begunBy, endNote, endedBy, endedAt: timeOf(endedAt), endRecordedAt: timeOf(endRecordedAt) }),
  };
}
