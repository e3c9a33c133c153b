import type { Migration } from './migration.js';

/** Who may sign in and how, who is signed in, what was tried; who took a step. */
export const identity: Migration = {
  number: 8,
  name: 'identity',
  sql: `
-- second_factor: 'required', or null: each decides. The platform's API reads and writes it as the rest of the register
alter table organisations add column second_factor text;
-- a kind of its own for each kind of operator
update organisations set kind = 'port_operator' where kind = 'operator';
-- who runs the place; organisation_id is the customs office that answers for it
alter table facilities add column operator_id text references organisations;

-- read and written by identity alone (apps/platform/src/identity) and the command line
-- password_hash: argon2id; null: signs in by the directory alone. totp_secret: sealed with a key outside the database; counts from totp_since on.
-- totp_step: the last time step that let somebody in, so that a code counts once
create table users (
  id uuid primary key,
  username text not null unique,
  name text not null,
  role text not null,
  organisation_id text not null references organisations,
  password_hash text,
  password_set_at timestamptz,
  must_change boolean not null default false,
  totp_secret bytea,
  totp_since timestamptz,
  totp_step bigint,
  demo boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  signed_in_at timestamptz
);
create index users_by_organisation on users (organisation_id);

-- SHA-256 of each code that has not been used; read and written by identity
create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

-- SHA-256 of the token, never the token; a session ends when its row is gone. Read and written by identity
-- how: 'password', 'directory' or 'platform'
create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references users on delete cascade,
  how text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  address text not null,
  agent text
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);

-- whoever ends a session, by whatever program, is heard at once
create function tell_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('haidang_sessions', old.id::text);
  return null;
end $$;
create trigger session_ended after delete on sessions for each row execute function tell_session_ended();

create function tell_user_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('haidang_sessions', id::text) from sessions where user_id = old.id;
  return null;
end $$;
create trigger user_changed after update on users for each row
  when ((old.name, old.role, old.organisation_id, old.must_change, old.totp_since, old.disabled_at)
    is distinct from (new.name, new.role, new.organisation_id, new.must_change, new.totp_since, new.disabled_at))
  execute function tell_user_changed();

-- the directory's name for a person (OpenID Connect); read and written by identity
create table directory_links (
  issuer text not null,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  linked_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index directory_links_by_user on directory_links (user_id);

-- failed attempts in a row. account: SHA-256 of the username as it was typed, for people type passwords there.
-- place: an address at which the account has signed in before, or '' for all others. Read and written by identity
create table sign_in_failures (
  account bytea not null,
  place text not null,
  failures integer not null,
  failed_at timestamptz not null,
  wait_until timestamptz,
  primary key (account, place)
);
create index sign_in_failures_by_age on sign_in_failures (failed_at);

create table known_places (
  user_id uuid not null references users on delete cascade,
  address text not null,
  used_at timestamptz not null default now(),
  primary key (user_id, address)
);

-- by: the name as it was then; null: the platform itself, or before people signed in
alter table transit_steps add column by text, add column by_id uuid;
alter table alarm_history add column by_id uuid;
`,
  series: [],
};
