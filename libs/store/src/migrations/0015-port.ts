import type { Migration } from './migration.js';

/** What ports sent as it came, what each report did and what is odd about it, and by which certificates they sign. */
export const port: Migration = {
  number: 15,
  name: 'port',
  sql: `
-- off, flag or require: what becomes of messages without a good signature; null: off
alter table organisations add column signatures text;

-- by fingerprint (SHA-256, base64url): the x5t#S256 of a signature
create table signing_certificates (
  id uuid primary key,
  organisation_id text not null references organisations,
  certificate text not null,
  subject text not null,
  fingerprint text not null unique,
  not_before timestamptz not null,
  not_after timestamptz not null,
  registered_at timestamptz not null default now(),
  registered_by text,
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text
);
create index signing_certificates_by_organisation on signing_certificates (organisation_id, registered_at desc, id desc);

-- one call, upload or file, whole. party: the organisation it came from, or the facility in whose folder it lay.
-- sender, reference: of an interchange, whose repeat gets the same answer
create table port_submissions (
  id uuid primary key,
  way text not null,
  party text not null,
  facilities text[] not null,
  content_type text not null,
  bytes bytea not null,
  sha256 text not null,
  signature text,
  signed_by text,
  by text,
  received_at timestamptz not null default now(),
  sender text,
  reference text,
  answer jsonb
);
create unique index one_interchange on port_submissions (party, sender, reference);

-- what a report did: the stay it began, confirmed or ended, the expectation it met, the eligibility it used up
alter table port_messages
  add column version integer not null default 1,
  add column container text,
  add column flags text[] not null default '{}',
  add column corrects uuid references port_messages,
  add column submission_id uuid references port_submissions deferrable initially deferred,
  add column stay_id uuid references stays,
  add column expected_id uuid references expected_containers,
  add column eligibility_id uuid references eligibilities;
create index port_messages_by_container on port_messages (container, received_at desc);
create index port_messages_by_corrected on port_messages (corrects) where corrects is not null;
`,
  series: [],
};
