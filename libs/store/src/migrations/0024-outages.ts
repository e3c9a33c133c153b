import type { Migration } from './migration.js';

/** When the line was down, and what was written on paper meanwhile. */
export const outages: Migration = {
  number: 24,
  name: 'outages',
  sql: `
-- began_at, ended_at: as those say who were there; the others: when they said it
create table outages (
  id uuid primary key,
  facility_id text not null references facilities,
  reason text not null,
  began_at timestamptz not null,
  begun_by text,
  begun_by_id text,
  begin_recorded_at timestamptz not null default now(),
  ended_at timestamptz,
  end_note text,
  ended_by text,
  ended_by_id text,
  end_recorded_at timestamptz
);
create unique index one_outage on outages (facility_id) where ended_at is null;
create index outages_by_facility on outages (facility_id, began_at desc, id desc);

create table paper_imports (
  id uuid primary key,
  facility_id text not null references facilities,
  outage_id uuid references outages,
  lines integer not null,
  repeated integer not null,
  entered_at timestamptz not null,
  entered_by text,
  entered_by_id text
);
create index paper_imports_by_facility on paper_imports (facility_id, entered_at desc, id desc);

-- at: when it happened; recorded_at: when it was entered. stay_id: what began or ended by it. seen_gate, seen_passage: the camera's own passage
create table paper_entries (
  facility_id text not null references facilities,
  sheet text not null,
  line integer not null,
  import_id uuid not null references paper_imports,
  place integer not null,
  gate_id text not null,
  direction text not null,
  at timestamptz not null,
  container text not null,
  plate text,
  carrier_seal text,
  seal_id text,
  note text,
  vouched_by text not null,
  recorded_at timestamptz not null,
  comparison text not null,
  would_hold text[] not null,
  differences jsonb not null,
  seen_gate text,
  seen_passage text,
  passage_id text,
  stay_id uuid,
  primary key (facility_id, sheet, line)
);
create index paper_entries_by_import on paper_entries (import_id, place);
create index paper_entries_by_container on paper_entries (container, at desc);
create unique index paper_entries_by_passage on paper_entries (gate_id, passage_id) where passage_id is not null;
`,
  series: [],
};
