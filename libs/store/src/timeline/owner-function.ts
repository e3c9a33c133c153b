import { ACTS_FOR_CARRIERS } from '@haidang/domain';
import {
  DEFINER,
  OPEN_ZONE,
  SCOPE,
  SCOPE_READ,
  SEES_ALARMS_READ,
  seesRead,
  followsRead,
} from '../access/sight.js';
import { ALARM_ACTS } from '../queries/alarm-acts.js';

/**
 * Each kind of line: at, id, kind, what, alarm_id, passage_id, reason, how, about, recorded, by.
 * - A step that was entered with no time, or a late one, after the next one on the way has happened when that one happened at the latest.
 * - An exception stands where it was asked for, where it was refused or withdrawn, and, approved, at the time from which it holds; an incident at its own time.
 * - An act of the desk says on which alarm: its kind, and by \`about\` its beginning. What it says besides its words is read from the history itself.
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
    from journey_notes where transit_id = wanted and is_followed`,
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
  history: `select h.at, case when h.is_act then 'h' else 'f' end || h.alarm_id || h.what,
      case when h.is_act then 'alarm_act' else 'alarm_' || h.what end,
      case when h.is_act then h.what else h.kind end, h.alarm_id::text, null,
      coalesce(h.data->>'text', h.data->>'reason', h.data->>'message'), null, h.start_at, null, h.by
    from own_history h`,
  passages: `select p.time, 'j' || p.gate_id || ' ' || p.id, 'passage', p.decision->>'verdict', null, p.id,
      nullif(array_to_string(array(select jsonb_array_elements_text(p.decision->'reasons')), ', '), ''), null, null,
      case when p.source = 'paper' or apart.decided_by is not null then p.received_at end,
      coalesce((select e.vouched_by from paper_entries e
        where e.gate_id = p.gate_id and e.passage_id = p.id and (sees_all or e.facility_id = any (places))), apart.decided_by)
    from (
      select number, null::timestamptz as until from own_containers
      union
      select number, max(ends) from past_seals s where transit_id = wanted
        and not exists (select from own_containers c where c.number = s.number) group by number) carried
    join passages p on p.container = carried.number and (sees_all or sees_passage(p.gate_id, p.container, p.time))
    left join lateral (select o.decided_by from offline_passages o
      where o.gate_id = p.gate_id and o.passage_id = p.id and (sees_all or o.facility_id = any (places))) apart on true
    where p.time >= began and p.time <= coalesce(carried.until, ended)`,
  cases: `select a.at, 'k' || lpad(a.id::text, 19, '0'), 'case', a.what, null, null, a.text, null, null, null, a.by
    from cases c join case_acts a on a.case_id = c.id
    where c.transit_id = wanted and (sees_all or sees_case(c.id)) and a.what in ('open', 'segregate', 'decide', 'close')
      and (as_role <> 'carrier' or a.what in (${ACTS_FOR_CARRIERS.map((act) => `'${act}'`).join(', ')}))`,
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
 * them, the passages of its containers from its registration until it ended, and what was done with cases about it; at most \`most\` lines after a
 * place. Of a transit that one does not see there is nothing, also where one sees a case or an alarm of it.
 *
 * A function of the owner's, since it reads a dozen tables, whose policies would ask the same again and again, and be set up for longer than the reading
 * takes. What it shows of a transit that is seen is what they say of one: its steps, containers and exceptions; its journey to who follows
 * it; its alarms to customs, who follow what they see; of passages, cases and who vouched for paper to each what is theirs.
 */
export const SERVE_TIMELINE = `
create function serve_timeline(wanted text, after_at timestamptz, after_id text, most integer)
  returns table (at timestamptz, id text, kind text, what text, alarm_id text, passage_id text, reason text, how text, about timestamptz, recorded timestamptz,
    by text, exception_id text, container_number text, was text, is_now text, alarm text, act jsonb)
  language plpgsql stable ${DEFINER} set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ${SCOPE_READ}
  sees_all boolean := ${SCOPE.sees_all};
  sees_alarms boolean := sees_all or ${SEES_ALARMS_READ};
  desk_acts constant text[] := array[${ALARM_ACTS.map((act) => `'${act}'`).join(', ')}];
  is_followed boolean;
  began timestamptz;
  ended timestamptz;
  t record;
begin
  select created_at, departed_at, carrier_id, from_id, to_id into t from transits where transits.id = wanted;
  if not found or (sees_all or ${seesRead('t')}) is not true then return; end if;
  is_followed := sees_all or ${followsRead('t')};
  -- the lower bound on time keeps old partitions out of the search
  select least(t.created_at, min(s.at)), coalesce(max(s.at) filter (where s.step in ('close', 'cancel')), 'infinity') into began, ended
    from transit_steps s where s.transit_id = wanted;
  return query
    with own_steps as materialized (select * from transit_steps where transit_id = wanted),
      own_exceptions as materialized (select * from transit_exceptions where transit_id = wanted),
      own_containers as materialized (select number from transit_containers where transit_id = wanted),
      own_checkpoints as materialized (
        select c.value, c.ordinality, (select z.name from zones z where z.id = c.value->>'zoneId' and (sees_alarms or ${OPEN_ZONE('z')})) as name
        from transit_journeys j, jsonb_array_elements(j.checkpoints) with ordinality c where j.transit_id = wanted and is_followed),
      own_alarms as (select * from alarms a where (a.transit_id = wanted or a.other_transit_id = wanted) and sees_alarms),
      own_history as materialized (select h.alarm_id, h.at, h.what, h.by, h.data, h.what = any (desk_acts) as is_act, a.kind, a.start_at
        from own_alarms a join alarm_history h on h.alarm_id = a.id
        where h.at >= began and h.what = any (desk_acts || array['reopened', 'corrected', 'merged'])),
      entries as (${ENTRIES})
    select e.*, x.id::text, x.container_number, x.was, x.is_now, h.kind, h.data
      from entries e left join own_exceptions x on x.id::text = substr(e.id, 2)
      left join own_history h on e.kind = 'alarm_act' and h.alarm_id::text = e.alarm_id and h.at = e.at and h.what = e.what
      where after_at is null or (e.at, e.id) > (after_at, after_id)
      order by e.at, e.id limit most;
end $$;`;
