import type { Migration } from './migration.js';

/** Passages counted by the gate and the day in Vietnam, so that a year of them is not read to be counted. */
export const passageDays: Migration = {
  number: 38,
  name: 'passage-days',
  sql: `
create table passage_days (
  day date not null,
  gate_id text not null,
  count integer not null,
  ins integer not null,
  outs integer not null,
  held integer not null,
  primary key (day, gate_id)
);

-- days whose count is not what the log says, or may not be: said with every change, in its transaction. Rows are only added and taken away,
-- so that two passages at a time never wait for each other
create table passage_days_due (
  id bigint generated always as identity primary key,
  day date not null
);

create function note_passage_day() returns trigger language plpgsql as $$
begin
  insert into passage_days_due (day)
    values ((case when tg_op = 'DELETE' then old.time else new.time end at time zone 'Asia/Ho_Chi_Minh')::date);
  if tg_op = 'UPDATE' then insert into passage_days_due (day) values ((old.time at time zone 'Asia/Ho_Chi_Minh')::date); end if;
  return null;
end $$;
create trigger passage_days after insert or update or delete on passages for each row execute function note_passage_day();

insert into passage_days_due (day) select distinct (time at time zone 'Asia/Ho_Chi_Minh')::date from passages;
`,
  series: [],
};
