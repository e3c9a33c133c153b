import { MINUTE, type Instant, type StepTaking, type TimelineKind } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

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

export interface TimelineRecord {
  readonly time: Instant;
  readonly kind: TimelineKind;
  readonly what: string;
  readonly alarmId: string | null;
  readonly passageId: string | null;
  readonly reason: string | null;
  /** Of a step: as it was proposed, or by the office's setting. */
  readonly how: StepTaking | null;
  /** What the line is about lies at another time than the line: a proposed step, an alarm revealed, corrected or merged. */
  readonly at: Instant | null;
  /** When it was entered or came to light, where that was more than a minute after its time. */
  readonly recordedAt: Instant | null;
  /** Who took the step, acted on the alarm, asked for the exception or decided on it. */
  readonly by: string | null;
  /** Of an exception: which, on which container, and what it changed into what. */
  readonly exceptionId: string | null;
  readonly container: string | null;
  readonly was: string | null;
  readonly isNow: string | null;
}

/**
 * Each kind of line: at, id, kind, what, alarm_id, passage_id, reason, how, about, recorded, by.
 * - A step that was entered with no time, or a late one, after the next one on the way has happened when that one happened at the latest.
 * - An exception stands where it was asked for, where it was refused or withdrawn, and, approved, at the time from which it holds; an incident at its own time.
 * - An alarm stands at its beginning and its end; that it was revealed late, reopened, corrected or merged, when the platform said so. One
 *   that was taken back has no end of its own.
 */
const LINES = {
  steps: `select s.at, 'a' || lpad(id::text, 19, '0') as id, 'step' as kind, step as what, null::text as alarm_id,
      null::text as passage_id, reason, how, null::timestamptz as about, s.recorded_at as recorded, by
    from (
      select own.id, own.step, own.reason, own.how, own.recorded_at, own.by, least(own.at, (
        select min(later.at) from own_steps later where ${wayOf('later.step')} > ${wayOf('own.step')})) as at
      from own_steps own) s`,
  journey: `select noted_at, 'b' || lpad(id::text, 19, '0'), what, step, null, null, null, null, at, null, null
    from journey_notes where transit_id = $1`,
  checkpoints: `select to_timestamp((c.value->>'passedAt')::float8 / 1000), 'c' || lpad(c.ordinality::text, 19, '0'), 'checkpoint_passed',
      c.value->>'zoneId', null, null, c.name, null, null, null, null
    from own_checkpoints c
    where c.value->>'passedAt' is not null
    union all
    select to_timestamp((c.value->>'missedAt')::float8 / 1000), 'c' || lpad(c.ordinality::text, 19, '0'), 'checkpoint_missed',
      c.value->>'zoneId', null, null, c.name, null, null, null, null
    from own_checkpoints c
    where c.value->>'missedAt' is not null`,
  alarms: `select start_at, 'd' || id, 'alarm_opened', kind, id::text, null, null, null, null,
      case when late then raised_at end, null
    from own_alarms
    union all
    select end_at, 'i' || id, 'alarm_ended', kind, id::text, null, ending, null, null, null, null
    from own_alarms where end_at is not null and withdrawn is null
    union all
    select raised_at, 'e' || id, 'alarm_revealed', kind, id::text, null, null, null, start_at, null, null
    from own_alarms where late`,
  history: `select h.at, case when h.what = any($5::text[]) then 'h' else 'f' end || h.alarm_id || h.what,
      case when h.what = any($5::text[]) then 'alarm_act' else 'alarm_' || h.what end,
      case when h.what = any($5::text[]) then h.what else a.kind end, h.alarm_id::text, null, h.data->>'text', null,
      case when h.what = any($5::text[]) then null else a.start_at end, null, h.by
    from own_alarms a join alarm_history_seen h on h.alarm_id = a.id
    where h.at >= (select at from began)
      and h.what = any($5::text[] || array['reopened', 'corrected', 'merged'])`,
  passages: `select passages.time, 'j' || gate_id || ' ' || passages.id, 'passage', decision->>'verdict', null, passages.id,
      nullif(array_to_string(array(select jsonb_array_elements_text(decision->'reasons')), ', '), ''), null, null,
      case when source = 'paper' or apart.decided_by is not null then received_at end,
      coalesce((select e.vouched_by from paper_entries e where e.gate_id = passages.gate_id and e.passage_id = passages.id), apart.decided_by)
    from (
      select number, null::timestamptz as until from own_containers
      union
      select number, max(ends) from past_seals p where transit_id = $1
        and not exists (select from own_containers c where c.number = p.number) group by number) carried
    join passages_seen passages on container = number
    left join lateral (select o.decided_by from offline_passages o
      where o.gate_id = passages.gate_id and o.passage_id = passages.id) apart on true
    where passages.time >= (select at from began)
      and passages.time <= coalesce(carried.until, (select at from ended), 'infinity')`,
  cases: `select a.at, 'k' || lpad(a.id::text, 19, '0'), 'case', a.what, null, null, a.text, null, null, null, a.by
    from cases c join case_acts a on a.case_id = c.id where c.transit_id = $1 and a.what in ('open', 'segregate', 'decide', 'close')`,
  asked: `select asked_at, 'o' || id, 'exception_asked', kind, null, null, reason, null, at, null, asked_by
    from own_exceptions where state <> 'reported'
      and (decided_at is null or state = 'withdrawn' or asked_by_id is distinct from decided_by_id)`,
  refused: `select decided_at, 'l' || id, 'exception_refused', kind, null, null, decision, null, at, null, decided_by
    from own_exceptions where state = 'refused'`,
  withdrawn: `select decided_at, 'p' || id, 'exception_withdrawn', kind, null, null, decision, null, at, null, decided_by
    from own_exceptions where state = 'withdrawn'`,
  approved: `select at, 'm' || id, 'exception_approved', kind, null, null, reason, null, null, decided_at, decided_by
    from own_exceptions where state = 'approved'`,
  incidents: `select at, 'n' || id, 'incident', fields->>'kind', null, null, reason, null, null, asked_at, asked_by
    from own_exceptions where state = 'reported'`,
};

const ENTRIES = Object.values(LINES).join('\nunion all\n');

/** SQL text of a step's place on the way of a transit; sealing and approval wait for none of one another. @param column its name */
function wayOf(column: string): string {
  return `(case ${column} when 'register' then 1 when 'seal' then 2 when 'approve' then 2 when 'depart' then 3
    when 'arrive' then 4 else 5 end)`;
}

/**
 * Everything that happened to a transit, in order: its steps and what was proposed, its checkpoints, its alarms and what people did with
 * them, the passages of its containers from its registration until it ended, and what was done with cases about it. The lower bound on time keeps old partitions out of the
 * search. Of a transit that one does not see there is nothing, also where one sees a case or an alarm of it. What several kinds of lines are made of is read once: each table that a statement names brings its policies with it.
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
    how: TimelineRecord['how'];
    about: Date | null;
    recorded: Date | null;
    by: string | null;
    exception_id: string | null;
    container_number: string | null;
    was: string | null;
    is_now: string | null;
  }>(
    `with own_steps as materialized (select * from transit_steps where transit_id = $1),
     own_exceptions as materialized (select * from transit_exceptions where transit_id = $1),
     own_containers as materialized (select number from transit_containers where transit_id = $1),
     own_checkpoints as materialized (
       select c.value, c.ordinality, (select name from zones where id = c.value->>'zoneId') as name
       from transit_journeys, jsonb_array_elements(checkpoints) with ordinality c where transit_id = $1),
     ended as (
       select max(at) as at from own_steps where step in ('close', 'cancel')),
     began as (
       select least(created_at, coalesce((select min(at) from own_steps), created_at)) as at
       from transits where id = $1),
     own_alarms as (select * from alarms where transit_id = $1 or other_transit_id = $1),
     entries as (${ENTRIES})
     select entries.*, ${preciseTime('entries.at')} as place_at, x.id as exception_id, x.container_number, x.was, x.is_now
     from entries left join own_exceptions x on x.id::text = substr(entries.id, 2)
     where exists (select from began) and ($2::timestamptz is null or (entries.at, entries.id) > ($2, $3))
     order by entries.at, entries.id limit $4`,
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
      how: row.how,
      at: row.about?.getTime() ?? null,
      recordedAt: laterThan(row.at, row.recorded),
      by: row.by,
      exceptionId: row.exception_id,
      container: row.container_number,
      was: row.was,
      isNow: row.is_now,
    },
  }));
}

/** Entered or brought to light more than a minute after its time. */
function laterThan(at: Date, recorded: Date | null): Instant | null {
  return recorded !== null && recorded.getTime() - at.getTime() > MINUTE ? recorded.getTime() : null;
}
