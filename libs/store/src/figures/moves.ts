import { MOVED_AT, type TransitMove } from '../queries/transits.js';
import type { Queryable } from '../queries/queryable.js';
import { BINS, type Bucket, type FigureRange } from './alarms.js';

/** Transits that were registered, departed or arrived in a range. */
export interface MoveCount {
  readonly what: TransitMove;
  readonly group: 'all' | 'at' | 'carrier' | 'route';
  readonly key: string | null;
  readonly at: Date | null;
  readonly count: number;
}

/** Of the transits that one sees; by carrier and route those that departed. */
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
       select 'departed', case when grouping(carrier_id) = 0 then 'carrier' else 'route' end, coalesce(carrier_id, route_id), null, count(*)::int4
       from transits where departed_at >= $1 and departed_at < $2 group by grouping sets ((carrier_id), (route_id))) counted
     order by at, count desc, key`,
    [new Date(from), new Date(to)],
  );
  return rows.filter(({ group, key }) => group === 'all' || group === 'at' || key !== null);
}

/** Passages of one gate in a range. */
export interface PassageCount {
  readonly gate_id: string;
  readonly count: number;
  readonly in: number;
  readonly out: number;
  /** How many were held at first. */
  readonly held: number;
}

/** Of the gates that one sees; the busiest first. */
export async function countPassages(db: Queryable, { from, to }: FigureRange): Promise<PassageCount[]> {
  const { rows } = await db.query<{ [K in keyof PassageCount]: PassageCount[K] }>(
    `select gate as gate_id, passed as count, went_in as in, went_out as out, stopped as held from count_passages($1, $2)
     where passed > 0 order by passed desc, gate`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
