import type { Migration } from './migration.js';

/**
 * Legal holds, and what belongs to what they name. Whoever serves people inserts and updates holds and reads them; the owner, who drops
 * what is expired, asks the views.
 */
export const keeping: Migration = {
  number: 11,
  name: 'keeping',
  sql: `
-- case_number: the case of the authority that asked for it, where it has one
create table holds (
  id uuid primary key,
  case_number text,
  reason text not null,
  placed_at timestamptz not null,
  placed_by text,
  lifted_at timestamptz,
  lifted_by text,
  lift_reason text
);
create index holds_by_age on holds (placed_at desc, id desc);
create index holds_by_case on holds (case_number) where case_number is not null;

-- kind: 'transit' or 'container'. No reference: a hold outlives nothing, and a container is no row
create table hold_targets (
  hold_id uuid not null references holds,
  kind text not null,
  target text not null,
  primary key (hold_id, kind, target)
);
create index hold_targets_by_target on hold_targets (kind, target);

create view standing_hold_targets as
  select distinct t.kind, t.target from hold_targets t join holds h on h.id = t.hold_id where h.lifted_at is null;

-- what happened to a held transit, from its registration (or an earlier step) to its end; to a held container, its transits
create view held_transits as
  select t.id, least(t.created_at, (select min(s.at) from transit_steps s where s.transit_id = t.id)) as since,
    coalesce(t.ended_at, 'infinity') as until
  from transits t
  where t.id in (select target from standing_hold_targets where kind = 'transit')
    or t.id in (select c.transit_id from transit_containers c join standing_hold_targets h on h.kind = 'container' and h.target = c.number);

create view held_seals as
  select distinct s.key, t.since, t.until
  from held_transits t join transit_containers c on c.transit_id = t.id join seals s on s.id = c.seal_id;

create view held_containers as
  select target as number, '-infinity'::timestamptz as since, 'infinity'::timestamptz as until
  from standing_hold_targets where kind = 'container'
  union
  select c.number, t.since, t.until from held_transits t join transit_containers c on c.transit_id = t.id;

create view held_alarms as
  select a.id from alarms a
  where a.transit_id in (select id from held_transits) or a.other_transit_id in (select id from held_transits)
    or a.container_number in (select target from standing_hold_targets where kind = 'container');
`,
  series: [],
};
