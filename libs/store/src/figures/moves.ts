import { MOVED_AT, type TransitMove } from '../queries/transits.js';
import type { Queryable } from '../queries/queryable.js';
import { BINS, type Bucket, type FigureRange } from './alarms.js';

/** Transits that were registered, departed or arrived in a range. */
export interface MoveCount {
  readonly what: TransitMove;
  readonly group: 'all' | 'at' | 'office' | 'carrier' | 'route';
  /** An id; null also of those that have no carrier, or leave from where no office is. */
  readonly key: string | null;
  readonly at: Date | null;
  readonly count: number;
}

/** Of the transits that one sees; by office of departure, carrier and route those that departed. */
export async function countMoves(
  db: Queryable,
  { from, to }: FigureRange,
  bucket: Bucket,
): Promise<MoveCount[]> {
  const bars = Object.entries(MOVED_AT).map(
    ([what, column]) =>
      `select '${what}' as what, case when grouping(at) = 1 then 'all' else 'at' end as group, null as key, at, count(*)::int4 as count
        from (select ${BINS[bucket](column)} as at from transits where ${column} >= $1 and ${column} < $2) moved group by grouping sets ((at), ())`,
  );
  const { rows } = await db.query<{ [K in keyof MoveCount]: MoveCount[K] }>(
    `select * from (${bars.join(' union all ')} union all
       select 'departed', case grouping(office, carrier_id, route_id) when 3 then 'office' when 5 then 'carrier' else 'route' end,
         coalesce(office, carrier_id, route_id), null, count(*)::int4
       from (select f.organisation_id as office, t.carrier_id, t.route_id from transits t join facilities f on f.id = t.from_id
         where t.departed_at >= $1 and t.departed_at < $2) left_in group by grouping sets ((office), (carrier_id), (route_id))) counted
     order by at, count desc, key`,
    [new Date(from), new Date(to)],
  );
  return rows;
}

/** Passages in a range: of one gate, or of all of them in one bar. */
export interface PassageCount {
  /** Null: of the bar that begins at `at`. */
  readonly gate_id: string | null;
  readonly at: Date | null;
  readonly count: number;
  readonly in: number;
  readonly out: number;
  /** How many were held at first. */
  readonly held: number;
}

const LONG: Readonly<Record<Bucket, string>> = { hour: '1 hour', day: '1 day', week: '7 days' };

/** Of the gates that one sees: the gates, the busiest first, and then the bars. */
export async function countPassages(
  db: Queryable,
  { from, to }: FigureRange,
  bucket: Bucket,
): Promise<PassageCount[]> {
  const { rows } = await db.query<{ [K in keyof PassageCount]: PassageCount[K] }>(
    `select gate as gate_id, bar as at, passed as count, went_in as in, went_out as out, stopped as held from count_passages($1, $2, $3)
     where passed > 0 order by bar nulls first, passed desc, gate`,
    [new Date(from), new Date(to), LONG[bucket]],
  );
  return rows;
}
