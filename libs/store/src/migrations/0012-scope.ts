import type { Migration } from './migration.js';

/** What working out a person's scope, and looking only at what lies in it, goes by. */
export const scope: Migration = {
  number: 12,
  name: 'scope',
  sql: `
create index organisations_by_parent on organisations (parent_id);
create index facilities_by_organisation on facilities (organisation_id);
create index facilities_by_operator on facilities (operator_id);
create index seals_by_organisation on seals (organisation_id);
create index transits_by_carrier on transits (carrier_id, created_at desc, id desc);
create index transits_by_origin on transits (from_id, created_at desc, id desc);
create index transits_by_destination on transits (to_id, created_at desc, id desc);
`,
  series: [],
};
