import type { Migration } from './migration.js';

/** What the engine needs to fold late evidence in: names and evidence of alarms, states to fold from, and what waits to be folded. */
export const engine: Migration = {
  number: 2,
  name: 'engine',
  sql: `
-- cause: which of several of a kind, as the engine names it. evidence_at: the arrival mark of the newest evidence; seen_at: how much of it
-- who resolved the alarm had seen. settled_at: the event time of the engine's last word. resolved: the engine took the act as final.
-- withdrawn: the engine took the alarm back (corrected, merged), whatever people have done with it
alter table alarms
  add column cause text not null default '',
  add column evidence_at timestamptz not null default now(),
  add column settled_at timestamptz not null default now(),
  add column resolved boolean not null default false,
  add column seen_at timestamptz,
  add column withdrawn text,
  add column merged_into uuid;
update alarms set evidence_at = raised_at, settled_at = coalesce(end_at, raised_at),
  cause = case when kind = 'forbidden_zone' then coalesce(why #>> '{measured,zone}', '') else '' end;
create index alarms_by_seal on alarms (seal_id, transit_id);

-- the engine's state at the end of an hour of event time: what came late is folded in from the one before it
create table milestones (
  seal integer not null references seals (key) on delete cascade,
  transit_id text not null references transits on delete cascade,
  hour timestamptz not null,
  state jsonb not null,
  primary key (seal, transit_id, hour)
);

-- since when the events of a seal are to be folded again; written with, or before, what makes it necessary, and taken out when a state
-- with it is in seal_states. version: grows each time there is more
create table revisions_due (
  seal integer primary key references seals (key) on delete cascade,
  from_at timestamptz not null,
  version integer not null default 1
);

-- the clock's part in a watch: times that passed with nothing heard, and that a rule waited for
create table watch_ticks (
  seal integer not null references seals (key) on delete cascade,
  transit_id text not null references transits on delete cascade,
  at timestamptz not null,
  primary key (seal, transit_id, at)
);
`,
  series: [],
};
