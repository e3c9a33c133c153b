import type { Migration } from './migration.js';

/** Cameras at gates, and what proves something: pictures and papers, whose content lies in files by its hash. */
export const cameras: Migration = {
  number: 17,
  name: 'cameras',
  sql: `
-- how what a camera says is to be understood (libs/domain CameraSettings); its credential is a device of the same name
create table cameras (
  id text primary key,
  name text not null,
  gate_id text not null references gates,
  maker text not null,
  channel text,
  direction text not null,
  both_ways boolean not null,
  lane text,
  reads text not null,
  time_zone text not null,
  clock text not null,
  settles text not null
);
create index cameras_by_gate on cameras (gate_id);

-- sha256 in hexadecimal, the name of the file; two may have the same content. camera_id: no reference, evidence outlives its camera
create table evidence (
  id uuid primary key,
  sha256 text not null,
  bytes integer not null,
  type text not null,
  facility_id text not null references facilities,
  gate_id text references gates,
  camera_id text,
  passage_id text,
  container text,
  taken_at timestamptz not null,
  uploaded_by text,
  created_at timestamptz not null default now()
);
create index evidence_by_age on evidence (created_at desc, id desc);
create index evidence_by_facility on evidence (facility_id, created_at desc, id desc);
create index evidence_by_passage on evidence (gate_id, passage_id) where passage_id is not null;
create index evidence_by_container on evidence (container, created_at desc) where container is not null;
create index evidence_by_content on evidence (sha256);
`,
  series: [],
};
