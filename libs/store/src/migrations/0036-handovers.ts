import type { Migration } from './migration.js';

/** What a shift hands to the next, and who signed it. */
export const handovers: Migration = {
  number: 36,
  name: 'handovers',
  sql: `
-- one is under way at a time. picture: what was not done when it was looked at (pictured_at); a signature's changes: what was shown as changed
create table handovers (
  id uuid primary key,
  organisation_id text not null references organisations,
  revision integer not null default 1,
  remark text not null default '',
  notes jsonb not null default '{}',
  picture jsonb not null,
  pictured_at timestamptz not null,
  begun_at timestamptz not null,
  begun_by text,
  begun_by_id uuid,
  given_at timestamptz,
  given_by text,
  given_by_id uuid,
  given_hash text,
  given_changes jsonb,
  taken_at timestamptz,
  taken_by text,
  taken_by_id uuid,
  taken_hash text,
  taken_changes jsonb,
  check (taken_at is null or (given_at is not null and taken_by_id <> given_by_id))
);
create unique index handovers_under_way on handovers (organisation_id) where taken_at is null;
create index handovers_by_time on handovers (begun_at, id);

-- what was taken over stands; only the owner of the table, who forgets persons, takes names out of it
create function refuse_handover_change() returns trigger language plpgsql as $$
begin
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    raise exception 'a shift that was taken over is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger taken_over_stands before update on handovers
  for each row when (old.taken_at is not null) execute function refuse_handover_change();
`,
  series: [],
};
