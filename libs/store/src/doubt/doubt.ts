import type { DoubtEvidence, DoubtReason, DoubtSettings, Instant } from '@haidang/domain';
import { doubtWindow } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { doubtReasons, type DoubtSubject } from './sources.js';

export type { DoubtSubject } from './sources.js';

export interface DoubtReasonRecord extends DoubtReason {
  /** What was seen, in words and numbers of its own kind. */
  readonly measured: Readonly<Record<string, unknown>>;
}

const COLUMN = { container: 'container', company: 'company_id' } as const;

const reasonsOf = (subject: DoubtSubject, one: string, where: string) =>
  `select i.${COLUMN[subject]} as subject, i.rule, i.at, i.evidence_kind, i.evidence_id, i.measured
  from (${doubtReasons(subject, one)}) i where i.${COLUMN[subject]} ${where} and i.at > $1::timestamptz and i.at <= $3::timestamptz`;

/** Why there is doubt about one, the newest first. @param id a container's number or a company's tax number */
export async function readDoubt(
  db: Queryable,
  subject: DoubtSubject,
  id: string,
  settings: DoubtSettings,
  now: Instant,
): Promise<DoubtReasonRecord[]> {
  const { rows } = await db.query<{
    rule: string;
    at: Date;
    evidence_kind: DoubtEvidence;
    evidence_id: string;
    measured: Record<string, unknown>;
  }>(
    `select * from (${reasonsOf(subject, '$4::text', '= $4::text')}) reasons
      order by at desc, rule, evidence_id`,
    [new Date(now - doubtWindow(settings)), Object.keys(settings.points), new Date(now), id],
  );
  return rows.map(({ rule, at, evidence_kind: kind, evidence_id, measured }) => ({
    ...{ rule, at: at.getTime(), evidence: { kind, id: evidence_id }, measured },
  }));
}

export interface Doubted {
  readonly id: string;
  /** Of a company: by its newest declaration. */
  readonly name: string | null;
  readonly points: number;
  readonly reasons: number;
}

/**
 * Those there is most doubt about, by their points; the same adding up as libs/domain doubt.ts, which a test holds it to.
 * @param page `now` is of the first page, so that the order is one
 */
export async function rankDoubt(
  db: Queryable,
  subject: DoubtSubject,
  settings: DoubtSettings,
  page: {
    readonly now: Instant;
    readonly after: { readonly points: number; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<Doubted[]> {
  const name =
    subject === 'company'
      ? `(select d.company_name from declarations d where d.company_id = s.subject and d.company_name is not null
          order by d.registered_at desc limit 1)`
      : 'null';
  const rules = Object.keys(settings.points);
  const { rows } = await db.query<{ id: string; name: string | null; points: number; reasons: number }>(
    `with reasons as (${reasonsOf(subject, 'null::text', 'is not null')}),
     scored as (
       select subject, sum(r.points / power(2, greatest(0, floor(extract(epoch from $3::timestamptz - at)::float8 / (86400 * $5::float8)))))::float8 as points,
         count(*)::int4 as reasons
       from reasons join unnest($2::text[], $4::float8[]) r (rule, points) using (rule)
       where r.points <> 0 group by subject)
     select s.subject as id, s.points, s.reasons, ${name} as name
     from (select * from scored where points > 0 and ($6::float8 is null or points < $6 or (points = $6 and subject > $7::text))
       order by points desc, subject limit $8) s
     order by s.points desc, s.subject`,
    [
      ...[new Date(page.now - doubtWindow(settings)), rules, new Date(page.now)],
      ...[rules.map((rule) => settings.points[rule]), settings.halveDays],
      ...[page.after?.points ?? null, page.after?.id ?? null, page.limit],
    ],
  );
  return rows;
}
