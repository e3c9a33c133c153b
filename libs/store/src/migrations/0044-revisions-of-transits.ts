import type { Migration } from './migration.js';

/** A transit has a revision, to which people's acts on it are bound. */
export const revisionsOfTransits: Migration = {
  number: 44,
  name: 'revisions-of-transits',
  sql: `
-- how often what is told of it has changed, but for its alarms, which have revisions of their own
alter table transits add column revision int not null default 0;
`,
  series: [],
};
