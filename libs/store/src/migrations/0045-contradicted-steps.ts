import type { Migration } from './migration.js';

/** Which steps of a transit what was seen is against, whoever took them. */
export const contradictedSteps: Migration = {
  number: 45,
  name: 'contradicted-steps',
  sql: `
-- what was said of them last stands in the notes
alter table transit_journeys add column contradicted text[] not null default '{}';
update transit_journeys j set contradicted = found.steps
  from (select transit_id, array_agg(step order by step desc) as steps
    from (select distinct on (transit_id, step) transit_id, step, what from journey_notes
      where what in ('contradicted', 'contradiction_withdrawn') order by transit_id, step, id desc) last
    where what = 'contradicted' group by transit_id) found
  where found.transit_id = j.transit_id;
`,
  series: [],
};
