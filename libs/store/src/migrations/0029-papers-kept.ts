import type { Migration } from './migration.js';

/** Papers are deleted when their time is over: what refers to a row is found without reading everything that might. */
export const papersKept: Migration = {
  number: 29,
  name: 'papers-kept',
  sql: `
create index port_messages_by_submission on port_messages (submission_id) where submission_id is not null;
create index port_messages_by_stay on port_messages (stay_id) where stay_id is not null;
create index port_messages_by_expected on port_messages (expected_id) where expected_id is not null;
create index port_messages_by_eligibility on port_messages (eligibility_id) where eligibility_id is not null;
create index eligibilities_by_notice on eligibilities (notice_id) where notice_id is not null;
`,
  series: [],
};
