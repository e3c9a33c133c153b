import type { Migration } from './migration.js';

/**
 * The ledger: what was done, by whom, each entry with the hash of the one before it.
 *
 * Who may do what (the grants themselves stand elsewhere): whoever writes an act inserts into `ledger_inbox` and nothing else; the
 * sequencer reads and deletes there, and reads and inserts in the other tables; whoever answers an auditor reads them. Only the keeper
 * of records, who forgets what the law wants forgotten, also deletes from `ledger_data`. The triggers ask with the rights of who acts.
 */
export const ledger: Migration = {
  number: 10,
  name: 'ledger',
  sql: `
-- acts wait here, unchained, from their own transaction until the sequencer has chained them: no act waits for another. The ids give
-- the order of acts that waited for one another (on a row's lock); a transaction that commits late is chained late
create table ledger_inbox (
  seq bigint generated always as identity primary key,
  id uuid not null default gen_random_uuid(),
  at timestamptz(3) not null,
  kind text not null,
  subject text not null,
  person_id text,
  role text,
  organisation_id text,
  data jsonb not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- the chain: positions from 1 without a gap; \`hash\` over the canonical form of the other columns, \`data_hash\` over the salted data
create table ledger (
  position bigint primary key check (position > 0),
  id uuid not null unique,
  at timestamptz(3) not null,
  kind text not null,
  subject text not null,
  person_id text,
  role text,
  organisation_id text,
  data_hash bytea not null,
  previous bytea not null,
  hash bytea not null
);
create index ledger_by_subject on ledger (subject, position);
create index ledger_by_person on ledger (person_id, position) where person_id is not null;
create index ledger_by_kind on ledger (kind, position);

-- what an entry says, apart from the chain: it can be forgotten, and the chain still holds. Text, so that not a byte of it changes
create table ledger_data (
  position bigint primary key,
  salt text not null,
  data text not null
);

-- whose signatures stand under the checkpoints: the first key, and each that followed it, signed by the one before
create table ledger_keys (
  id text primary key,
  public_key text not null,
  introduced_at timestamptz(3) not null,
  endorsed_by text,
  endorsement text
);

-- \`statement\` is the canonical text that was signed; first and last are the positions it speaks of
create table ledger_checkpoints (
  number bigint primary key check (number > 0),
  first bigint not null,
  last bigint not null unique,
  statement text not null,
  key_id text not null references ledger_keys,
  signature text not null
);

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only appended to', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger only_appended before update or delete or truncate on ledger
  for each statement execute function refuse_ledger_change();
create trigger only_appended before update or delete or truncate on ledger_checkpoints
  for each statement execute function refuse_ledger_change();
create trigger only_appended before update or delete or truncate on ledger_keys
  for each statement execute function refuse_ledger_change();
create trigger never_edited before update or truncate on ledger_data
  for each statement execute function refuse_ledger_change();
create trigger never_edited before update or truncate on ledger_inbox
  for each statement execute function refuse_ledger_change();

-- an act leaves the inbox into the chain, or not at all. However long the ledger has become since the plan was made: by its index
create function refuse_lost_acts() returns trigger language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  if exists (
    select from gone g where not exists (
      select from ledger l where l.id = g.id and (l.at, l.kind, l.subject, l.person_id, l.role, l.organisation_id)
        is not distinct from (g.at, g.kind, g.subject, g.person_id, g.role, g.organisation_id))
  ) then
    raise exception 'an act leaves ledger_inbox only into the ledger' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger no_act_is_lost after delete on ledger_inbox referencing old table as gone
  for each statement execute function refuse_lost_acts();

-- data is forgotten only in a transaction that enters that it is: the setting names the entry
create function refuse_silent_forgetting() returns trigger language plpgsql as $$
begin
  if not exists (
    select from ledger_inbox where id = nullif(current_setting('haidang.forgetting', true), '')::uuid and kind like 'keeping.%'
  ) then
    raise exception 'the data of an entry is forgotten only by an entry that says so' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger never_in_silence before delete on ledger_data
  for each statement execute function refuse_silent_forgetting();
`,
  series: [],
};
