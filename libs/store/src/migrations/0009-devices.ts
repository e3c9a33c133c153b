import type { Migration } from './migration.js';

/**
 * Who may speak MQTT, and how each proves it. Written by the command line (`npm run cli -- device …`) and the demo's seeding; the platform
 * reads both tables at a CONNECT and writes `used_at` and `revoked_at` of credentials.
 */
export const devices: Migration = {
  number: 9,
  name: 'devices',
  sql: `
-- name: the user name at the broker and the common name of a client certificate. A forwarder speaks for the seals of its organisation
-- and for the gates of facilities that are that organisation's or that it runs
create table devices (
  name text primary key,
  kind text not null,
  seal_id text unique references seals on delete cascade,
  gate_id text unique references gates on delete cascade,
  organisation_id text references organisations on delete cascade,
  made_at timestamptz not null default now(),
  constraint speaks_for check (case kind
    when 'seal' then num_nonnulls(gate_id, organisation_id) = 0 and seal_id is not null
    when 'gate' then num_nonnulls(seal_id, organisation_id) = 0 and gate_id is not null
    when 'forwarder' then num_nonnulls(seal_id, gate_id) = 0 and organisation_id is not null
    when 'camera' then num_nonnulls(seal_id, gate_id, organisation_id) = 0
    else false end)
);
create index devices_by_organisation on devices (organisation_id) where organisation_id is not null;

-- salt, verifier: of a secret. certificate: SHA-256 of the one that is meant; null: any of the authority that carries the name.
-- replaced_by: with the first use of that one, this one ends
create table credentials (
  id uuid primary key,
  device text not null references devices on delete cascade,
  method text not null,
  salt bytea,
  verifier bytea,
  certificate bytea,
  issued_at timestamptz not null default now(),
  used_at timestamptz,
  ends_at timestamptz,
  replaced_by uuid references credentials on delete set null,
  revoked_at timestamptz,
  revoked_for text,
  constraint one_proof check (case method
    when 'secret' then salt is not null and verifier is not null and certificate is null
    when 'certificate' then num_nonnulls(salt, verifier) = 0
    else false end)
);
create index credentials_by_device on credentials (device);
create index credentials_replaced on credentials (replaced_by) where replaced_by is not null;

-- whoever runs the broker hears of every credential that ends, however it ends: a line of SQL included
create function tell_credential_end() returns trigger language plpgsql as $$ begin
  perform pg_notify('haidang_credentials', old.device);
  return null;
end $$;
create trigger credentials_end after update on credentials for each row
  when (old.revoked_at is distinct from new.revoked_at or old.ends_at is distinct from new.ends_at)
  execute function tell_credential_end();
create trigger credentials_gone after delete on credentials for each row execute function tell_credential_end();

-- who sent it, as it proved; null: an external broker knows, or nobody does
alter table quarantine add column sender text;
`,
  series: [],
};
