import type { Migration } from './migration.js';

/** Lines of departure manifests do not keep the papers that they are about: they go with their manifest. */
export const loadedKept: Migration = {
  number: 31,
  name: 'loaded-kept',
  sql: `
alter table loaded_containers
  drop constraint loaded_containers_manifest_id_fkey,
  drop constraint loaded_containers_stay_id_fkey,
  drop constraint loaded_containers_eligibility_id_fkey,
  add foreign key (manifest_id) references manifests on delete cascade,
  add foreign key (stay_id) references stays on delete set null,
  add foreign key (eligibility_id) references eligibilities on delete set null;
create index loaded_by_stay on loaded_containers (stay_id) where stay_id is not null;
create index loaded_by_eligibility on loaded_containers (eligibility_id) where eligibility_id is not null;
`,
  series: [],
};
