import type { Migration } from './migration.js';

/** When an alarm was resolved, and when somebody first stood where it was raised: how soon that is, figures say of a year at once. */
export const responseTimes: Migration = {
  number: 43,
  name: 'response-times',
  sql: `
alter table alarms
  add column resolved_at timestamptz,
  add column on_spot_at timestamptz;

update alarms a set resolved_at = h.at
  from (select alarm_id, max(at) as at from alarm_history where what = 'resolve' group by alarm_id) h
  where h.alarm_id = a.id and a.state = 'resolved' and a.ending in ('true', 'false', 'permitted');
update alarms a set on_spot_at = d.at
  from (select alarm_id, min(arrived_at) as at from dispatches where arrived_at is not null group by alarm_id) d
  where d.alarm_id = a.id;

-- whoever resolves it or opens it again. Who stood there once has been there
create function alarm_ends() returns trigger language plpgsql as $$
begin
  new.resolved_at := case when new.state = 'resolved' then date_trunc('milliseconds', clock_timestamp()) end;
  return new;
end $$;
create trigger alarm_ends before update on alarms for each row
  when ((old.state = 'resolved') is distinct from (new.state = 'resolved')) execute function alarm_ends();
`,
  series: [],
};
