import type { Migration } from './migration.js';

/** What does not agree, and what was done about it. */
export const cases: Migration = {
  number: 21,
  name: 'cases',
  sql: `
-- cause: what opened it, once. No reference to what expires before it does. stay_was: what the stay was before it was set apart on its account
create table cases (
  id uuid primary key,
  seq bigint generated always as identity unique,
  number text not null unique generated always as ('VV-' || lpad(seq::text, 6, '0')) stored,
  cause text not null unique,
  source text not null,
  kind text not null,
  state text not null default 'open',
  facility_id text not null references facilities,
  container text,
  declaration text,
  company_id text,
  transit_id text,
  gate_id text,
  alarm_id uuid,
  port_message_id uuid,
  description text,
  details jsonb,
  stay_id uuid,
  stay_was text,
  segregated_at timestamptz,
  freed_at timestamptz,
  assignee text,
  opened_at timestamptz not null,
  opened_by text,
  opened_by_id text,
  decision text,
  decision_reason text,
  decided_at timestamptz,
  decided_by text,
  decided_by_id text,
  outcome text,
  outcome_reason text,
  closed_at timestamptz,
  closed_by text,
  closed_by_id text
);
create index cases_by_age on cases (opened_at desc, id desc);
create index cases_by_facility on cases (facility_id, opened_at desc, id desc);
create index cases_by_container on cases (container, opened_at desc) where container is not null;
create index cases_by_company on cases (company_id, opened_at desc) where company_id is not null;
create index cases_by_transit on cases (transit_id) where transit_id is not null;
create index cases_setting_apart on cases (stay_id) where segregated_at is not null and freed_at is null;

create table case_acts (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases on delete cascade,
  at timestamptz not null default clock_timestamp(),
  what text not null,
  by text,
  by_id text,
  text text,
  data jsonb
);
create index case_acts_by_case on case_acts (case_id, id);

-- no reference to the evidence: the hash stays when the content has been kept long enough
create table case_evidence (
  case_id uuid not null references cases on delete cascade,
  evidence_id uuid not null,
  sha256 text not null,
  at timestamptz not null default now(),
  by text,
  by_id text,
  primary key (case_id, evidence_id)
);
create index case_evidence_by_evidence on case_evidence (evidence_id);

-- in the transaction of the alarm, whoever writes it; the function is the access page's (libs/store/src/cases/owner-functions.ts)
create function look_for_case() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.withdrawn is distinct from old.withdrawn then perform follow_alarm_by_case(new.id); end if;
  return null;
end $$;
create trigger alarm_opens_case after insert or update of withdrawn on alarms for each row execute function look_for_case();
`,
  series: [],
};
