import type { Migration } from './migration.js';

/** What gates saw of the journey of a transit: they and its seals are witnesses of one another. */
export const witnesses: Migration = {
  number: 28,
  name: 'witnesses',
  sql: `
-- of one container: when a gate of the facility of departure let it out, and one of the destination let it in. It changes with late facts
create table gate_witnesses (
  transit_id text not null references transits on delete cascade,
  container text not null,
  departed_at timestamptz,
  arrived_at timestamptz,
  primary key (transit_id, container)
);

-- what was last told of it, beside what the seals tell
alter table transit_journeys
  add column gate_departed_at timestamptz,
  add column gate_arrived_at timestamptz;
`,
  series: [],
};
