import { Inject, Injectable } from '@nestjs/common';
import type { AlarmAct, AlarmView } from '@haidang/contract';
import { formatInstant, type AlarmState, type Instant } from '@haidang/domain';
import {
  applyAlarmAct,
  enterLedger,
  findAlarm,
  insertOutbox,
  lockAlarm,
  readLastAct,
  recordAlarmAct,
  type AlarmActEffect,
  type AlarmActName,
  type NumberedAlarm,
  type SeriesKeeper,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { KEEPER } from '../database.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Outbox } from '../outbox/outbox.js';
import { alarmView } from './view.js';

export type Act = z.infer<typeof AlarmAct>;

/** Who acted when nobody is signed in: the platform itself. */
const ITSELF = { id: null, name: 'Haidang' };

export interface Author {
  readonly id: string | null;
  readonly name: string;
}

/** What an act does, and what of it goes into the history beside who and when. */
export interface Deed extends Omit<AlarmActEffect, 'comment'> {
  /** Added to the comments. */
  readonly text?: string | undefined;
  readonly data?: object;
  /** What is done in the same transaction, after the act was written at its time. */
  readonly beside?: (at: Instant) => Promise<void>;
}

/**
 * Any act of the desk. It is bound to the evidence its author saw, and to what others had done with the alarm by then: where that has moved on,
 * nothing is done and the author is shown the alarm as it is. The alarm's row is held from the look at it to the commit.
 */
@Injectable()
export class AlarmActs {
  constructor(
    @Inject(Writes) private readonly writes: Writes,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * @param seen empty: the act hangs on nothing that its author saw
   * @throws ApiError `alarm_not_found`, `alarm_changed`, `alarm_acted_on`, and what `deedOn` throws
   */
  async act(
    call: WriteCall,
    id: string,
    what: AlarmActName,
    seen: Partial<Act>,
    deedOn: (alarm: NumberedAlarm, author: Author, tx: PoolClient) => Deed | Promise<Deed>,
  ): Promise<AlarmView> {
    const { revision, acts } = seen;
    const author = whoActs() ?? ITSELF;
    await this.keeper.ensure('alarm_history', [Date.now()]);
    const view = await this.writes.run(call, 200, async (tx) => {
      const alarm = foundAlarm(await lockAlarm(tx, id), id);
      if (revision !== undefined && alarm.revision !== revision) throw changed(alarm, revision);
      if (acts !== undefined && alarm.acts !== acts) throw await actedOn(tx, alarm);
      const { text, data, beside, ...effect } = await deedOn(alarm, author, tx);
      const note = { ...data, ...(text !== undefined && { text }) };
      const { id: byId, name: by } = author;
      const at = await recordAlarmAct(tx, {
        ...{ alarmId: id, revision: alarm.revision, what, by, byId, data: note },
      });
      const comment = text === undefined ? {} : { comment: { at: formatInstant(at), by, text } };
      await applyAlarmAct(tx, id, { ...effect, ...comment });
      await enterLedger(tx, [actNow(`alarm.${what}`, `alarm/${id}`, { ...note, ...aboutOf(alarm) }, at)]);
      await beside?.(at);
      const after = foundAlarm(await findAlarm(tx, id), id);
      await insertOutbox(tx, [{ channel: 'live', topic: 'alarm', payload: after }]);
      return alarmView(after);
    });
    this.outbox.wake('live');
    return view;
  }
}

/** What an act is about, for whoever reads the ledger without the alarm. */
function aboutOf({ kind, revision, transit_id, container_number, seal_id }: NumberedAlarm): object {
  return { alarm: kind, revision, transit: transit_id, container: container_number, seal: seal_id };
}

/** @throws ApiError `wrong_state` */
export function checkState(alarm: NumberedAlarm, what: AlarmActName, allowed: readonly AlarmState[]): void {
  if (allowed.includes(alarm.state)) return;
  const detail = `The alarm is ${alarm.state}; ${what} is possible while it is ${allowed.join(' or ')}.`;
  throw wrongState(alarm, detail, allowed);
}

export function wrongState(alarm: NumberedAlarm, detail: string, allowed?: readonly AlarmState[]): ApiError {
  return new ApiError('wrong_state', detail, {
    members: { state: alarm.state, ...(allowed !== undefined && { allowed }), alarm: alarmView(alarm) },
  });
}

/** @throws ApiError `alarm_not_found` */
export function foundAlarm(alarm: NumberedAlarm | undefined, id: string): NumberedAlarm {
  if (alarm === undefined) throw new ApiError('alarm_not_found', `There is no alarm ${id}.`);
  return alarm;
}

function changed(alarm: NumberedAlarm, seen: number): ApiError {
  const detail = `The alarm is at revision ${alarm.revision}; revision ${seen} was acted on.`;
  return new ApiError('alarm_changed', detail, { members: { alarm: alarmView(alarm) } });
}

async function actedOn(tx: PoolClient, alarm: NumberedAlarm): Promise<ApiError> {
  const line = await readLastAct(tx, alarm.id);
  const last = line && {
    at: formatInstant(line.at.getTime()),
    what: line.what,
    ...(line.by !== null && { by: line.by }),
  };
  const detail = `${last?.by ?? 'The platform'} acted on it meanwhile: ${last?.what ?? 'it has been changed'}.`;
  return new ApiError('alarm_acted_on', detail, {
    members: { alarm: alarmView(alarm), ...(last !== undefined && { last }) },
  });
}
