import type { Instant, Millis, Purpose, StayState, TransportMode } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { conditionsOf, UNCLAIMED, type YardFilter } from './filter.js';

/** So many of one kind stand at a facility. */
export interface YardCount {
  readonly facilityId: string;
  readonly purpose: Purpose | null;
  readonly state: StayState;
  readonly mode: TransportMode | null;
  readonly count: number;
  readonly overdue: number;
}

/** How long they stand, at one facility or (`null`) at all of them. */
export interface YardDwell {
  readonly facilityId: string | null;
  readonly median: Millis;
  readonly p90: Millis;
}

export async function countStanding(
  db: Queryable,
  filter: YardFilter,
  unclaimedBefore: Instant,
): Promise<YardCount[]> {
  const { where, values } = conditionsOf(filter, unclaimedBefore);
  const before = `$${values.push(new Date(unclaimedBefore))}::timestamptz`;
  const { rows } = await db.query<YardCount>(
    `select s.facility_id as "facilityId", s.purpose, s.state, s.mode, count(*)::int4 as count,
       (count(*) filter (where ${UNCLAIMED(before)}))::int4 as overdue
     from stays s where ${where} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    values,
  );
  return rows;
}

/** @param now until which they have stood */
export async function measureDwell(
  db: Queryable,
  filter: YardFilter,
  unclaimedBefore: Instant,
  now: Instant,
): Promise<YardDwell[]> {
  const { where, values } = conditionsOf(filter, unclaimedBefore);
  const until = `$${values.push(new Date(now))}::timestamptz`;
  const { rows } = await db.query<{ facility_id: string | null; dwell: [number, number] }>(
    `select s.facility_id, percentile_cont(array[0.5, 0.9]) within group (
       order by greatest(0, extract(epoch from ${until} - s.in_at))::float8 * 1000) as dwell
     from stays s where ${where} group by grouping sets ((s.facility_id), ())`,
    values,
  );
  return rows
    .filter(({ dwell }) => dwell !== null)
    .map(({ facility_id, dwell: [median, p90] }) => ({
      facilityId: facility_id,
      median: Math.round(median),
      p90: Math.round(p90),
    }));
}
