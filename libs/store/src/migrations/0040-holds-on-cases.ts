import type { Migration } from './migration.js';

/** A hold on a case of a place keeps the case with its acts, and what it is about: its transit, its container, its alarm. */
export const holdsOnCases: Migration = {
  number: 40,
  name: 'holds-on-cases',
  sql: `
-- kind of a hold's target: 'transit', 'container' or 'case'
create or replace view standing_hold_targets as
  with named as (
    select distinct t.kind, t.target from hold_targets t join holds h on h.id = t.hold_id where h.lifted_at is null
  ), inquired as (
    select c.transit_id, c.container from cases c where c.id::text in (select target from named where kind = 'case')
  )
  select kind, target from named
  union select 'transit', transit_id from inquired where transit_id is not null
  union select 'container', container from inquired where container is not null;

create or replace view held_alarms as
  select a.id from alarms a
  where a.transit_id in (select id from held_transits) or a.other_transit_id in (select id from held_transits)
    or a.container_number in (select target from standing_hold_targets where kind = 'container')
    or a.id in (select c.alarm_id from cases c where c.id::text in (select target from standing_hold_targets where kind = 'case'));

create view held_cases as
  select c.id from cases c
  where c.id::text in (select target from standing_hold_targets where kind = 'case')
    or c.transit_id in (select id from held_transits)
    or c.container in (select number from held_containers)
    or c.alarm_id in (select id from held_alarms);
`,
  series: [],
};
