import type { Migration } from './migration.js';

/** What is found of a transit's journey, what is proposed from it, and who confirms it; the cards of an office. */
export const journeys: Migration = {
  number: 7,
  name: 'journeys',
  sql: `
-- confirms: who takes the step that was found, 'officer' (also where it is null) or 'itself'. cards: those that may open seals there; null: it keeps no list
alter table facilities
  add column confirms text,
  add column cards jsonb;
create trigger facility_edits after update on facilities for each row when (old.cards is distinct from new.cards)
  execute function note_plan_change();

alter table transits add column approved_at timestamptz;
update transits set approved_at = departed_at;

-- how: 'confirmed' by a person as it was proposed, or taken by the office's setting, 'itself'; null: a person entered it
alter table transit_steps add column how text;

-- what the seals of a transit show by now: it changes with late evidence
create table transit_journeys (
  transit_id text primary key references transits on delete cascade,
  departed_at timestamptz,
  arrived_at timestamptz,
  checkpoints jsonb not null default '[]',
  proposed_step text,
  proposed_at timestamptz
) with (fillfactor = 70);
create index transits_proposed on transit_journeys (proposed_step) where proposed_step is not null;

-- what was said of it and when; only appended to
create table journey_notes (
  id bigint generated always as identity primary key,
  transit_id text not null references transits on delete cascade,
  noted_at timestamptz not null default clock_timestamp(),
  what text not null,
  step text not null,
  at timestamptz
);
create index journey_notes_by_transit on journey_notes (transit_id, noted_at);
`,
  series: [],
};
