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

/** Half of those to which something happened, and nine of ten, had it happen within this time after they were raised; null: it happened to none. */
export type Soon = readonly [half: Millis, most: Millis] | null;

/** Alarms that were raised in a range, of one group. */
export interface AlarmCount {
  readonly group: AlarmGroup;
  /** The kind, or an id; null of `all` and `at`, and of those that have none of it: of no transit, of no office. */
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
  /** Somebody who was sent stood where it was raised. */
  readonly on_spot: number;
  /** How soon; of carriers and routes it is not asked. */
  readonly acknowledged_in: Soon;
  readonly judged_in: Soon;
  readonly on_spot_in: Soon;
}

/** Of the alarms that one sees. What is of no transit has no carrier and no route. */
export async function countAlarms(
  db: Queryable,
  { from, to }: FigureRange,
  bucket: Bucket,
): Promise<AlarmCount[]> {
  const of = (what: string) => `count(*) filter (where ${what})::int4`;
  const counts = `count(*)::int4 as count, ${of(`severity = 'critical'`)} as critical, ${of(`severity = 'major'`)} as major,
    ${of(`severity = 'minor'`)} as minor, ${of('is_judged')} as judged, ${of(`ending = 'false'`)} as false,
    count(waited)::int4 as acknowledged, count(travelled)::int4 as on_spot`;
  const after = (column: string) => `extract(epoch from ${column} - raised_at)::float8 * 1000`;
  const within = (time: string) => `percentile_cont('{0.5,0.9}'::float8[]) within group (order by ${time})`;
  // percentiles have every group sorted: hundreds of carriers and routes are counted beside them
  const { rows } = await db.query<{ [K in keyof AlarmCount]: AlarmCount[K] }>(
    `with own as materialized (
       select kind, severity, ending, carrier, route, office, ${BINS[bucket]('raised_at')} as at, ending in ('true', 'false', 'permitted') as is_judged,
         ${after('acknowledged_at')} as waited, ${after('on_spot_at')} as travelled,
         case when ending in ('true', 'false', 'permitted') then ${after('resolved_at')} end as stood
       from alarm_marks where raised_at >= $1 and raised_at < $2)
     select case grouping(at, kind, office) when 3 then 'at' when 5 then 'kind' when 6 then 'office' else 'all' end as group,
       coalesce(kind, office) as key, at, ${counts}, ${within('waited')} as acknowledged_in, ${within('stood')} as judged_in, ${within('travelled')} as on_spot_in
     from own group by grouping sets ((at), (kind), (office), ())
     union all
     select case grouping(carrier) when 0 then 'carrier' else 'route' end, coalesce(carrier, route), null, ${counts}, null, null, null
     from own group by grouping sets ((carrier), (route))
     order by at, count desc, key`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
