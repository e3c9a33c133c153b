import type { Migration } from './migration.js';

/** Who was trained on what, when, and what came of it. What was worked on is not here: it lay in memory alone. */
export const training: Migration = {
  number: 37,
  name: 'training',
  sql: `
create table training_sessions (
  id uuid primary key,
  organisation_id text not null references organisations,
  scenario text not null,
  speed integer not null,
  state text not null,
  ending text,
  trainee text not null,
  trainee_id uuid not null,
  given_by text not null,
  given_by_id uuid not null,
  created_at timestamptz not null default now(),
  begun_at timestamptz,
  ended_at timestamptz,
  -- reached, and to be reached; of one that ended without a score neither
  points integer,
  points_of integer,
  sheet jsonb
);
create index training_sessions_by_time on training_sessions (created_at desc, id);
create index training_sessions_by_organisation on training_sessions (organisation_id, created_at);
create index training_sessions_by_giver on training_sessions (given_by_id);
create index training_sessions_by_trainee on training_sessions (trainee_id);
-- nobody has two at a time
create unique index training_sessions_open on training_sessions (trainee_id) where ended_at is null;
`,
  series: [],
};
