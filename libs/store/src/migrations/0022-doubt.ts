import type { Migration } from './migration.js';

/** What doubt points are added up from: found without reading what speaks of nothing. */
export const doubt: Migration = {
  number: 22,
  name: 'doubt',
  sql: `
-- what an administrator set otherwise than libs/domain doubt.ts: a rule's points by its name, and halveDays
create table doubt_settings (
  name text primary key,
  value integer not null,
  changed_at timestamptz not null default now()
);

-- when goods, company or purpose were changed last: not its status or channel
alter table declarations add column corrected_at timestamptz;
create index declarations_corrected on declarations (corrected_at) where corrected_at is not null;

create index cases_confirmed on cases (opened_at) where outcome = 'confirmed';
create index cases_by_alarm on cases (alarm_id) where alarm_id is not null;
create index alarms_true on alarms (start_at) where ending = 'true' and withdrawn is null;
create index alarms_true_by_container on alarms (container_number, start_at) where ending = 'true' and withdrawn is null;
create index stays_unscanned on stays (container, out_at)
  where scan_ordered and scanned_at is null and out_at is not null and state <> 'withdrawn';
create index port_messages_late on port_messages (container, at) where 'reported_late' = any (flags) and state = 'taken';
create index eligibilities_after_suspension on eligibilities (container, used_at) where state = 'used' and reason is not null;
create index passages_of_doubtful_seals on passages (container, time)
  where (decision -> 'reasons') ?| array['carrier_seal_mismatch', 'seal_mismatch', 'seal_unarmed', 'seal_elsewhere'];
`,
  series: [],
};
