import type { Migration } from './migration.js';

/** What happens on the way otherwise than planned: who asked for it and who approved it, and which seal closed which container from when to when. */
export const exceptions: Migration = {
  number: 25,
  name: 'exceptions',
  sql: `
-- asked for by a carrier and waiting, approved, refused, or just reported (an incident). at: when it happened. fields: what was asked for;
-- was, is: what it changed, for who reads of it
create table transit_exceptions (
  id uuid primary key,
  transit_id text not null references transits on delete cascade,
  kind text not null,
  state text not null,
  at timestamptz not null,
  reason text not null,
  fields jsonb not null,
  evidence uuid[] not null default '{}',
  container_number text,
  was text,
  is_now text,
  asked_at timestamptz not null default clock_timestamp(),
  asked_by text,
  asked_by_id uuid,
  decided_at timestamptz,
  decided_by text,
  decided_by_id uuid,
  decision text
);
create index transit_exceptions_by_transit on transit_exceptions (transit_id, asked_at);
create index transit_exceptions_by_asker on transit_exceptions (asked_by_id);
create index transit_exceptions_by_decider on transit_exceptions (decided_by_id);

-- begins: since when the seal closes it, where that is later than its transit; its own vehicle where it is not the transit's.
-- means: truck where it is null
alter table transit_containers
  add column begins timestamptz,
  add column plate text,
  add column trailer text,
  add column means text;
-- taken_up_at: since when it is on its route, where that is not from the beginning; split_from: the transit that it was a part of
alter table transits
  add column means text,
  add column taken_up_at timestamptz,
  add column split_from text references transits on delete set null;
create index transits_split on transits (split_from) where split_from is not null;

-- a seal that closed a container of a transit until it was taken off, or the container left the transit. findings: what its watch found
-- of the journey; null: not folded yet
create table past_seals (
  transit_id text not null references transits on delete cascade,
  seal_id text not null references seals,
  number text not null,
  begins timestamptz,
  ends timestamptz not null,
  findings jsonb,
  primary key (transit_id, seal_id)
);
create index past_seals_by_seal on past_seals (seal_id, ends);
create index past_seals_by_number on past_seals (number);
create index past_seals_by_end on past_seals (ends);

-- a change that is entered afterwards holds from the time that is told (haidang.change_at, for one transaction): behind it stands what held then, and
-- what was changed later is changed in what it changed as well
create or replace function note_plan_change() returns trigger language plpgsql as $$
declare
  row_id text := case when tg_op = 'INSERT' then new.id else old.id end;
  told timestamptz := nullif(current_setting('haidang.change_at', true), '')::timestamptz;
  held jsonb;
begin
  if told is null then
    insert into plan_changes (what, id, at, before) values (tg_table_name, row_id,
      greatest(date_trunc('milliseconds', now()),
        (select max(c.at) + interval '1 millisecond' from plan_changes c where c.what = tg_table_name and c.id = row_id)),
      case when tg_op = 'INSERT' then null else to_jsonb(old) end);
    return null;
  end if;
  told := date_trunc('milliseconds', told);
  while exists (select from plan_changes c where c.what = tg_table_name and c.id = row_id and c.at = told) loop
    told := told + interval '1 millisecond';
  end loop;
  held := coalesce((select c.before from plan_changes c where c.what = tg_table_name and c.id = row_id and c.at > told
    order by c.at limit 1), to_jsonb(old));
  update plan_changes c set before = c.before || (
      select jsonb_object_agg(n.key, n.value) from jsonb_each(to_jsonb(new)) n
      where n.value is distinct from to_jsonb(old) -> n.key)
    where c.what = tg_table_name and c.id = row_id and c.at > told;
  insert into plan_changes (what, id, at, before) values (tg_table_name, row_id, told, held);
  return null;
end $$;

-- what a transit closed and carried before counts for what is held of it
create or replace view held_seals as
  select distinct s.key, t.since, t.until
  from held_transits t
  join (select transit_id, seal_id from transit_containers union all select transit_id, seal_id from past_seals) c
    on c.transit_id = t.id
  join seals s on s.id = c.seal_id;
create or replace view held_containers as
  select target as number, '-infinity'::timestamptz as since, 'infinity'::timestamptz as until
  from standing_hold_targets where kind = 'container'
  union
  select c.number, t.since, t.until from held_transits t
  join (select transit_id, number from transit_containers union all select transit_id, number from past_seals) c on c.transit_id = t.id;
create or replace view held_transits as
  select t.id, least(t.created_at, (select min(s.at) from transit_steps s where s.transit_id = t.id)) as since,
    coalesce(t.ended_at, 'infinity') as until
  from transits t
  where t.id in (select target from standing_hold_targets where kind = 'transit')
    or t.id in (select c.transit_id
      from (select transit_id, number from transit_containers union all select transit_id, number from past_seals) c
      join standing_hold_targets h on h.kind = 'container' and h.target = c.number);
`,
  series: [],
};
