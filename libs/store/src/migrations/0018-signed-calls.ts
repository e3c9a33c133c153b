import type { Migration } from './migration.js';

/** Calls of organisations' systems that came with a signature, or without one where one was looked for. */
export const signedCalls: Migration = {
  number: 18,
  name: 'signed-calls',
  sql: `
-- call: method and path
create table signed_calls (
  id uuid primary key,
  organisation_id text not null references organisations,
  by text not null,
  call text not null,
  bytes bytea not null,
  sha256 text not null,
  signature text,
  signed_by text,
  flags text[] not null,
  received_at timestamptz not null default clock_timestamp()
);
create index signed_calls_by_organisation on signed_calls (organisation_id, received_at desc, id desc);
create index signed_calls_by_age on signed_calls (received_at desc, id desc);
`,
  series: [],
};
