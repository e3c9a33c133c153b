import type { Migration } from './migration.js';

/** What is owed to ports, by its notice: a receipt ends its sending, and what is to be sent again must not wait already. */
export const owedNotices: Migration = {
  number: 19,
  name: 'owed-notices',
  sql: `
create index outbox_notices on outbox ((payload->>'id')) where sent_at is null and topic like '%/notices';
`,
  series: [],
};
