import { DISPATCH_UNDER_WAY } from '@haidang/domain';
import { DOUBT_FUNCTIONS } from '../doubt/owner-functions.js';
import { DESK_FUNCTIONS } from '../alarm-desk/owner-functions.js';
import { CASE_FUNCTIONS } from '../cases/owner-functions.js';
import { ENTER_NOTED, NOTED } from '../ledger/alarm-acts.js';
import { ALARM_MARKS, FIGURE_FUNCTIONS } from '../figures/owner-functions.js';
import { LEDGER_FUNCTIONS } from '../ledger/owner-functions.js';
import { GATE_FUNCTIONS } from '../gates/effects.js';
import { GATES_HEARD } from '../gates/heard.js';
import { PORT_FUNCTIONS } from '../port/owner-functions.js';
import { SERVE_TIMELINE } from '../timeline/owner-function.js';
import {
  ACTS,
  DEFINER,
  follows,
  OF_CUSTOMS,
  ownPlace,
  ownSeal,
  SEES_ALL,
  sees,
  sentOwn,
  followsRead,
  followsSeen,
  SCOPE,
  SCOPE_READ,
  seesRead,
  ADMINISTERS,
} from './sight.js';

/**
 * What the serving role cannot reach itself: the series (TimescaleDB refuses row security beside compression and continuous aggregates, so
 * they carry no grant for it) and the road's own bookkeeping. Each of these has the owner's rights and asks the scope itself.
 */

const CASE_TOLD = `(${OF_CUSTOMS} or alarm_id is null or segregated_at is not null or decided_at is not null)`;
/** A row of `cases`: not of who stands at a gate or drives, as long as it is but an alarm: how a truck is judged is not told to them. */
export const CASE_SEEN = `(${SEES_ALL} or (${CASE_TOLD} and (${ownPlace('facility_id')} or (${ACTS} and sees_transit(transit_id)))))`;

/**
 * Whether one row is seen, asked by its key, for who does not see all. As functions of the owner's, whose plans are kept: written out in a policy, the policies of every
 * table they look into would be planned and set up anew with each statement, which took longer than the statement. Of a row that is not there, as of
 * no scope, they do not say true: not seen.
 */
const ASKING = `returns boolean language plpgsql stable ${DEFINER}`;
const SEEN = [
  `create function sees_transit(wanted text) ${ASKING} as $$
    declare ${SCOPE_READ} t record;
    begin
      select carrier_id, from_id, to_id into t from transits where id = wanted;
      return ${seesRead('t')};
    end $$;`,
  `create function follows_transit(wanted text) ${ASKING} as $$
    declare ${SCOPE_READ} t record;
    begin
      select carrier_id, from_id, to_id, departed_at into t from transits where id = wanted;
      return ${followsRead('t')};
    end $$;`,
  // of another's device: while it closes a container of a transit that one follows
  `create function follows_seal(wanted text) ${ASKING} as $$
    declare ${SCOPE_READ}
    begin return exists (
      select from transit_containers c join transits t on t.id = c.transit_id
      where c.seal_id = wanted and c.under_way and ${followsRead('t')}); end $$;`,
  // at one's own gate; elsewhere of a container while its transit is one's own
  `create function sees_passage(gate text, container text, at timestamptz) ${ASKING} as $$
    declare ${SCOPE_READ}
    begin return exists (select from gates g where g.id = gate and g.facility_id = any (places))
      or exists (select from transit_containers c join transits t on t.id = c.transit_id
        where c.number = container and ${seesRead('t')} and at >= coalesce(c.begins, t.created_at) and at <= coalesce(t.ended_at, 'infinity'))
      or exists (select from past_seals p join transits t on t.id = p.transit_id
        where p.number = container and ${seesRead('t')} and at >= coalesce(p.begins, t.created_at) and at <= p.ends); end $$;`,
  `create function sees_alarm(transit text, other_transit text, seal text, gate text, facility text, response jsonb) ${ASKING} as $$
    begin return ${OF_CUSTOMS} and (
      exists (select from transits t where t.id in (transit, other_transit) and ${follows('t')})
      or (transit is null and exists (select from seals s where s.id = seal and ${ownSeal('s.organisation_id')}))
      or coalesce(${ownPlace('facility')}, false)
      or ${sentOwn('response')}
      or exists (select from gates g where g.id = gate and ${ownPlace('g.facility_id')})); end $$;`,
  `create function sees_case(wanted uuid) ${ASKING} as $$
    begin return exists (select from cases where id = wanted and ${CASE_SEEN}); end $$;`,
];

/** An alarm, by the alias `a`: of customs alone. How a truck is judged is not told to who drives it, or to who stands at its gate. */
export const alarmSeen = (a: string) =>
  `(${SEES_ALL} or sees_alarm(${a}.transit_id, ${a}.other_transit_id, ${a}.seal_id, ${a}.gate_id, ${a}.facility_id, ${a}.response))`;

/**
 * When a seal's log is one's own: while it closed a container of a transit that one follows; of one's own seal besides, whenever it closed
 * none. A transit holds a seal from its registration to its end; one that was put on or taken off on the way, from then or until then.
 * It is asked by those who plan for the times at hand, and would plan with them each time: that took six times as long as the answer.
 */
const SEAL_WINDOWS = `
create function seal_windows(wanted integer) returns tstzmultirange language plpgsql stable ${DEFINER} set plan_cache_mode = force_generic_plan as $$
declare
  ${SCOPE_READ}
  of_owner boolean;
  held tstzmultirange;
  followed tstzmultirange;
begin
  if ${SCOPE.sees_all} then return '{(,)}'; end if;
  select coalesce(s.organisation_id = any (${SCOPE.owners}), false), range_agg(h.held_for), range_agg(h.held_for) filter (where h.is_followed)
  into of_owner, held, followed
  from seals s left join lateral (
    select tstzrange(coalesce(c.begins, t.created_at),
      case when t.ended_at is not null then greatest(t.ended_at, c.begins, t.created_at) end, '[]') as held_for, ${followsRead('t')} as is_followed
    from transit_containers c join transits t on t.id = c.transit_id where c.seal_id = s.id
    union all
    select tstzrange(coalesce(p.begins, t.created_at), greatest(p.ends, coalesce(p.begins, t.created_at)), '[)'), ${followsRead('t')}
    from past_seals p join transits t on t.id = p.transit_id where p.seal_id = s.id) h on true
  where s.key = wanted group by s.id;
  return coalesce(followed, '{}') + case when of_owner then '{(,)}'::tstzmultirange - coalesce(held, '{}') else '{}' end;
end $$;`;

/** Plans are made for the times at hand: a cached one would open every day of the log. */
const READING = `language plpgsql stable ${DEFINER} set plan_cache_mode = force_custom_plan`;

/**
 * A stretch of the track, at most \`most\` fixes after a place; of each seal from \`since\` on and before \`until\`, where those are given. Each
 * seal is read along its own index, and no further than it must: its windows are told as first and last instant, as the index knows no range. The row
 * comparison says "after the place" for seals before, at and behind the place's own.
 */
const SERVE_TRACK = `
create function serve_track(seals integer[], since timestamptz[], until timestamptz[], begins timestamptz, ends timestamptz, after_time timestamptz, after_seal integer,
  after_seq bigint, most integer) returns setof fixes ${READING} as $$
begin
  if begins > ends then return; end if;
  return query
    select f.* from (
      select wanted.seal,
        case when lower_inc(w.part) then lower(w.part) else lower(w.part) + interval '1 microsecond' end as first,
        case when upper_inc(w.part) then upper(w.part) else upper(w.part) - interval '1 microsecond' end as last
      from unnest(seals, since, until) as wanted (seal, since, until) cross join lateral unnest(
        seal_windows(wanted.seal) * tstzmultirange(tstzrange(wanted.since, wanted.until) * tstzrange(begins, ends, '[]'))) w (part)) own
    cross join lateral (
      select * from fixes
      where fixes.seal = own.seal and time >= begins and time <= ends and time >= own.first and time <= own.last
        and (time, seq) > (after_time, case
          when own.seal < after_seal then 9223372036854775807
          when own.seal = after_seal then after_seq else -1 end)
      order by time, seq limit most) f
    order by f.time, f.seal, f.seq limit most;
end $$;`;

const SERVE_NEWEST = `
create function serve_newest_fixes(seals integer[], since timestamptz) returns setof fixes ${READING} as $$
begin
  if seals = '{}' then return; end if;
  return query
    select f.* from unnest(seals) as wanted (seal) cross join lateral (select seal_windows(wanted.seal) as windows offset 0) own
    cross join lateral (
      select * from fixes where fixes.seal = wanted.seal and time >= since and own.windows @> time
      order by time desc, seq desc limit 1) f
    where not isempty(own.windows);
end $$;`;

/** What seals said under identities that came with several contents: of each the one that is judged. */
const SERVE_CONTESTED = `
create function serve_contested(wanted integer, begins timestamptz, ends timestamptz) returns setof contested_fixes ${READING} as $$
declare
  own tstzmultirange := seal_windows(wanted);
begin
  return query select c.* from contested_fixes c where c.seal = wanted and c.time >= begins and c.time <= ends and own @> c.time;
end $$;`;

const UNDER_WAY = `(${DISPATCH_UNDER_WAY.map((state) => `'${state}'`).join(', ')})`;

/** The end of a query that changes alarms as `changed`: in their history, in the ledger, and which they were. */
const noteChanged = (what: 'changed' | 'ended'): string => `returning *
        ), noted as (
          insert into alarm_history (alarm_id, at, revision, what, data)
          select id, clock_timestamp(), revision, '${what}',
            jsonb_build_object('severity', severity, 'start', start_at, 'end', end_at, 'why', why)
          from changed
          ${NOTED}
        ), entered as (
          ${ENTER_NOTED}
        )
        select id from changed order by start_at;`;

const OTHERS = [
  // nobody may take a seal out of the register that has said something, whoever may see it
  `create function seal_has_fixes(wanted text) returns boolean language sql stable ${DEFINER} as $$
    select exists (select 1 from fixes where seal = (select key from seals where id = wanted)) $$;`,

  // who chooses a patrol is told that it is away, also where what it is away for is not theirs to see
  `create function busy_patrols() returns setof text language plpgsql stable ${DEFINER} as $$
    begin
      return query select d.patrol_id from dispatches d where d.state in ${UNDER_WAY} and (${SEES_ALL} or ${OF_CUSTOMS} or ${ADMINISTERS});
    end $$;`,

  // the act of a person on an alarm; to the microsecond, so that two within a millisecond keep their order
  `create function record_alarm_act(alarm uuid, seen integer, act text, author text, author_id uuid, particulars jsonb)
    returns timestamptz language plpgsql ${DEFINER} as $$
    declare noted_at timestamptz := clock_timestamp();
    begin
      if not exists (select from alarms a where a.id = alarm and ${alarmSeen('a')}) then
        raise exception 'no alarm %', alarm using errcode = 'no_data_found';
      end if;
      insert into alarm_history (alarm_id, at, revision, what, by, by_id, data)
        values (alarm, noted_at, seen, act, author, author_id, particulars);
      return noted_at;
    end $$;`,

  // in the transaction of a step that ends a transit
  `create function end_alarms_of_transit(transit text, ended timestamptz, kept text[]) returns setof uuid language plpgsql ${DEFINER} as $$
    begin
      if not exists (select from transits t where t.id = transit and ${sees('t')}) then
        raise exception 'no transit %', transit using errcode = 'no_data_found';
      end if;
      return query
        with changed as (
          update alarms set end_at = greatest(start_at, ended), revision = revision + 1
          where transit_id = transit and end_at is null and kind <> all (kept)
          ${noteChanged('ended')}
    end $$;`,

  // in the transaction of a step: its seals are to be judged anew from then on, also those that it has just set free
  `create function owe_transit_revision(transit text, since timestamptz) returns void language plpgsql ${DEFINER} as $$
    begin
      if not exists (select from transits t where t.id = transit and ${sees('t')}) then
        raise exception 'no transit %', transit using errcode = 'no_data_found';
      end if;
      insert into revisions_due as d (seal, from_at)
        select s.key, since from seals s where s.id in (
          select c.seal_id from transit_containers c where c.transit_id = transit
          union select p.seal_id from past_seals p where p.transit_id = transit)
        on conflict (seal) do update set from_at = least(d.from_at, excluded.from_at), version = d.version + 1;
    end $$;`,

  // in the transaction that puts the first seals on: what the transit's own clock has told goes on as told of the first of them
  `create function hand_on_unsealed(transit text) returns setof uuid language plpgsql ${DEFINER} as $$
    declare holder record;
    begin
      if not exists (select from transits t where t.id = transit and ${sees('t')}) then
        raise exception 'no transit %', transit using errcode = 'no_data_found';
      end if;
      select s.key, s.id, c.number, t.created_at into holder
        from transit_containers c join seals s on s.id = c.seal_id join transits t on t.id = c.transit_id
        where c.transit_id = transit order by coalesce(c.begins, '-infinity'), c.seal_id limit 1;
      if not found or not exists (
        select from alarms a where a.transit_id = transit and a.kind = 'late_departure' and a.seal_id is null) then
        return;
      end if;
      insert into watch_ticks (seal, transit_id, at)
        values (holder.key, transit, holder.created_at), (holder.key, transit, clock_timestamp()) on conflict do nothing;
      insert into revisions_due as d (seal, from_at) values (holder.key, holder.created_at)
        on conflict (seal) do update set from_at = least(d.from_at, excluded.from_at), version = d.version + 1;
      return query
        with changed as (
          update alarms set seal_id = holder.id, container_number = holder.number, revision = revision + 1
          where transit_id = transit and kind = 'late_departure' and seal_id is null
          ${noteChanged('changed')}
    end $$;`,

  // in the transaction of an act on an alarm: its seal is to be judged anew
  `create function owe_alarm_revision(alarm uuid, since timestamptz) returns void language plpgsql ${DEFINER} as $$
    begin
      insert into revisions_due as d (seal, from_at)
        select s.key, since from alarms a join seals s on s.id = a.seal_id
        where a.id = alarm and ${alarmSeen('a')}
        on conflict (seal) do update set from_at = least(d.from_at, excluded.from_at), version = d.version + 1;
    end $$;`,
];

/**
 * Transits with what belongs to each: its containers and what was reported of it as far as it is seen, its journey as far as it is followed. What
 * is seen is asked once, of the transit; the policies of four tables would ask it of each row of theirs.
 */
export const TRANSITS_SEEN = `select t.id, t.number, t.declaration, t.regime, t.from_id, t.to_id, t.carrier_id, t.plate, t.trailer, t.means, t.route_id,
    t.depart_by, t.arrive_by, t.rules, t.state, t.created_at, t.approved_at, t.departed_at, t.arrived_at, t.split_from, held.containers,
    j.proposed_step, j.proposed_at, j.contradicted, j.checkpoints, j.departed_at as seal_departed_at, j.arrived_at as seal_arrived_at, j.gate_departed_at,
    j.gate_arrived_at, ways.waiting, ways.incident, t.revision + evidence.revisions as revision, evidence.alarms
  from transits t left join transit_journeys j on j.transit_id = t.id and ${followsSeen('t')} cross join lateral (
    select (count(*) filter (where x.state = 'waiting'))::int4 as waiting,
      (array_agg(jsonb_build_object('id', x.id, 'kind', x.fields->>'kind', 'text', x.reason, 'at', extract(epoch from x.at)::float8 * 1000,
        'by', x.asked_by, 'evidence', x.evidence) order by x.at desc, x.id) filter (where x.state = 'reported'))[1] as incident
    from transit_exceptions x where x.transit_id = t.id) ways cross join lateral (
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'number', c.number, 'sealId', c.seal_id, 'carrierSeal', c.carrier_seal, 'customsSeal', c.customs_seal,
      'vehicle', case when c.plate is not null then jsonb_build_object('plate', c.plate, 'trailer', c.trailer, 'means', c.means) end))
      order by c.position) as containers
    from transit_containers c where c.transit_id = t.id) held cross join lateral (
    select coalesce(sum(a.revision), 0)::int4 as revisions, (count(*) filter (where a.state <> 'resolved'))::int4 as alarms
    from alarms a where a.transit_id = t.id) evidence
  where ${sees('t')}`;

/**
 * Seals with the transit whose container each closes, as far as that is seen. Whether it is one's own or followed is asked in the statement itself: as the policies of
 * two tables ask it, by a function of each row's, it takes longer than the reading.
 */
export const SEALS_SEEN = `select s.id, s.model, s.interval_s, s.organisation_id, s.key, case when ${sees('t')} then t.id end as transit_id
  from seals s left join (transit_containers c join transits t on t.id = c.transit_id) on c.seal_id = s.id and c.under_way
  where ${SEES_ALL} or ${ADMINISTERS} or ${ownSeal('s.organisation_id')} or ${follows('t')}`;

/** Views of the owner's; their rows are those of the scope, whatever is asked of them. */
export const VIEWS: Readonly<Record<string, string>> = {
  alarm_history_seen: `select h.* from alarm_history h
    where ${SEES_ALL} or exists (select from alarms a where a.id = h.alarm_id and ${alarmSeen('a')})`,
  passages_seen: `select p.* from passages p where ${SEES_ALL} or sees_passage(p.gate_id, p.container, p.time)`,
  // of one's own gates alone: whose a gate is is asked once, and not of each passage what its container has to do with whoever asks
  passages_at_own_gates: `select p.* from passages p
    where ${SEES_ALL} or p.gate_id = any (array(select g.id from gates g where ${ownPlace('g.facility_id')}))`,
  alarm_marks: ALARM_MARKS,
  quarantine_seen: `select q.* from quarantine q where ${SEES_ALL} or ${ADMINISTERS}`,
};

export const OWNER_FUNCTIONS: readonly string[] = [
  ...SEEN,
  SEAL_WINDOWS,
  SERVE_TRACK,
  SERVE_NEWEST,
  SERVE_CONTESTED,
  SERVE_TIMELINE,
  ...OTHERS,
  ...PORT_FUNCTIONS,
  ...GATE_FUNCTIONS,
  GATES_HEARD,
  ...CASE_FUNCTIONS,
  ...DESK_FUNCTIONS,
  ...DOUBT_FUNCTIONS,
  ...LEDGER_FUNCTIONS,
  ...FIGURE_FUNCTIONS,
];
