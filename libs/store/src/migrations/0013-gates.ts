import type { Migration } from './migration.js';

/** What may leave and what is expected, what stands where, what port and customs told each other, and what an officer decided otherwise. */
export const gates: Migration = {
  number: 13,
  name: 'gates',
  sql: `
-- the header of the eligible list: number, status, channel and goods-management number
create table declarations (
  number text primary key,
  office_id text not null references organisations,
  purpose text not null,
  channel text not null,
  status text not null,
  goods_number text,
  company_id text,
  company_name text,
  registered_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index declarations_by_office on declarations (office_id, registered_at desc, number desc);
create index declarations_by_company on declarations (company_id);

-- a vessel's call, a train, a barge: what it discharges (forms 01, 02), what of it is scanned (03), what a warehouse expects (08)
create table manifests (
  id uuid primary key,
  facility_id text not null references facilities,
  form text not null,
  number text not null,
  version integer not null default 1,
  means text,
  due_at timestamptz,
  lines integer not null,
  created_by text,
  created_at timestamptz not null default now(),
  unique (facility_id, form, number)
);

-- a container that customs or its owner said will come to a facility; purpose: import, export, transit, warehouse
create table expected_containers (
  id uuid primary key,
  facility_id text not null references facilities,
  container text not null,
  purpose text not null,
  manifest_id uuid references manifests,
  declaration text references declarations,
  carrier_seal text,
  plate text,
  scan_ordered boolean not null default false,
  due_at timestamptz,
  state text not null default 'expected',
  settled_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index one_expectation on expected_containers (facility_id, container) where state = 'expected';
create index expected_by_container on expected_containers (container, created_at desc);
create index expected_by_manifest on expected_containers (manifest_id);

-- may pass the surveillance area (form 04 a container, 05 bulk goods)
create table eligibilities (
  id uuid primary key,
  facility_id text not null references facilities,
  form text not null,
  declaration text not null references declarations,
  container text,
  goods jsonb,
  plate text,
  carrier_seal text,
  customs_seal text,
  officer_confirmed boolean not null default true,
  state text not null default 'eligible',
  reason text,
  valid_until timestamptz,
  issued_at timestamptz not null default now(),
  issued_by text,
  changed_at timestamptz not null default now(),
  used_at timestamptz,
  used_gate text,
  used_passage text
);
create unique index one_standing_eligibility on eligibilities (facility_id, container) where state in ('eligible', 'suspended');
create index eligibilities_by_container on eligibilities (container, issued_at desc);
create index eligibilities_by_facility on eligibilities (facility_id, issued_at desc, id desc);
create index eligibilities_by_declaration on eligibilities (declaration);

-- a container's time at a facility; seen: whether a camera saw it come and go, reported: whether the port said so
create table stays (
  id uuid primary key,
  container text not null,
  facility_id text not null references facilities,
  purpose text,
  state text not null default 'landed',
  carrier_seal text,
  scan_ordered boolean not null default false,
  scanned_at timestamptz,
  in_at timestamptz not null,
  in_seen boolean not null default false,
  in_reported boolean not null default false,
  out_at timestamptz,
  out_seen boolean not null default false,
  out_reported boolean not null default false,
  recorded_at timestamptz not null default now()
);
create unique index one_stay on stays (facility_id, container) where out_at is null;
create index stays_by_container on stays (container, in_at desc);
create index stays_standing on stays (facility_id, in_at) where out_at is null;

-- customs to port, until its receipt comes
create table notices (
  id uuid primary key,
  facility_id text not null references facilities,
  form text not null,
  body jsonb not null,
  signature text,
  created_at timestamptz not null default now(),
  received_at timestamptz,
  receipt jsonb
);
create index notices_by_facility on notices (facility_id, created_at desc, id desc);
create index notices_without_receipt on notices (created_at) where received_at is null;

-- port to customs (forms 14 to 27, 32), as it came and as it was understood
create table port_messages (
  id uuid primary key,
  facility_id text not null references facilities,
  form text not null,
  number text not null,
  way text not null,
  body jsonb not null,
  original bytea,
  signature text,
  signed_by text,
  state text not null,
  at timestamptz not null,
  received_at timestamptz not null default now(),
  by text,
  decided_at timestamptz,
  decided_by text,
  decision_reason text,
  unique (facility_id, form, number)
);
create index port_messages_by_facility on port_messages (facility_id, received_at desc, id desc);
create index port_messages_waiting on port_messages (facility_id, received_at) where state = 'waiting';

-- an officer let through, or held, otherwise than it was decided
create table passage_overrides (
  gate_id text not null references gates,
  passage_id text not null,
  verdict text not null,
  reason text not null,
  by text not null,
  at timestamptz not null default now(),
  primary key (gate_id, passage_id, at)
);
`,
  series: [],
};
