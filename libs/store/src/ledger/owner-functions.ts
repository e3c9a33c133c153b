import { DEFINER, SEES_ALL, sees } from '../access/sight.js';
import { CHAINED_COLUMNS } from './rows.js';

/**
 * That the ledger has something of a transit: of the transit itself, of its alarms and of its containers' passages, as far as whoever asks sees
 * those; which act, whose, and its hash, and not what the entry says, which is the auditor's to read.
 */
const OF_TRANSIT = `
create function ledger_of_transit(wanted text, passages text[], most integer)
  returns table (entry json)
  language plpgsql stable ${DEFINER} as $$
#variable_conflict use_column
begin
  if not exists (select from transits t where t.id = wanted and ${sees('t')}) then return; end if;
  return query
    with subjects as (
      select 'transit/' || wanted as name
      union all
      select 'alarm/' || a.id from alarms a where wanted in (a.transit_id, a.other_transit_id)
        and (${SEES_ALL} or sees_alarm(a.transit_id, a.other_transit_id, a.seal_id, a.gate_id, a.facility_id, a.response))
      union all
      select distinct 'passage/' || p.gate_id || '/' || p.id from transit_containers c join passages p on p.container = c.number
        where c.transit_id = wanted and p.id = any (passages)
          and p.time >= (select t.created_at - interval '90 days' from transits t where t.id = wanted)
          and (${SEES_ALL} or sees_passage(p.gate_id, p.container, p.time)))
    select json_build_array(${CHAINED_COLUMNS})
    from ledger l where l.subject in (select name from subjects) order by l.position limit most;
end $$;`;

/** The last line that was signed over the ledger: it names no one and nothing, and the more have a copy the better. */
const LAST_CHECKPOINT = `
create function last_ledger_checkpoint() returns table (statement text, signature text) language plpgsql stable ${DEFINER} as $$
#variable_conflict use_column
begin
  return query select c.statement, c.signature from ledger_checkpoints c order by c.number desc limit 1;
end $$;`;

/** The checkpoints that speak of some positions, each with the hashes of all its entries one after the other: a hash tells nobody of what. */
const CHECKPOINTS_OVER = `
create function ledger_checkpoints_over(positions bigint[]) returns table (statement text, signature text, hashes bytea)
  language plpgsql stable ${DEFINER} as $$
#variable_conflict use_column
begin
  return query
    select c.statement, c.signature,
      (select string_agg(l.hash, ''::bytea order by l.position) from ledger l where l.position between c.first and c.last)
    from ledger_checkpoints c where c.number in (
      select (select over.number from ledger_checkpoints over where over.last >= one.at order by over.last limit 1)
      from unnest(positions) one (at))
    order by c.number;
end $$;`;

export const LEDGER_FUNCTIONS: readonly string[] = [OF_TRANSIT, LAST_CHECKPOINT, CHECKPOINTS_OVER];
