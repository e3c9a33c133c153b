import type { Migration } from './migration.js';

/** Who goes and looks, and who was sent where. */
export const fieldResponse: Migration = {
  number: 34,
  name: 'field-response',
  sql: `
-- of a facility, whose office answers for it; without a position of its own it is there
create table patrols (
  id text primary key,
  name text not null,
  kind text not null,
  facility_id text not null references facilities,
  contact text not null,
  on_duty boolean not null default true,
  lat double precision,
  lon double precision,
  placed_at timestamptz
);
create index patrols_by_facility on patrols (facility_id);

create table dispatches (
  id uuid primary key,
  alarm_id uuid not null,
  patrol_id text not null references patrols,
  state text not null,
  message text not null,
  sent_at timestamptz not null,
  sent_by text,
  sent_by_id uuid,
  accepted_at timestamptz,
  arrived_at timestamptz,
  ended_at timestamptz,
  outcome text,
  report text,
  evidence uuid[] not null default '{}'
);
create index dispatches_by_alarm on dispatches (alarm_id, sent_at);
create index dispatches_by_sender on dispatches (sent_by_id);
-- who is on the way is on the way to one
create unique index dispatches_open_of_patrol on dispatches (patrol_id) where state in ('sent', 'accepted', 'on_spot');

-- an alarm goes with its transit, and who was sent to it goes with it
create function drop_dispatches() returns trigger language plpgsql as $$
begin
  delete from dispatches where alarm_id = old.id;
  return null;
end $$;
create trigger drop_dispatches after delete on alarms for each row execute function drop_dispatches();

-- the last one sent, as the desk shows it
alter table alarms add column response jsonb;
`,
  series: [],
};
