import { VIETNAM_TIME } from '@haidang/domain';
import { DEFINER, follows, OF_CUSTOMS, ownPlace, ownSeal, SEES_ALL, sees, sentOwn } from '../access/sight.js';

/** A bar of `long` begins where those of the figures do. */
const BAR = (time: string) => `date_bin(long, ${time}, '2024-01-01T00:00+07')`;

/**
 * Passages by gate and by bar, of one's own gates: whole days as they were counted, and from the log itself what the range cuts, what is not counted
 * yet, and all of it where bars are shorter than days. One statement is one picture of the database, so that a day is read from the one or the other.
 */
const COUNT_PASSAGES = `
create function count_passages(begins timestamptz, ends timestamptz, long interval)
  returns table (gate text, bar timestamptz, passed integer, went_in integer, went_out integer, stopped integer)
  language plpgsql stable ${DEFINER} set plan_cache_mode = force_custom_plan as $$
declare
  first date := (begins at time zone '${VIETNAM_TIME}')::date;
  last date := (ends at time zone '${VIETNAM_TIME}')::date;
  own text[] := array(select g.id from gates g where ${SEES_ALL} or ${ownPlace('g.facility_id')});
begin
  return query
    with due as materialized (
      select distinct d.day from passage_days_due d where d.day >= first and d.day <= last
      union select first + n from generate_series(0, last - first) n where long < interval '1 day'),
    raw as (
      select greatest(begins, d.day::timestamp at time zone '${VIETNAM_TIME}') as since,
        least(ends, (d.day + 1)::timestamp at time zone '${VIETNAM_TIME}') as until
      from (select day from due union select first union select last) d (day)),
    parts as (
      select c.gate_id, ${BAR(`c.day::timestamp at time zone '${VIETNAM_TIME}'`)} as at, c.count, c.ins, c.outs, c.held from passage_days c
      where c.day > first and c.day < last and c.gate_id = any (own) and c.day not in (select day from due)
      union all
      select p.* from raw cross join lateral (
        select gate_id, ${BAR('time')} as at, count(*), count(*) filter (where direction = 'in'), count(*) filter (where direction = 'out'),
          count(*) filter (where decision ->> 'verdict' = 'hold')
        from passages where time >= raw.since and time < raw.until and gate_id = any (own) group by gate_id, at) p)
    select p.gate_id, p.at, sum(p.count)::int4, sum(p.ins)::int4, sum(p.outs)::int4, sum(p.held)::int4
    from parts p group by grouping sets ((p.gate_id), (p.at));
end $$;`;

/**
 * What alarms are counted by, of those that one sees, and with what one sees of their transits and gates: as the policies have it (`sees_alarm`),
 * but asked of all at once. A function asked for each alarm took 70 microseconds of each.
 */
export const ALARM_MARKS = `
  select a.id, a.raised_at, a.acknowledged_at, a.resolved_at, a.on_spot_at, a.kind, a.severity, a.ending, case when p.party then t.carrier_id end as carrier,
    case when p.party then t.route_id end as route, f.organisation_id as office
  from alarms a left join transits t on t.id = a.transit_id left join gates g on g.id = a.gate_id
    left join seals s on s.id = a.seal_id and a.transit_id is null
    cross join lateral (select t.id is not null and ${sees('t')} as party, ${SEES_ALL} or ${ownPlace('g.facility_id')} as keeper) p
    left join facilities f on f.id = coalesce(case when p.party then t.from_id end, case when p.keeper then g.facility_id end, a.facility_id)
  where ${SEES_ALL} or (${OF_CUSTOMS} and (${follows('t')} or ${ownPlace('a.facility_id')} or ${ownPlace('g.facility_id')} or ${ownSeal('s.organisation_id')}
    or ${sentOwn('a.response')} or (a.other_transit_id is not null and exists (select from transits o where o.id = a.other_transit_id and ${follows('o')}))))`;

export const FIGURE_FUNCTIONS: readonly string[] = [COUNT_PASSAGES];
