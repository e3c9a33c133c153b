import { VIETNAM_TIME, type Instant, type Millis } from '@haidang/domain';
import { OFFICE_OF_ALARM } from '../queries/alarms.js';
import type { Queryable } from '../queries/queryable.js';

/** Times from the one up to, and not at, the other. */
export interface FigureRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** How long a bar of a chart is. */
export type Bucket = 'hour' | 'day' | 'week';

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
  /** Half of those, and nine of ten, were acknowledged within this time; null: none was. */
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
  const within = (share: number) =>
    `(percentile_cont(${share}) within group (order by waited) filter (where waited is not null))::float8`;
  const { rows } = await db.query<{ [K in keyof AlarmCount]: AlarmCount[K] }>(
    `with own as (
       select kind, severity, ending, transits.carrier_id as carrier, transits.route_id as route, ${OFFICE_OF_ALARM} as office,
         date_trunc($3, raised_at, $4) as at, extract(epoch from acknowledged_at - raised_at) * 1000 as waited
       from alarms left join transits on transits.id = alarms.transit_id where raised_at >= $1 and raised_at < $2)
     select case grouping(at, kind, office, carrier, route) when 15 then 'at' when 23 then 'kind' when 27 then 'office' when 29 then 'carrier'
         when 30 then 'route' else 'all' end as group,
       coalesce(kind, office, carrier, route) as key, at, count(*)::int4 as count,
       ${of(`severity = 'critical'`)} as critical, ${of(`severity = 'major'`)} as major, ${of(`severity = 'minor'`)} as minor,
       ${of(`ending in ('true', 'false', 'permitted')`)} as judged, ${of(`ending = 'false'`)} as false,
       count(waited)::int4 as acknowledged, ${within(0.5)} as half, ${within(0.9)} as most
     from own group by grouping sets ((at), (kind), (office), (carrier), (route), ()) order by at, count desc, key`,
    [new Date(from), new Date(to), bucket, VIETNAM_TIME],
  );
  // a grouping set has a row for those that have none of it
  return rows.filter(({ group, key }) => group === 'all' || group === 'at' || key !== null);
}
