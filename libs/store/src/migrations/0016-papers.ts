import type { Migration } from './migration.js';

/** What the papers of customs turned out to need beside their tables: what is sent again, and what was said that expects no container. */
export const papers: Migration = {
  number: 16,
  name: 'papers',
  sql: `
-- bulk goods (form 02), containers to be scanned (03): what makes no expectation of its own
alter table manifests add column listed jsonb;

-- the signed code of each, and the message by which it was told
alter table eligibilities add column token text, add column notice_id uuid references notices;

-- when what has no receipt is sent again
alter table notices add column remind_at timestamptz not null default now() + interval '1 minute';
drop index notices_without_receipt;
create index notices_without_receipt on notices (remind_at) where received_at is null;

create index expected_by_declaration on expected_containers (declaration);
`,
  series: [],
};
