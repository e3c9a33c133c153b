import type { Migration } from './migration.js';

/** What a carrier shows of its own transit: it stands at no gate and runs no facility. */
export const evidenceOfTransits: Migration = {
  number: 33,
  name: 'evidence-of-transits',
  sql: `
-- no reference: evidence may be kept longer than the transit
alter table evidence add column transit_id text;
create index evidence_by_transit on evidence (transit_id) where transit_id is not null;
`,
  series: [],
};
