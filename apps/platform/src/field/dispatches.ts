import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AlarmDispatch, AlarmView, DispatchView, FieldReport, ResponderView } from '@haidang/contract';
import { DISPATCH_NEXT, formatInstant, type DispatchState } from '@haidang/domain';
import { distance } from '@haidang/geo';
import {
  advanceDispatch,
  findAlarm,
  findDispatch,
  findKnownEvidence,
  insertDispatch,
  lockPatrol,
  readDispatches,
  readPatrols,
  type DispatchRecord,
  type NumberedAlarm,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { AlarmActs, checkState, foundAlarm, wrongState } from '../alarms/alarm-acts.js';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import type { WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { foundPatrol } from './patrols.js';
import { dispatchView, patrolView } from './view.js';

/** Offered at once: the nearest. */
const MOST_RESPONDERS = 20;
const UNDER_WAY: readonly DispatchState[] = ['sent', 'accepted', 'on_spot'];

/** Who is sent to an alarm, and what they tell: acts of the desk, in the alarm's history, with the time of each. */
@Injectable()
export class Dispatches {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(AlarmActs) private readonly acts: AlarmActs,
  ) {}

  /** Who is on duty, the nearest to the alarm's place first; who is on the way elsewhere after those who are free. @throws ApiError `alarm_not_found` */
  async responders(alarmId: string): Promise<{ items: ResponderView[] }> {
    const { lat, lon } = foundAlarm(await findAlarm(this.db, alarmId), alarmId);
    const all = (await readPatrols(this.db, true)).map((one) => ({
      ...patrolView(one),
      distance: Math.round(distance({ lat, lon }, one)),
    }));
    const rank = ({ busyWith, distance: metres }: ResponderView) =>
      busyWith === undefined ? metres : metres + 1e9;
    return { items: all.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_RESPONDERS) };
  }

  /** The latest first. @throws ApiError `alarm_not_found` */
  async list(alarmId: string): Promise<{ items: DispatchView[] }> {
    foundAlarm(await findAlarm(this.db, alarmId), alarmId);
    return { items: (await readDispatches(this.db, alarmId)).map(dispatchView) };
  }

  /** @throws ApiError as the desk's acts, `patrol_not_found`, `wrong_state` */
  send(call: WriteCall, alarmId: string, act: z.infer<typeof AlarmDispatch>): Promise<AlarmView> {
    return this.acts.act(call, alarmId, 'dispatch', act, async (alarm, author, tx) => {
      checkState(alarm, 'dispatch', ['open', 'acknowledged']);
      const under = (await readDispatches(tx, alarmId)).find(({ state }) => UNDER_WAY.includes(state));
      if (under !== undefined) throw wrongState(alarm, `${under.patrol} was sent already.`);
      const patrol = foundPatrol(await lockPatrol(tx, act.patrolId), act.patrolId);
      if (!patrol.on_duty) throw wrongState(alarm, `${patrol.name} is not on duty.`);
      if (patrol.busy_with !== null) throw wrongState(alarm, `${patrol.name} was sent to another alarm.`);
      const [id, at] = [randomUUID(), new Date()];
      const { message } = act;
      await insertDispatch(tx, {
        ...{ id, alarmId, patrolId: patrol.id, message, at, by: author.name, byId: author.id },
      });
      return {
        change: { response: responseOf(id, patrol, 'sent', at) },
        data: { dispatch: id, patrol: patrol.name, patrolId: patrol.id, message },
      };
    });
  }

  /** Also of an alarm that was resolved meanwhile. @throws ApiError `alarm_not_found`, `dispatch_not_found`, `wrong_state`, `reference_unknown` */
  report(call: WriteCall, alarmId: string, id: string, told: FieldReport): Promise<AlarmView> {
    return this.acts.act(call, alarmId, 'field', {}, async (alarm, _, tx) => {
      const { state, outcome = null, text = null, evidence } = told;
      const dispatch = await findDispatch(tx, alarmId, id);
      if (dispatch === undefined) throw new ApiError('dispatch_not_found', `Nobody was sent as ${id}.`);
      checkNext(alarm, dispatch, state);
      await checkEvidence(tx, evidence);
      const at = new Date();
      await advanceDispatch(tx, id, { state, at, outcome, report: text, evidence });
      const { patrol: name, contact, patrol_id: patrolId } = dispatch;
      return {
        change: {
          response: responseOf(id, { id: patrolId, name, contact }, state, at, dispatch.sent_at),
          ...(state === 'on_spot' && { on_spot_at: alarm.on_spot_at ?? at }),
        },
        data: {
          ...{ dispatch: id, patrol: name, state },
          ...(outcome !== null && { outcome }),
          ...(text !== null && { text }),
          ...(evidence.length > 0 && { evidence }),
        },
      };
    });
  }
}

function responseOf(
  dispatchId: string,
  { id, name, contact }: { readonly id: string; readonly name: string; readonly contact: string },
  state: DispatchState,
  at: Date,
  sentAt = at,
): NonNullable<NumberedAlarm['response']> {
  const [since, sent] = [formatInstant(at.getTime()), formatInstant(sentAt.getTime())];
  return { dispatchId, patrolId: id, patrol: name, contact, state, at: since, sentAt: sent };
}

function checkNext(alarm: NumberedAlarm, { state, patrol }: DispatchRecord, to: DispatchState): void {
  if (DISPATCH_NEXT[state].includes(to)) return;
  throw wrongState(alarm, `What ${patrol} was sent for is ${state}: it cannot become ${to}.`);
}

async function checkEvidence(tx: PoolClient, ids: readonly string[]): Promise<void> {
  const known = await findKnownEvidence(tx, ids);
  const errors = ids.flatMap((id, i) =>
    known.has(id) ? [] : [{ path: `evidence.${i}`, message: `there is no ${id} in evidence` }],
  );
  if (errors.length > 0) throw refused('reference_unknown', errors);
}
