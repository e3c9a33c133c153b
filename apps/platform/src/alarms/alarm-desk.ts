import { Inject, Injectable } from '@nestjs/common';
import type {
  AlarmAssign,
  AlarmCommentAct,
  AlarmLineView,
  AlarmResolve,
  AlarmView,
  DeskPersonView,
  Page,
} from '@haidang/contract';
import { FACTS_OF_GATES, formatInstant, FOUND_KINDS, OF_RECEPTION, type Instant } from '@haidang/domain';
import {
  findAlarm,
  listAlarms,
  noteAlarmRevision,
  readAlarmHistory,
  readDeskPeople,
  transitEndedAt,
  type AlarmFilter,
  type DeskPerson,
  type NumberedAlarm,
  type Queryable,
  type ResolveData,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { SERVING } from '../database.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import type { WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { Directory } from '../directory/directory.js';
import { Meetings } from '../meetings/meetings.js';
import { Hearing } from '../reception/hearing.js';
import { Reviser } from '../watch/reviser.js';
import { AlarmActs, checkState, foundAlarm, wrongState, type Act } from './alarm-acts.js';
import { alarmView } from './view.js';

/** Of a long alarm the newest lines are shown. */
const MOST_LINES = 500;

/** The alarm desk: what there is, and the acts by which people deal with it. */
@Injectable()
export class AlarmDesk {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(AlarmActs) private readonly acts: AlarmActs,
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
    return alarmView(foundAlarm(await findAlarm(this.db, id), id));
  }

  /** Who did what with it, and what the evidence made of it. @throws ApiError `alarm_not_found` */
  async history(id: string): Promise<{ items: AlarmLineView[] }> {
    foundAlarm(await findAlarm(this.db, id), id);
    const lines = await readAlarmHistory(this.db, id, MOST_LINES);
    return {
      items: lines.map(({ at, revision, what, by, data }) => ({
        ...{ at: formatInstant(at.getTime()), revision, what, ...(by !== null && { by }), data },
      })),
    };
  }

  /** To whom an alarm can be given. */
  async people(): Promise<{ items: DeskPersonView[] }> {
    const people = await readDeskPeople(this.db);
    return {
      items: people.map(({ id, name, role, organisation_id: organisationId }) => ({
        ...{ id, name, role, organisationId },
      })),
    };
  }

  /** Someone has seen it. @throws ApiError `alarm_not_found`, `alarm_changed`, `alarm_acted_on`, `wrong_state` */
  acknowledge(call: WriteCall, id: string, act: Act): Promise<AlarmView> {
    return this.acts.act(call, id, 'acknowledge', act, (alarm, author) => {
      checkState(alarm, 'acknowledge', ['open', 'shelved']);
      return { change: { state: 'acknowledged', ...seenBy(author) } };
    });
  }

  /**
   * It becomes someone's task; who takes an open one on themselves has seen it.
   * @throws ApiError as {@link acknowledge}, and `reference_unknown`
   */
  assign(call: WriteCall, id: string, act: z.infer<typeof AlarmAssign>): Promise<AlarmView> {
    return this.acts.act(call, id, 'assign', act, async (alarm, author, tx) => {
      checkState(alarm, 'assign', ['open', 'acknowledged', 'shelved']);
      const { name, id: toId } =
        act.toId === undefined ? { name: act.to!, id: null } : await personOf(tx, act.toId);
      if (alarm.assignee === name && alarm.assignee_id === toId)
        throw wrongState(alarm, `The alarm is assigned to ${name} already.`);
      const takesOn = alarm.state === 'open' && toId !== null && toId === author.id;
      return {
        change: {
          ...{ assignee: name, assignee_id: toId },
          ...(takesOn && { state: 'acknowledged' as const, ...seenBy(author) }),
        },
        data: { to: name },
      };
    });
  }

  /** Something to know about it; also after it was resolved. @throws ApiError `alarm_not_found`, `alarm_changed`, `alarm_acted_on` */
  comment(call: WriteCall, id: string, act: z.infer<typeof AlarmCommentAct>): Promise<AlarmView> {
    return this.acts.act(call, id, 'comment', act, () => ({ text: act.text }));
  }

  /** It is dealt with. @throws ApiError as {@link acknowledge} */
  async resolve(call: WriteCall, id: string, act: z.infer<typeof AlarmResolve>): Promise<AlarmView> {
    let afterwards: (() => Promise<void>) | undefined;
    const view = await this.acts.act(call, id, 'resolve', act, (alarm, _, tx) => {
      checkState(alarm, 'resolve', ['open', 'acknowledged', 'shelved']);
      const seen = {
        start: alarm.start_at.getTime(),
        end: alarm.end_at?.getTime() ?? null,
        seen: alarm.evidence_at.getTime(),
        settled: alarm.settled_at.getTime(),
      } satisfies ResolveData;
      return {
        change: { state: 'resolved', ending: act.ending },
        ...{ text: act.text === '' ? undefined : act.text, data: { ending: act.ending, ...seen } },
        ...(FACTS_OF_GATES.has(alarm.kind) && { endedAt: Date.now() }),
        beside: async (at) => {
          afterwards = await this.consequences(tx, alarm, at);
        },
      };
    });
    if (afterwards === undefined) return view;
    await afterwards();
    return await this.find(id);
  }

  /** Who judges what the alarm was about is told, after the commit. */
  private async consequences(
    tx: PoolClient,
    alarm: NumberedAlarm,
    at: Instant,
  ): Promise<(() => Promise<void>) | undefined> {
    if (OF_RECEPTION.has(alarm.kind)) return () => Promise.resolve(this.hearing.resolved(alarm));
    if (alarm.kind === 'rendezvous') {
      const [first, second] = [alarm.transit_id!, String(alarm.why.measured['with'])];
      return () => this.meetings.resolved(first, second);
    }
    const entry = alarm.seal_id === null ? undefined : this.directory.seal(alarm.seal_id);
    if (entry === undefined || FOUND_KINDS.has(alarm.kind)) return undefined;
    // an act after the end of the transit is still one on its watch
    const ended = alarm.transit_id === null ? null : await transitEndedAt(tx, alarm.transit_id);
    const from = Math.min(at, ended ?? at);
    await noteAlarmRevision(tx, alarm.id, from);
    return () => this.reviser.now([entry], from);
  }
}

function seenBy({ id, name }: { readonly id: string | null; readonly name: string }) {
  return { acknowledged_at: new Date(), acknowledged_by: name, acknowledged_by_id: id };
}

/** @throws ApiError `reference_unknown` */
async function personOf(db: Queryable, id: string): Promise<DeskPerson> {
  const person = (await readDeskPeople(db)).find((one) => one.id === id);
  if (person === undefined)
    throw refused('reference_unknown', [{ path: 'toId', message: `nobody at the desk has the id ${id}` }]);
  return person;
}
