import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  AlarmDispatch,
  AlarmView,
  DispatchView,
  FieldReport,
  ResponderView,
  RespondersView,
  WhereaboutsView,
} from '@haidang/contract';
import { DISPATCH_NEXT, DISPATCH_UNDER_WAY, formatInstant, type DispatchState } from '@haidang/domain';
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
  type PatrolRecord,
  type ScopedPool,
} from '@haidang/store';
import type { PoolClient } from 'pg';
import type { z } from 'zod';
import { Sights } from '../access/sights.js';
import { AlarmActs, checkState, foundAlarm, wrongState } from '../alarms/alarm-acts.js';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import type { WriteCall } from '../http/writes.js';
import { refused } from '../http/zod.pipe.js';
import { foundPatrol } from './patrols.js';
import { dispatchView, patrolView } from './view.js';
import { Whereabouts } from './whereabouts.js';

/** Offered at once: the nearest. */
const MOST_RESPONDERS = 20;

/** Who is sent to an alarm, and what they tell: acts of the desk, in the alarm's history, with the time of each. */
@Injectable()
export class Dispatches {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(AlarmActs) private readonly acts: AlarmActs,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Whereabouts) private readonly where: Whereabouts,
  ) {}

  /** Where those who are sent have to go. @throws ApiError `alarm_not_found` */
  async whereabouts(alarmId: string): Promise<WhereaboutsView> {
    return this.where.of(foundAlarm(await findAlarm(this.db, alarmId), alarmId));
  }

  /** Who is on duty, the nearest to where they would have to go first; who is on the way elsewhere after those who are free. @throws ApiError `alarm_not_found` */
  async responders(alarmId: string): Promise<RespondersView> {
    const to = await this.whereabouts(alarmId);
    const all = (await readPatrols(this.db, true)).map((one) => ({
      ...patrolView(one),
      distance: Math.round(distance(to.place, one)),
    }));
    const rank = ({ busy, distance: metres }: ResponderView) => (busy ? metres + 1e9 : metres);
    return { to, items: all.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_RESPONDERS) };
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
      const under = (await readDispatches(tx, alarmId)).find(({ state }) =>
        DISPATCH_UNDER_WAY.includes(state),
      );
      if (under !== undefined) throw wrongState(alarm, `${under.patrol} was sent already.`);
      const patrol = foundPatrol(await lockPatrol(tx, act.patrolId), act.patrolId);
      if (!patrol.on_duty) throw wrongState(alarm, `${patrol.name} is not on duty.`);
      if (patrol.busy) throw wrongState(alarm, `${patrol.name} was sent to another alarm.`);
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

  /**
   * Also of an alarm that was resolved meanwhile. The office of those who were sent tells it, or the centre, to which they speak; who sent them may call them back.
   * @throws ApiError `alarm_not_found`, `dispatch_not_found`, `forbidden`, `wrong_state`, `reference_unknown`
   */
  report(call: WriteCall, alarmId: string, id: string, told: FieldReport): Promise<AlarmView> {
    return this.acts.act(call, alarmId, 'field', {}, async (alarm, author, tx) => {
      const { state, outcome = null, text = null, evidence } = told;
      const dispatch = await findDispatch(tx, alarmId, id);
      if (dispatch === undefined) throw new ApiError('dispatch_not_found', `Nobody was sent as ${id}.`);
      const takesBack =
        state === 'recalled' && dispatch.sent_by_id !== null && dispatch.sent_by_id === author.id;
      if (!takesBack && !this.sights.isOwnPlace(this.sights.now(), dispatch.facility_id))
        throw new ApiError('forbidden', `The office of ${dispatch.patrol} reports for it.`);
      checkNext(alarm, dispatch, state);
      await checkEvidence(tx, evidence);
      const at = new Date();
      await advanceDispatch(tx, id, { state, at, outcome, report: text, evidence });
      const { patrol: name, patrol_id, sent_at: sentAt } = dispatch;
      return {
        change: {
          response: responseOf(id, { ...dispatch, id: patrol_id, name }, state, at, sentAt),
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
  patrol: Pick<PatrolRecord, 'id' | 'name' | 'contact' | 'facility_id'>,
  state: DispatchState,
  at: Date,
  sentAt = at,
): NonNullable<NumberedAlarm['response']> {
  const { id: patrolId, name, contact, facility_id: facilityId } = patrol;
  const [since, sent] = [formatInstant(at.getTime()), formatInstant(sentAt.getTime())];
  return { dispatchId, patrolId, facilityId, patrol: name, contact, state, at: since, sentAt: sent };
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
