import { OPENS_CASE } from '@haidang/domain';
import { DEFINER } from '../access/sight.js';
import { aboutGoods } from './about.js';

const KINDS = Object.entries(OPENS_CASE)
  .map(([alarm, kind]) => `('${alarm}', '${kind}')`)
  .join(', ');

/** The exit that an alarm `a` is about, at a place: a truck is seen again for two hours (apps/platform/src/join/movements.ts). */
const OPENED_OFFLINE = `(a.kind = 'not_eligible_exit' and exists (
        select from offline_passages o where o.case_id is not null and o.container = a.container_number and o.facility_id = place.facility_id
          and o.time between a.start_at - interval '2 hours' and a.start_at + interval '2 hours'))`;

/**
 * A case for an alarm that opens one (OPENS_CASE), in the transaction that raises it: at the gate's facility, else where the transit came from,
 * whose office leads what is looked into (Circular 38/2015, Art. 50, 51), or where it has arrived. An alarm that is taken back closes a case that nobody has
 * touched; one that stands again opens it again. Of one alarm there is one case, and of an exit that a gatehouse decided without a network, and
 * that has its case already, no second one.
 */
const FOLLOW_ALARM = `
create function follow_alarm_by_case(alarm uuid) returns void language plpgsql ${DEFINER} as $$
declare
  a alarms;
  found_case cases;
  act text;
begin
  select * into a from alarms where id = alarm;
  select * into found_case from cases where cause = 'alarm/' || alarm for update;
  if found_case.id is null then
    if a.withdrawn is not null then return; end if;
    insert into cases (id, cause, source, kind, facility_id, container, declaration, company_id, transit_id, gate_id, alarm_id, details, opened_at)
      select gen_random_uuid(), 'alarm/' || a.id, case when a.gate_id is null then 'engine' else 'gate' end, k.case_kind,
        place.facility_id, a.container_number, about.declaration, about.company_id, a.transit_id, a.gate_id, a.id,
        jsonb_build_object('alarm', a.kind, 'start', a.start_at, 'measured', a.why -> 'measured'), a.raised_at
      from (values ${KINDS}) as k (alarm_kind, case_kind)
      left join gates g on g.id = a.gate_id
      left join transits t on t.id = a.transit_id
      cross join lateral (select coalesce(g.facility_id,
        case when t.state in ('arrived', 'closed') then t.to_id else t.from_id end) as facility_id) place
      cross join lateral ${aboutGoods({
        declaration: 'null::text',
        facility: 'place.facility_id',
        container: 'a.container_number',
        transit: 'a.transit_id',
      })} about
      where k.alarm_kind = a.kind and place.facility_id is not null and not ${OPENED_OFFLINE}
      on conflict (cause) do nothing returning * into found_case;
    if found_case.id is null then return; end if;
    act := 'open';
  elsif a.withdrawn is not null then
    act := 'withdrawn';
    update cases set state = 'closed', outcome = 'corrected', closed_at = a.settled_at where id = found_case.id and state = 'open'
      returning * into found_case;
  else
    act := 'restored';
    update cases set state = 'open', outcome = null, closed_at = null
      where id = found_case.id and state = 'closed' and closed_by is null and outcome = 'corrected' returning * into found_case;
  end if;
  select * into found_case from cases where cause = 'alarm/' || alarm;
  insert into case_acts (case_id, what, data) values (found_case.id, act, jsonb_build_object('alarm', a.kind, 'revision', a.revision));
  insert into ledger_inbox (at, kind, subject, data) values (clock_timestamp(), 'case.' || act, 'case/' || found_case.id,
    jsonb_build_object('number', found_case.number, 'alarm', a.id, 'kind', a.kind, 'facilityId', found_case.facility_id,
      'container', found_case.container, 'transit', found_case.transit_id));
  insert into outbox (channel, topic, payload) values ('live', 'case', to_jsonb(found_case));
end $$;`;

export const CASE_FUNCTIONS: readonly string[] = [FOLLOW_ALARM];
