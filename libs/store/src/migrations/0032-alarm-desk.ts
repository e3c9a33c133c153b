import type { Migration } from './migration.js';

/** What people and the clock do with an alarm, beside its state: who has it, since when it waits, when it was handed up, until when it is shelved. */
export const alarmDesk: Migration = {
  number: 32,
  name: 'alarm-desk',
  sql: `
-- acts: how many acts of the desk it has had. waiting_since: since when nobody has acknowledged it
alter table alarms
  add column acts integer not null default 0,
  add column assignee_id uuid,
  add column waiting_since timestamptz not null default now(),
  add column acknowledged_at timestamptz,
  add column acknowledged_by text,
  add column acknowledged_by_id uuid,
  add column escalated_at timestamptz,
  add column escalated_by text,
  add column escalated_by_id uuid,
  add column shelved_until timestamptz,
  add column shelve_reason text,
  add column shelved_by text,
  add column shelved_by_id uuid,
  add column shelved_severity text;
create index alarms_waiting on alarms (waiting_since) where state = 'open' and escalated_at is null;
create index alarms_shelved on alarms (shelved_until) where state = 'shelved';

-- whoever opens an alarm again, the engine or the clock: it waits anew, and what was done with it before is history
create function alarm_waits() returns trigger language plpgsql as $$
begin
  if new.state = 'open' then
    new.waiting_since := clock_timestamp();
    new.acknowledged_at := null; new.acknowledged_by := null; new.acknowledged_by_id := null;
    new.escalated_at := null; new.escalated_by := null; new.escalated_by_id := null;
  end if;
  if old.state = 'shelved' then
    new.shelved_until := null; new.shelve_reason := null; new.shelved_by := null; new.shelved_by_id := null; new.shelved_severity := null;
  end if;
  return new;
end $$;
create trigger alarm_waits before update on alarms for each row when (old.state is distinct from new.state) execute function alarm_waits();
`,
  series: [],
};
