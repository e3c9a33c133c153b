import type { Migration } from './migration.js';

/** An alarm that grows worse waits for somebody anew; whose patrol was sent to one stands in its row. */
export const worsenedAlarms: Migration = {
  number: 42,
  name: 'worsened-alarms',
  sql: `
-- when it last grew worse and from which severity, and who had acknowledged it until then; until somebody acknowledges it again
alter table alarms
  add column worsened_at timestamptz,
  add column worsened_from text,
  add column worsened_under text,
  add column worsened_under_id uuid;

-- whoever opens an alarm again, the engine or the clock, and whatever makes one graver: it waits anew, and what was done with it before is history.
-- What was handed up and not acknowledged stays so
create or replace function alarm_waits() returns trigger language plpgsql as $$
declare
  grades constant text[] := array['minor', 'major', 'critical'];
  grew constant boolean := array_position(grades, new.severity) > array_position(grades, old.severity)
    and old.state in ('open', 'acknowledged') and new.state = old.state;
begin
  if grew then
    new.worsened_at := clock_timestamp(); new.worsened_from := old.severity;
    new.worsened_under := old.acknowledged_by; new.worsened_under_id := old.acknowledged_by_id;
    new.waiting_since := clock_timestamp();
    new.state := 'open';
  else
    new.worsened_at := null; new.worsened_from := null; new.worsened_under := null; new.worsened_under_id := null;
  end if;
  if new.state = 'open' and old.state <> 'open' then
    new.waiting_since := clock_timestamp();
    new.acknowledged_at := null; new.acknowledged_by := null; new.acknowledged_by_id := null;
    new.escalated_at := null; new.escalated_by := null; new.escalated_by_id := null;
  end if;
  -- the engine took it back and closes it itself: nobody who resolves it has seen its evidence
  if new.state = 'resolved' and old.state <> 'resolved' and new.withdrawn is distinct from old.withdrawn then new.seen_at := null; end if;
  if old.state = 'shelved' and new.state <> 'shelved' then
    new.shelved_until := null; new.shelve_reason := null; new.shelved_by := null; new.shelved_by_id := null; new.shelved_severity := null;
  end if;
  return new;
end $$;
drop trigger alarm_waits on alarms;
create trigger alarm_waits before update on alarms for each row
  when (old.state is distinct from new.state or old.severity is distinct from new.severity) execute function alarm_waits();

-- whose the patrol is that was sent last: its office sees what it was sent to
update alarms a set response = a.response || jsonb_build_object('facilityId', p.facility_id) from patrols p where p.id = a.response->>'patrolId';

-- the evidence that whoever resolved it had seen: of what the engine closed itself nobody had
update alarms set seen_at = null where state = 'resolved' and ending in ('corrected', 'merged');
`,
  series: [],
};
