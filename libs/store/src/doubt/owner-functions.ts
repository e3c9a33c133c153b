import { DEFINER, SEES_ALL } from '../access/sight.js';

/** What of a decision speaks of a seal that is not the one on file, or not shut. */
export const SEAL_DOUBTS = `array['carrier_seal_mismatch', 'seal_mismatch', 'seal_unarmed', 'seal_elsewhere']`;

/**
 * Passages that give doubt points: of a gate and a container one a day, however often the truck tries. The plan is made for what is asked: one
 * container, or all.
 */
export const DOUBT_FUNCTIONS: readonly string[] = [
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
