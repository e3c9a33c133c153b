import type { Migration } from './migration.js';

/** What gatehouses decided without a network, and how a facility's gates work then. */
export const offline: Migration = {
  number: 35,
  name: 'offline',
  sql: `
-- how long its list is good for, and what its gates do with one that has expired
alter table facilities add column offline jsonb;

-- said: as the gatehouse told it. judged: what would have held it by what was known at its time. seen_gate, seen_passage: the camera's own passage
create table offline_passages (
  gate_id text not null,
  passage_id text not null,
  facility_id text not null references facilities,
  time timestamptz not null,
  direction text not null,
  container text,
  verdict text not null,
  reasons text[] not null,
  list_id text,
  list_at timestamptz,
  list_expires_at timestamptz,
  decided_by text not null,
  said jsonb not null,
  judged text[] not null,
  seen_gate text,
  seen_passage text,
  case_id uuid,
  recorded_at timestamptz not null,
  recorded_by text,
  recorded_by_id text,
  primary key (gate_id, passage_id)
);
create index offline_passages_by_facility on offline_passages (facility_id, time desc);
create index offline_passages_by_container on offline_passages (container, time desc) where container is not null;
create index offline_passages_by_seen on offline_passages (seen_gate, seen_passage) where seen_passage is not null;
`,
  series: [],
};
