import type { Migration } from './migration.js';

/** Whose truck it is, where a container goes by a truck of its own; as `transits_by_plate` for a transit's. */
export const plates: Migration = {
  number: 30,
  name: 'plates',
  sql: `
create index transit_containers_by_plate on transit_containers (upper(regexp_replace(plate, '[[:space:]._-]', '', 'g'))) where plate is not null;
`,
  series: [],
};
