export type DoubtSubject = 'container' | 'company';

/**
 * Where doubt points come from, each as SQL that gives `container`, `company_id`, `rule`, `at`, `evidence_kind`, `evidence_id`, `measured`.
 * `$1`: since when, `$2`: the rules that have a number. Who asks sees what the row-level security lets them see, and gets points of that alone.
 */

/** The company of a container's newest paper of before a time. */
const ownerAt = (container: string, at: string) => `left join lateral (
    select d.company_id from eligibilities e join declarations d on d.number = e.declaration
    where e.container = ${container} and e.issued_at <= ${at} order by e.issued_at desc limit 1) owner on true`;

/** A case that turned out as it was said. */
const CASES = `select c.container, coalesce(c.company_id, d.company_id) as company_id, 'case.confirmed' as rule, c.opened_at as at, 'case' as evidence_kind,
    c.id::text as evidence_id, jsonb_build_object('number', c.number, 'kind', c.kind) as measured
  from cases c left join declarations d on d.number = c.declaration where c.outcome = 'confirmed'`;

/** One that a person ended as true, and that the engine has not taken back. Once a case of it is closed, the case counts, or does not. */
const alarms = (container: string, company: string) => `select a.container, d.company_id,
    case when 'alarm.' || a.kind = any ($2::text[]) then 'alarm.' || a.kind else 'alarm.' || a.severity end, a.at, 'alarm', a.id::text,
    jsonb_build_object('kind', a.kind, 'severity', a.severity)
  from true_alarms($1::timestamptz, ${container}, ${company}) a left join declarations d on d.number = a.declaration
  where not exists (select from cases c where c.alarm_id = a.id and c.state = 'closed')`;

/** Left without the scan that was ordered (form 03). */
const SCANS = `select s.container, owner.company_id, 'scan.skipped', s.out_at, 'stay', s.id::text, jsonb_build_object('facilityId', s.facility_id)
  from stays s ${ownerAt('s.container', 's.out_at')}
  where s.scan_ordered and s.scanned_at is null and s.out_at is not null and s.state <> 'withdrawn'`;

const LATE_REPORTS = `select m.container, d.company_id, 'report.late', m.at, 'port_message', m.id::text,
    jsonb_build_object('form', m.form, 'minutes', round(extract(epoch from m.received_at - m.at) / 60))
  from port_messages m left join eligibilities e on e.id = m.eligibility_id
    left join declarations d on d.number = coalesce(m.body ->> 'declaration', e.declaration)
  where 'reported_late' = any (m.flags) and m.state = 'taken'`;

/** What was suspended once and used all the same: resumed, or let through by an officer. */
const AFTER_SUSPENSION = `select e.container, d.company_id, 'eligibility.after_suspension', e.used_at, 'eligibility', e.id::text,
    jsonb_build_object('reason', e.reason)
  from eligibilities e left join declarations d on d.number = e.declaration where e.state = 'used' and e.reason is not null`;

const LANDED_BEFORE = `exists (select from stays s where s.container = b.container and s.state <> 'withdrawn'
      and s.in_at between d.registered_at - interval '90 days' and d.corrected_at)`;
const boxesOf = (where: string) => `(
    select declaration, container from eligibilities where container is not null ${where}
    union select declaration, container from expected_containers where declaration is not null ${where}) b`;

/** A declaration whose goods, company or purpose were changed when its container had landed: once, of however many of a company's. */
const corrections = (subject: DoubtSubject) =>
  subject === 'container'
    ? `select b.container, d.company_id, 'declaration.corrected', d.corrected_at, 'declaration', d.number, '{}'::jsonb
        from declarations d join ${boxesOf('')} on b.declaration = d.number where d.corrected_at is not null and ${LANDED_BEFORE}`
    : `select null, d.company_id, 'declaration.corrected', d.corrected_at, 'declaration', d.number, '{}'::jsonb from declarations d
        where d.corrected_at is not null and exists (select from ${boxesOf('and declaration = d.number')} where ${LANDED_BEFORE})`;

/** By functions of the owner's: the passages are a series. @param container SQL of the one that is asked for, `null::text`: all */
const gates = (
  container: string,
) => `select p.container, owner.company_id, p.rule, p.at, 'passage', p.gate_id || '/' || p.id, p.measured
  from doubtful_passages($1::timestamptz, ${container}) p ${ownerAt('p.container', `p.at + interval '1 day'`)}`;

/** All of it as one table, each thing once. @param one SQL of the one that is asked for; `null::text`: of all */
export const doubtReasons = (subject: DoubtSubject, one: string): string => {
  const [container, company] = subject === 'container' ? [one, 'null::text'] : ['null::text', one];
  return [
    ...[CASES, alarms(container, company), gates(container), SCANS, LATE_REPORTS, AFTER_SUSPENSION],
    corrections(subject),
  ].join('\nunion all\n');
};
