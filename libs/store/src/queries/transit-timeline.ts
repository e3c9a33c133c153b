import type { Instant } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

/** The acts of the alarm desk; what else the history holds are the engine's own notes on an episode. */
export const ALARM_ACTS = ['acknowledge', 'assign', 'comment', 'resolve'] as const;
export type AlarmActName = (typeof ALARM_ACTS)[number];

export interface TimelineRecord {
  readonly time: Instant;
  readonly kind: 'step' | 'alarm_opened' | 'alarm_ended' | 'alarm_act' | 'passage';
  readonly what: string;
  readonly alarmId: string | null;
  readonly passageId: string | null;
  readonly reason: string | null;
}

/**
 * Everything that happened to a transit, in order: its steps, its alarms and what people did with them, and the passages of
 * its containers from its registration until it ended. The lower bound on time keeps old partitions out of the search.
 */
export async function readTimeline(
  db: Queryable,
  transitId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<TimelineRecord>[]> {
  const { rows } = await db.query<{
    at: Date;
    place_at: string;
    id: string;
    kind: TimelineRecord['kind'];
    what: string;
    alarm_id: string | null;
    passage_id: string | null;
    reason: string | null;
  }>(
    `with ended as (
       select max(at) as at from transit_steps where transit_id = $1 and step in ('close', 'cancel')),
     began as (
       select least(created_at, coalesce((select min(at) from transit_steps where transit_id = $1), created_at)) as at
       from transits where id = $1),
     entries as (
       select at, 'a' || lpad(id::text, 19, '0') as id, 'step' as kind, step as what, null::text as alarm_id,
         null::text as passage_id, reason
       from transit_steps where transit_id = $1
       union all
       select start_at, 'b' || id, 'alarm_opened', kind, id::text, null, null from alarms where transit_id = $1
       union all
       select acts.at, 'c' || acts.alarm_id || acts.what, 'alarm_act', acts.what, acts.alarm_id::text, null,
         acts.data->>'text'
       from alarms join alarm_history acts on acts.alarm_id = alarms.id
       where alarms.transit_id = $1 and acts.at >= (select at from began) and acts.what = any($5::text[])
       union all
       select end_at, 'd' || id, 'alarm_ended', kind, id::text, null, ending
       from alarms where transit_id = $1 and end_at is not null
       union all
       select passages.time, 'e' || gate_id || ' ' || passages.id, 'passage', decision->>'verdict', null, passages.id,
         nullif(array_to_string(array(select jsonb_array_elements_text(decision->'reasons')), ', '), '')
       from transit_containers join passages on container = number
       where transit_id = $1 and passages.time >= (select at from began)
         and passages.time <= coalesce((select at from ended), 'infinity'))
     select *, ${preciseTime('at')} as place_at from entries
     where $2::timestamptz is null or (at, id) > ($2, $3)
     order by at, id limit $4`,
    [transitId, page.after?.at ?? null, page.after?.id ?? null, page.limit, ALARM_ACTS],
  );
  return rows.map((row) => ({
    place: { at: row.place_at, id: row.id },
    value: {
      time: row.at.getTime(),
      kind: row.kind,
      what: row.what,
      alarmId: row.alarm_id,
      passageId: row.passage_id,
      reason: row.reason,
    },
  }));
}
