import type { Migration } from './migration.js';

/** What late evidence is judged by: zones, routes and transits as they were, and when the watch of a transit ended. */
export const versions: Migration = {
  number: 5,
  name: 'versions',
  sql: `
-- what the watches are judged by, as it was until a change: \`before\` is the row, null where there was none. The present rows, with the
-- changes undone that came after a time, are what held at that time
create table plan_changes (
  what text not null,
  id text not null,
  at timestamptz not null,
  before jsonb,
  primary key (what, id, at)
);
create index plan_changes_by_age on plan_changes (at);

-- the changes of one transaction are one change, at its beginning, in whole milliseconds; those of one row keep their order
create function note_plan_change() returns trigger language plpgsql as $$
declare
  row_id text := case when tg_op = 'INSERT' then new.id else old.id end;
begin
  insert into plan_changes (what, id, at, before) values (tg_table_name, row_id,
    greatest(date_trunc('milliseconds', now()),
      (select max(c.at) + interval '1 millisecond' from plan_changes c where c.what = tg_table_name and c.id = row_id)),
    case when tg_op = 'INSERT' then null else to_jsonb(old) end);
  return null;
end $$;

create trigger zone_changes after insert or delete on zones for each row execute function note_plan_change();
create trigger zone_edits after update on zones for each row when (old.* is distinct from new.*)
  execute function note_plan_change();
create trigger route_changes after delete on routes for each row execute function note_plan_change();
create trigger route_edits after update on routes for each row
  when ((old.legs, old.rules) is distinct from (new.legs, new.rules)) execute function note_plan_change();
create trigger transit_edits after update of from_id, to_id, route_id, depart_by, arrive_by, rules on transits for each row
  when ((old.from_id, old.to_id, old.route_id, old.depart_by, old.arrive_by, old.rules)
    is distinct from (new.from_id, new.to_id, new.route_id, new.depart_by, new.arrive_by, new.rules))
  execute function note_plan_change();

-- when it was closed or cancelled: its watch holds what happened up to then
alter table transits add column ended_at timestamptz;
update transits t set ended_at = (select max(at) from transit_steps s where s.transit_id = t.id)
  where state in ('closed', 'cancelled');
create index transits_ended on transits (ended_at) where ended_at is not null;
create index transit_containers_by_seal on transit_containers (seal_id);
`,
  series: [],
};
