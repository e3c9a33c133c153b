import { Inject, Injectable } from '@nestjs/common';
import type {
  AlarmAct,
  AlarmAssign,
  AlarmCommentAct,
  AlarmResolve,
  AlarmView,
  Page,
} from '@haidang/contract';
import { FACTS_OF_GATES, FOUND_KINDS, formatInstant, OF_RECEPTION, type AlarmState } from '@haidang/domain';
import {
  applyAlarmAct,
  enterLedger,
  findAlarm,
  insertOutbox,
  listAlarms,
  lockAlarm,
  recordAlarmAct,
  transitEndedAt,
  type AlarmActEffect,
  type AlarmActName,
  type AlarmFilter,
  noteAlarmRevision,
  type NumberedAlarm,
  type ResolveData,
  type SeriesKeeper,
  type ScopedPool,
} from '@haidang/store';
import type { z } from 'zod';
import { KEEPER, SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Directory } from '../directory/directory.js';
import { Meetings } from '../meetings/meetings.js';
import { Outbox } from '../outbox/outbox.js';
import { Hearing } from '../reception/hearing.js';
import { Reviser } from '../watch/reviser.js';
import { alarmView } from './view.js';

type Act = z.infer<typeof AlarmAct>;

/** Who acted when nobody is signed in: the platform itself. */
const ITSELF = { id: null, name: 'Haidang' };

/** What an act does, and what of it goes into the history beside who and when. */
interface Effect extends Omit<AlarmActEffect, 'comment'> {
  /** Added to the comments. */
  readonly text?: string | undefined;
  readonly data?: object;
}

/**
 * The alarm desk. An act is bound to the evidence its author saw: if that has moved on, nothing is done and the author is
 * shown the alarm as it is. The alarm's row is held from the look at it to the commit.
 */
@Injectable()
export class AlarmDesk {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(KEEPER) private readonly keeper: SeriesKeeper,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Reviser) private readonly reviser: Reviser,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(Hearing) private readonly hearing: Hearing,
  ) {}

  async list(
    filter: AlarmFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<AlarmView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listAlarms(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, alarmView);
  }

  /** @throws ApiError `alarm_not_found` */
  async find(id: string): Promise<AlarmView> {
    return alarmView(found(await findAlarm(this.db, id), id));
  }

  /** Someone has seen it. @throws ApiError `alarm_not_found`, `alarm_changed`, `wrong_state` */
  acknowledge(call: WriteCall, id: string, act: Act): Promise<AlarmView> {
    return this.act(call, id, 'acknowledge', act, (alarm) => {
      checkState(alarm, 'acknowledge', ['open', 'shelved']);
      return { state: 'acknowledged' };
    });
  }

  /** It becomes someone's task. @throws ApiError as {@link acknowledge} */
  assign(call: WriteCall, id: string, act: z.infer<typeof AlarmAssign>): Promise<AlarmView> {
    return this.act(call, id, 'assign', act, (alarm) => {
      checkState(alarm, 'assign', ['open', 'acknowledged', 'shelved']);
      if (alarm.assignee === act.to) throw wrongState(alarm, `The alarm is assigned to ${act.to} already.`);
      return { assignee: act.to, data: { to: act.to } };
    });
  }

  /** Something to know about it; also after it was resolved. @throws ApiError `alarm_not_found`, `alarm_changed` */
  comment(call: WriteCall, id: string, act: z.infer<typeof AlarmCommentAct>): Promise<AlarmView> {
    return this.act(call, id, 'comment', act, () => ({ text: act.text }));
  }

  /** It is dealt with. @throws ApiError as {@link acknowledge} */
  resolve(call: WriteCall, id: string, act: z.infer<typeof AlarmResolve>): Promise<AlarmView> {
    return this.act(call, id, 'resolve', act, (alarm) => {
      checkState(alarm, 'resolve', ['open', 'acknowledged', 'shelved']);
      const text = act.text === '' ? undefined : act.text;
      const seen = {
        start: alarm.start_at.getTime(),
        end: alarm.end_at?.getTime() ?? null,
        seen: alarm.evidence_at.getTime(),
      } satisfies ResolveData;
      return {
        ...{ state: 'resolved', ending: act.ending, text, data: { ending: act.ending, ...seen } },
        ...(FACTS_OF_GATES.has(alarm.kind) && { endedAt: Date.now() }),
      };
    });
  }

  private async act(
    call: WriteCall,
    id: string,
    what: AlarmActName,
    { revision }: Act,
    effectOn: (alarm: NumberedAlarm) => Effect,
  ): Promise<AlarmView> {
    const { id: byId, name: by } = whoActs() ?? ITSELF;
    await this.keeper.ensure('alarm_history', [Date.now()]);
    let concerned: (() => Promise<void>) | undefined;
    let heard: NumberedAlarm | undefined;
    const view = await this.writes.run(call, 200, async (tx) => {
      const alarm = found(await lockAlarm(tx, id), id);
      if (alarm.revision !== revision) throw changed(alarm, revision);
      const { text, data, ...effect } = effectOn(alarm);
      const note = { ...data, ...(text !== undefined && { text }) };
      const at = await recordAlarmAct(tx, { alarmId: id, revision, what, by, byId, data: note });
      const comment = text === undefined ? {} : { comment: { at: formatInstant(at), by, text } };
      await applyAlarmAct(tx, id, { ...effect, ...comment });
      await enterLedger(tx, [actNow(`alarm.${what}`, `alarm/${id}`, { ...note, ...aboutOf(alarm) }, at)]);
      const entry = alarm.seal_id === null ? undefined : this.directory.seal(alarm.seal_id);
      if (what === 'resolve' && OF_RECEPTION.has(alarm.kind)) heard = alarm;
      else if (what === 'resolve' && entry !== undefined && !FOUND_KINDS.has(alarm.kind)) {
        // an act after the end of the transit is still one on its watch
        const ended = alarm.transit_id === null ? null : await transitEndedAt(tx, alarm.transit_id);
        const from = Math.min(at, ended ?? at);
        await noteAlarmRevision(tx, id, from);
        concerned = () => this.reviser.now([entry], from);
      }
      if (what === 'resolve' && alarm.kind === 'rendezvous') {
        const [first, second] = [alarm.transit_id!, String(alarm.why.measured['with'])];
        concerned = () => this.meetings.resolved(first, second);
      }
      const after = found(await findAlarm(tx, id), id);
      await insertOutbox(tx, [{ channel: 'live', topic: 'alarm', payload: after }]);
      return alarmView(after);
    });
    this.outbox.wake('live');
    if (heard !== undefined) this.hearing.resolved(heard);
    if (concerned === undefined) return view;
    await concerned();
    return await this.find(id);
  }
}

/** What an act is about, for whoever reads the ledger without the alarm. */
function aboutOf({ kind, revision, transit_id, container_number, seal_id }: NumberedAlarm): object {
  return { alarm: kind, revision, transit: transit_id, container: container_number, seal: seal_id };
}

function checkState(alarm: NumberedAlarm, what: AlarmActName, allowed: readonly AlarmState[]): void {
  if (allowed.includes(alarm.state)) return;
  const detail = `The alarm is ${alarm.state}; ${what} is possible while it is ${allowed.join(' or ')}.`;
  throw wrongState(alarm, detail, allowed);
}

function wrongState(alarm: NumberedAlarm, detail: string, allowed?: readonly AlarmState[]): ApiError {
  return new ApiError('wrong_state', detail, {
    members: { state: alarm.state, ...(allowed !== undefined && { allowed }), alarm: alarmView(alarm) },
  });
}

function changed(alarm: NumberedAlarm, seen: number): ApiError {
  return new ApiError(
    'alarm_changed',
    `The alarm is at revision ${alarm.revision}; revision ${seen} was acted on.`,
    {
      members: { alarm: alarmView(alarm) },
    },
  );
}

function found(alarm: NumberedAlarm | undefined, id: string): NumberedAlarm {
  if (alarm === undefined) throw new ApiError('alarm_not_found', `There is no alarm ${id}.`);
  return alarm;
}
