import type { Migration } from './migration.js';

/** Where listening for the seals goes on after a restart. */
export const reception: Migration = {
  number: 4,
  name: 'reception',
  sql: `
-- the seals of whom more is to be remembered than when they last spoke, which the log says
create table seal_reception (
  seal integer primary key references seals (key) on delete cascade,
  state jsonb not null
) with (fillfactor = 70);
`,
  series: [],
};
