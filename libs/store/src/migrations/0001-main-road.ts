import type { Migration } from './migration.js';

/** The register, transits, the log of fixes and passages, alarms, quarantine, outbox. */
export const mainRoad: Migration = {
  number: 1,
  name: 'main-road',
  sql: `
create table organisations (
  id text primary key,
  name text not null,
  kind text not null,
  parent_id text references organisations
);

create table facilities (
  id text primary key,
  name text not null,
  kind text not null,
  locode text,
  customs_code text,
  lat double precision not null,
  lon double precision not null,
  organisation_id text references organisations
);

create table gates (
  id text primary key,
  name text not null,
  facility_id text not null references facilities,
  lat double precision not null,
  lon double precision not null
);

create table zones (
  id text primary key,
  name text not null,
  kind text not null,
  geometry jsonb not null,
  calendar jsonb,
  facility_id text references facilities
);

create table routes (
  id text primary key,
  name text not null,
  from_id text not null references facilities,
  to_id text not null references facilities,
  legs jsonb not null,
  rules jsonb
);

-- key: the short form of a seal in the log of fixes, a quarter of the width of its id
create table seals (
  id text primary key,
  key integer generated always as identity unique,
  model text,
  interval_s integer not null,
  organisation_id text references organisations
);

create table transits (
  id text primary key,
  number text not null unique,
  declaration text not null,
  regime text not null,
  from_id text not null references facilities,
  to_id text not null references facilities,
  carrier_id text references organisations,
  plate text not null,
  trailer text,
  route_id text not null references routes,
  depart_by timestamptz,
  arrive_by timestamptz,
  rules jsonb,
  state text not null,
  departed_at timestamptz,
  arrived_at timestamptz,
  created_at timestamptz not null default now()
);
create index transits_by_age on transits (created_at desc, id desc);

-- under_way: the seal is taken; false once the transit is closed or cancelled
create table transit_containers (
  transit_id text not null references transits on delete cascade,
  position integer not null,
  number text not null,
  seal_id text references seals,
  carrier_seal text,
  customs_seal text,
  under_way boolean not null default true,
  primary key (transit_id, number)
);
create unique index one_transit_a_seal on transit_containers (seal_id) where under_way;
create index transit_containers_by_number on transit_containers (number);

create table transit_steps (
  id bigint generated always as identity primary key,
  transit_id text not null references transits on delete cascade,
  step text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default now(),
  reason text
);
create index transit_steps_by_transit on transit_steps (transit_id, at);

-- key names the episode as the engine does: saying it again changes nothing
create table alarms (
  id uuid primary key,
  key text not null unique,
  kind text not null,
  severity text not null,
  state text not null default 'open',
  ending text,
  transit_id text references transits on delete cascade,
  container_number text,
  seal_id text,
  gate_id text,
  start_at timestamptz not null,
  end_at timestamptz,
  raised_at timestamptz not null,
  late boolean not null default false,
  lat double precision not null,
  lon double precision not null,
  why jsonb not null,
  revision integer not null default 1,
  assignee text,
  comments jsonb not null default '[]'
);
create index alarms_by_age on alarms (raised_at desc, id desc);
create index alarms_standing on alarms (raised_at desc, id desc) where state <> 'resolved';
create index alarms_by_transit on alarms (transit_id);

-- which passages are known: the log itself cannot hold a key without its time
create table passage_keys (
  gate_id text not null references gates,
  id text not null,
  time timestamptz not null,
  primary key (gate_id, id)
);

create table outbox (
  id bigint generated always as identity primary key,
  channel text not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index outbox_unsent on outbox (id) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;

-- what each seal was when the log was last read up to received_at; the rest is read from the log at start
create table seal_states (
  seal integer primary key references seals (key) on delete cascade,
  received_at timestamptz not null,
  last_fix jsonb not null,
  transit_id text,
  watch jsonb
) with (fillfactor = 70);

create table settings (
  name text primary key,
  value jsonb not null
);

create table idempotency_keys (
  key text not null,
  call text not null,
  body_hash text not null,
  status integer,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (key, call)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
`,
  series: [
    {
      table: 'fixes',
      timeColumn: 'time',
      columns: `
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
  primary key (seal, time, seq)`,
      // received_at grows with the place on disk: a block-range index finds the end of the log for next to nothing
      indexes: [
        'create index fixes_by_arrival on fixes using brin (received_at) with (pages_per_range = 32)',
      ],
      segmentBy: 'seal',
      orderBy: 'time, seq',
    },
    {
      table: 'passages',
      timeColumn: 'time',
      columns: `
  gate_id text not null,
  id text not null,
  time timestamptz not null,
  direction text not null,
  lane text,
  container text,
  container_confidence real,
  plate text,
  plate_confidence real,
  seal_id text,
  carrier_seal text,
  damage boolean,
  images jsonb not null,
  source text,
  received_at timestamptz not null,
  decision jsonb not null,
  primary key (gate_id, id, time)`,
      indexes: [
        'create index passages_by_gate on passages (gate_id, time desc, id desc)',
        'create index passages_by_container on passages (container, time desc)',
      ],
      segmentBy: 'gate_id',
      orderBy: 'time',
    },
    {
      table: 'alarm_history',
      timeColumn: 'at',
      columns: `
  alarm_id uuid not null,
  at timestamptz not null,
  revision integer not null,
  what text not null,
  by text,
  data jsonb not null,
  primary key (alarm_id, at, revision, what)`,
      indexes: [],
      segmentBy: 'alarm_id',
      orderBy: 'at',
    },
    {
      table: 'quarantine',
      timeColumn: 'received_at',
      columns: `
  id uuid not null,
  received_at timestamptz not null,
  reason text not null,
  detail text not null,
  topic text not null,
  payload bytea not null,
  bytes integer not null,
  primary key (id, received_at)`,
      indexes: ['create index quarantine_by_age on quarantine (received_at desc, id desc)'],
      segmentBy: 'reason',
      orderBy: 'received_at',
    },
  ],
};
