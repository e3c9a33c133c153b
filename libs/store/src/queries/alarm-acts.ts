import type { Instant, Severity } from '@haidang/domain';
import type { AlarmRecord } from '../commit/alarms.js';
import type { Queryable } from './queryable.js';

/** The acts of the alarm desk; what else the history holds are the engine's own notes on an episode. */
export const ALARM_ACTS = [
  'acknowledge',
  'assign',
  'comment',
  'escalate',
  'shelve',
  'unshelve',
  'dispatch',
  'field',
  'resolve',
] as const;
export type AlarmActName = (typeof ALARM_ACTS)[number];

/** Columns that an act changes; what is left out stays as it is. */
export type AlarmChange = Partial<
  Pick<
    AlarmRecord,
    | 'state'
    | 'ending'
    | 'assignee'
    | 'assignee_id'
    | 'acknowledged_at'
    | 'acknowledged_by'
    | 'acknowledged_by_id'
    | 'escalated_at'
    | 'escalated_by'
    | 'shelved_until'
    | 'shelve_reason'
    | 'shelved_by'
    | 'on_spot_at'
    | 'response'
  >
> & {
  readonly escalated_by_id?: string | null;
  readonly shelved_by_id?: string | null;
  readonly shelved_severity?: Severity | null;
};

/** What an act of the desk leaves behind. */
export interface AlarmActEffect {
  readonly change?: AlarmChange;
  /** It is over with that, unless it was already. */
  readonly endedAt?: Instant;
  readonly comment?: { readonly at: string; readonly by: string; readonly text: string };
}

/** The evidence is the engine's: an act never touches the revision. */
export async function applyAlarmAct(
  tx: Queryable,
  alarmId: string,
  { change = {}, endedAt, comment }: AlarmActEffect,
): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const sets = given.map(([column], i) => `, ${column} = $${i + 4}`).join('');
  await tx.query(
    `update alarms set acts = acts + 1, comments = comments || coalesce($2::jsonb, '[]'::jsonb),
       end_at = case when $3::timestamptz is null then end_at else coalesce(end_at, greatest(start_at, $3)) end
       ${change.state === 'resolved' ? ', seen_at = evidence_at' : ''}${sets}
     where id = $1`,
    [
      alarmId,
      comment === undefined ? null : JSON.stringify([comment]),
      endedAt === undefined ? null : new Date(endedAt),
      ...given.map(([column, value]) => (column === 'response' ? JSON.stringify(value) : value)),
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
