import { DEFINER, follows, OF_CUSTOMS, ownPlace, ownSeal, SEES_ALL } from '../access/sight.js';

/** What of a decision speaks of a seal that is not the one on file, or not shut. */
export const SEAL_DOUBTS = `array['carrier_seal_mismatch', 'seal_mismatch', 'seal_unarmed', 'seal_elsewhere']`;

/**
 * Passages that give doubt points: of a gate and a container one a day, however often the truck tries. The plan is made for what is asked: one
 * container, or all.
 */
export const DOUBT_FUNCTIONS: readonly string[] = [
  // the same rows as the alarms' own policy lets through, which asks for one row after the other; a test holds the two together
  `create function true_alarms(since timestamptz, box text, taxpayer text)
  returns table (id uuid, kind text, severity text, container text, at timestamptz, declaration text)
  language plpgsql stable ${DEFINER} set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  return query
    select a.id, a.kind, a.severity, a.container_number, a.start_at, t.declaration
    from alarms a left join transits t on t.id = a.transit_id left join transits o on o.id = a.other_transit_id
      left join seals s on s.id = a.seal_id left join gates g on g.id = a.gate_id
    where a.ending = 'true' and a.withdrawn is null and a.start_at > since and (box is null or a.container_number = box)
      and (taxpayer is null or a.transit_id in (
        select w.id from transits w join declarations d on d.number = w.declaration where d.company_id = taxpayer))
      and (${SEES_ALL} or (${OF_CUSTOMS} and ((t.id is not null and ${follows('t')}) or (o.id is not null and ${follows('o')})
        or (a.transit_id is null and s.id is not null and ${ownSeal('s.organisation_id')}) or (g.id is not null and ${ownPlace('g.facility_id')}))));
end $$;`,
  `create function doubtful_passages(since timestamptz, box text)
  returns table (rule text, gate_id text, id text, container text, at timestamptz, measured jsonb)
  language plpgsql stable ${DEFINER} set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
  return query
    select distinct on (p.container, p.gate_id, date_trunc('day', p.time)) 'gate.seal_mismatch', p.gate_id, p.id, p.container, p.time,
      jsonb_build_object('reasons', p.decision -> 'reasons')
    from passages p
    where (p.decision -> 'reasons') ?| ${SEAL_DOUBTS} and p.container is not null and p.time >= since and (box is null or p.container = box)
      and (${SEES_ALL} or sees_passage(p.gate_id, p.container, p.time))
    order by p.container, p.gate_id, date_trunc('day', p.time), p.time;
  return query
    select distinct on (o.gate_id, o.passage_id) 'gate.overridden', o.gate_id, o.passage_id, p.container, o.at,
      jsonb_build_object('reason', o.reason, 'by', o.by)
    from passage_overrides o
    join passage_keys k on k.gate_id = o.gate_id and k.id = o.passage_id
    join passages p on p.gate_id = o.gate_id and p.id = o.passage_id and p.time = k.time
    where o.verdict = 'pass' and p.container is not null and o.at >= since and (box is null or p.container = box)
      and (${SEES_ALL} or sees_passage(p.gate_id, p.container, p.time))
    order by o.gate_id, o.passage_id, o.at;
end $$;`,
];
