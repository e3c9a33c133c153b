import type { AlarmEnding, AlarmState, Instant } from '@haidang/domain';
import type { Queryable } from './queryable.js';
import type { AlarmActName } from './transit-timeline.js';

/** What an act of the desk leaves behind; absent: as it was. */
export interface AlarmActEffect {
  readonly state?: AlarmState;
  readonly ending?: AlarmEnding;
  readonly assignee?: string;
  /** It is over with that, unless it was already. */
  readonly endedAt?: Instant;
  readonly comment?: { readonly at: string; readonly by: string; readonly text: string };
}

/** The evidence is the engine's: an act never touches the revision. */
export async function applyAlarmAct(tx: Queryable, alarmId: string, effect: AlarmActEffect): Promise<void> {
  await tx.query(
    `update alarms set state = coalesce($2, state), ending = coalesce($3, ending), assignee = coalesce($4, assignee),
       comments = comments || coalesce($5::jsonb, '[]'::jsonb),
       end_at = case when $6::timestamptz is null then end_at else coalesce(end_at, greatest(start_at, $6)) end,
       seen_at = case when $2 = 'resolved' then evidence_at else seen_at end
     where id = $1`,
    [
      alarmId,
      effect.state ?? null,
      effect.ending ?? null,
      effect.assignee ?? null,
      effect.comment === undefined ? null : JSON.stringify([effect.comment]),
      effect.endedAt === undefined ? null : new Date(effect.endedAt),
    ],
  );
}

/**
 * Writes who did what, on which revision of the evidence. The row lock on the alarm orders acts; the microseconds come from
 * the database, so that two acts within a millisecond keep their order.
 * @returns when it was written
 */
export async function recordAlarmAct(
  tx: Queryable,
  act: {
    readonly alarmId: string;
    readonly revision: number;
    readonly what: AlarmActName;
    /** The person's name as it is now. */
    readonly by: string;
    readonly byId: string | null;
    readonly data: object;
  },
): Promise<Instant> {
  const { rows } = await tx.query<{ at: Date }>(`select record_alarm_act($1, $2, $3, $4, $5, $6) as at`, [
    act.alarmId,
    act.revision,
    act.what,
    act.by,
    act.byId,
    JSON.stringify(act.data),
  ]);
  return rows[0]!.at.getTime();
}
