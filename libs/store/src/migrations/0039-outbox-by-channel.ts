import type { Migration } from './migration.js';

/**
 * What a channel still owes, in its order: read along the index, PostgreSQL marks there what is gone. Of all channels in one, the planner chose
 * to sort, and each reading went through the hundreds that had left before.
 */
export const outboxByChannel: Migration = {
  number: 39,
  name: 'outbox-by-channel',
  sql: `
create index outbox_owed on outbox (channel, id) where sent_at is null;
drop index outbox_unsent;
`,
  series: [],
};
