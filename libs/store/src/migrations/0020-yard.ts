import type { Migration } from './migration.js';

/** When offices work, and by what containers came to where they stand. */
export const yard: Migration = {
  number: 20,
  name: 'yard',
  sql: `
-- libs/domain WorkingCalendar; an office without a row works as the one above it does
create table calendars (
  organisation_id text primary key references organisations on delete cascade,
  time_zone text not null,
  hours jsonb not null,
  holidays jsonb not null,
  extra_days jsonb not null,
  source text,
  updated_at timestamptz not null default now(),
  updated_by text
);

-- sea, waterway, rail, road
alter table manifests add column mode text;
alter table stays add column mode text;

create index stays_standing_by_age on stays (in_at, id) where out_at is null;
create index stays_standing_by_number on stays (container text_pattern_ops) where out_at is null;
`,
  series: [],
};
