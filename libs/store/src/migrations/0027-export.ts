import type { Migration } from './migration.js';

/** What export declarations bring in and for which departure, and what vessels took. */
export const exportGoods: Migration = {
  number: 27,
  name: 'export',
  sql: `
-- of what a declaration of export names: the number of the vessel's departure
alter table expected_containers add column departure text;
create index expected_by_departure on expected_containers (facility_id, departure) where departure is not null;

-- lines of a departure manifest; stay_id, eligibility_id: what the loading ended and used up
create table loaded_containers (
  manifest_id uuid not null references manifests,
  facility_id text not null references facilities,
  container text not null,
  line integer not null,
  declaration text,
  carrier_seal text,
  customs_seal text,
  loaded_at timestamptz not null,
  stay_id uuid references stays,
  eligibility_id uuid references eligibilities,
  primary key (manifest_id, container)
);
create index loaded_by_container on loaded_containers (container, loaded_at desc);
`,
  series: [],
};
