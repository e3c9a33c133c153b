import type { Migration } from './migration.js';

/** What a role sees from a place in the tree, remembered until organisations or facilities change. */
export const scopeMemos: Migration = {
  number: 14,
  name: 'scope-memos',
  sql: `
create table register_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null
) with (fillfactor = 10);
insert into register_version (version) values (0);

create function bump_register_version() returns trigger language plpgsql as $$
begin
  update register_version set version = version + 1;
  return null;
end $$;
create trigger bump_register_version after insert or update or delete or truncate on organisations
  for each statement execute function bump_register_version();
create trigger bump_register_version after insert or update or delete or truncate on facilities
  for each statement execute function bump_register_version();

-- as the settings of a transaction have them; one of an older version is void
create table scope_memos (
  role text not null,
  organisation text not null,
  version bigint not null,
  sight text not null,
  organisations text not null,
  places text not null,
  carriers text not null,
  owners text not null,
  primary key (role, organisation)
);
`,
  series: [],
};
