import { VIETNAM_TIME } from '@haidang/domain';
import { MOVED_AT, type TransitMove } from '../queries/transits.js';
import type { Queryable } from '../queries/queryable.js';
import type { Bucket, FigureRange } from './alarms.js';

/** Transits that were registered, departed or arrived in a range. */
export interface MoveCount {
  readonly what: TransitMove;
  readonly group: 'all' | 'at' | 'carrier' | 'route';
  readonly key: string | null;
  readonly at: Date | null;
  readonly count: number;
}

/** Of the transits that one sees. */
export async function countMoves(
  db: Queryable,
  { from, to }: FigureRange,
  bucket: Bucket,
): Promise<MoveCount[]> {
  const moved = Object.entries(MOVED_AT).map(
    ([what, column]) =>
      `select '${what}' as what, date_trunc($3, ${column}, $4) as at, carrier_id as carrier, route_id as route from transits
        where ${column} >= $1 and ${column} < $2`,
  );
  const { rows } = await db.query<{ [K in keyof MoveCount]: MoveCount[K] }>(
    `with moved as (${moved.join(' union all ')})
     select what, case grouping(at, carrier, route) when 3 then 'at' when 5 then 'carrier' when 6 then 'route' else 'all' end as group,
       coalesce(carrier, route) as key, at, count(*)::int4 as count
     from moved group by grouping sets ((what, at), (what, carrier), (what, route), (what)) order by at, count desc, key`,
    [new Date(from), new Date(to), bucket, VIETNAM_TIME],
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
    `select gate_id, count(*)::int4 as count, count(*) filter (where direction = 'in')::int4 as in,
       count(*) filter (where direction = 'out')::int4 as out, count(*) filter (where decision ->> 'verdict' = 'hold')::int4 as held
     from passages_seen where time >= $1 and time < $2 and gate_id in (select id from gates)
     group by gate_id order by count desc, gate_id`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
