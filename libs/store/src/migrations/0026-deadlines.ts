import type { Migration } from './migration.js';

/** What is due by when, otherwise than the law has it; and what the clocks are read from. */
export const deadlines: Migration = {
  number: 26,
  name: 'deadlines',
  sql: `
-- libs/domain DeadlineTerms by kind; an office without a row goes by the one above it
create table deadline_terms (
  organisation_id text primary key references organisations on delete cascade,
  terms jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text
);

-- listed_at: when it first had lines, or was sent as a list of none. call: of form 03, the list of form 01 that it is about
alter table manifests add column listed_at timestamptz, add column call text;
update manifests set listed_at = created_at, call = case when form = '03' then number end;
create index manifests_of_calls on manifests (due_at) where form = '01' and due_at is not null;
create index manifests_of_scans on manifests (facility_id, call) where form = '03';

create index declarations_by_age on declarations (registered_at, number collate "C") where status <> 'cancelled';
create index transits_by_declaration on transits (declaration);
create index transits_sealed on transits (id) where state = 'sealed';
create index stays_with_unreported_exit on stays (out_at) where out_seen and not out_reported;

-- of an alarm that is about a place and no gate of it
alter table alarms add column facility_id text;
create index alarms_by_facility on alarms (facility_id) where facility_id is not null;
`,
  series: [],
};
