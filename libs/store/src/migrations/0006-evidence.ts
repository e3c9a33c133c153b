import type { Migration } from './migration.js';

/** Which of several contents is judged, and the two transits of a meeting with the numbers of each. */
export const evidence: Migration = {
  number: 6,
  name: 'evidence',
  sql: `
-- of the contents said under one identity the engine judges the smallest: here where that is not the one that stands in the track
create table contested_fixes (
  seal integer not null,
  time timestamptz not null,
  seq bigint not null,
  lat double precision,
  lon double precision,
  accuracy real,
  speed real,
  heading real,
  satellites smallint,
  battery real,
  charging boolean,
  lock smallint,
  events integer not null,
  card text,
  buffered boolean not null,
  too_old boolean not null,
  received_at timestamptz not null,
  primary key (seal, time, seq)
);
create index contested_fixes_by_age on contested_fixes (time);

-- the numbers of its transit when it stood: a meeting is judged by those of both
alter table stands
  add column radius double precision not null default 50,
  add column after_ms double precision not null default 600000,
  add column rejoin_ms double precision not null default 300000;

-- a meeting is an alarm of both transits
alter table alarms add column other_transit_id text
  generated always as (case when kind = 'rendezvous' then why #>> '{measured,with}' end) stored;
create index alarms_by_other_transit on alarms (other_transit_id) where other_transit_id is not null;
`,
  series: [],
};
