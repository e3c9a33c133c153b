import type { Instant, Millis } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** Times from the one up to, and not at, the other. */
export interface FigureRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** How long a bar of a chart is. */
export type Bucket = 'hour' | 'day' | 'week';

/**
 * SQL of the bar that a time falls into: hours, days and weeks of Vietnam, whose clock has stood at +07 since 1975. `date_trunc` with a zone says
 * the same in ten times as long.
 */
export const BINS: Readonly<Record<Bucket, (time: string) => string>> = {
  hour: (time) => `date_bin('1 hour', ${time}, '2024-01-01T00:00+07')`,
  day: (time) => `date_bin('1 day', ${time}, '2024-01-01T00:00+07')`,
  // a Monday
  week: (time) => `date_bin('7 days', ${time}, '2024-01-01T00:00+07')`,
};

/** By what alarms are counted. */
export type AlarmGroup = 'all' | 'at' | 'kind' | 'office' | 'carrier' | 'route';

/** Alarms that were raised in a range, of one group. */
export interface AlarmCount {
  readonly group: AlarmGroup;
  /** The kind, or an id; null of `all` and `at`. */
  readonly key: string | null;
  /** When the bar begins, of `at`. */
  readonly at: Date | null;
  readonly count: number;
  readonly critical: number;
  readonly major: number;
  readonly minor: number;
  /** A person said what was found. */
  readonly judged: number;
  /** And that there was nothing. */
  readonly false: number;
  readonly acknowledged: number;
  /** Of `all`: half of those, and nine of ten, were acknowledged within this time; null: none was. */
  readonly half: Millis | null;
  readonly most: Millis | null;
}

/** Of the alarms that one sees. What is of no transit has no carrier and no route. */
export async function countAlarms(
  db: Queryable,
  { from, to }: FigureRange,
  bucket: Bucket,
): Promise<AlarmCount[]> {
  const of = (what: string) => `count(*) filter (where ${what})::int4`;
  const within = (share: number) => `percentile_cont(${share}) within group (order by waited)::float8`;
  // the percentiles beside the counts, not among them: they would have every group sorted
  const { rows } = await db.query<{ [K in keyof AlarmCount]: AlarmCount[K] }>(
    `with own as materialized (
       select kind, severity, ending, carrier, route, office, ${BINS[bucket]('raised_at')} as at,
         extract(epoch from acknowledged_at - raised_at)::float8 * 1000 as waited
       from alarm_marks where raised_at >= $1 and raised_at < $2),
     counted as (
       select case grouping(at, kind, office, carrier, route) when 15 then 'at' when 23 then 'kind' when 27 then 'office' when 29 then 'carrier'
           when 30 then 'route' else 'all' end as group,
         coalesce(kind, office, carrier, route) as key, at, count(*)::int4 as count,
         ${of(`severity = 'critical'`)} as critical, ${of(`severity = 'major'`)} as major, ${of(`severity = 'minor'`)} as minor,
         ${of(`ending in ('true', 'false', 'permitted')`)} as judged, ${of(`ending = 'false'`)} as false, count(waited)::int4 as acknowledged
       from own group by grouping sets ((at), (kind), (office), (carrier), (route), ())),
     waited as (select ${within(0.5)} as half, ${within(0.9)} as most from own)
     select counted.*, case when "group" = 'all' then half end as half, case when "group" = 'all' then most end as most
     from counted, waited order by at, count desc, key`,
    [new Date(from), new Date(to)],
  );
  // a grouping set has a row for those that have none of it
  return rows.filter(({ group, key }) => group === 'all' || group === 'at' || key !== null);
}
