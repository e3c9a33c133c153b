import { TRANSIT_STEPS, type Instant, type TransitStep } from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import type { WatchHistory, WatchKey } from './history.js';

/** A watch and when its transit began. */
export interface WatchSince extends WatchKey {
  readonly since: Instant;
}

/**
 * The steps of those of these watches of which nothing else is known: no fix, no alarm, no tick. Whoever has many watches to begin asks
 * once for all of them.
 * @returns by `seals.key`; a watch that is missing has more to fold
 */
export async function readQuietWatches(
  db: Pool | ClientBase,
  watches: readonly WatchSince[],
): Promise<Map<number, WatchHistory['steps']>> {
  const { rows } = await db.query<{ seal: number; step: TransitStep | null; at: Date; recorded_at: Date }>({
    name: 'read-quiet-watches',
    text: `select w.seal, s.step, s.at, s.recorded_at
      from unnest($1::int4[], $2::text[], $3::text[], $4::timestamptz[]) as w (seal, seal_id, transit_id, since)
      left join transit_steps s on s.transit_id = w.transit_id and s.at >= w.since and s.step = any ($5)
      where not exists (select 1 from fixes f where f.seal = w.seal and f.time >= w.since and not f.too_old)
        and not exists (select 1 from alarms a where a.transit_id = w.transit_id and a.seal_id = w.seal_id)
        and not exists (select 1 from watch_ticks t where t.seal = w.seal and t.transit_id = w.transit_id)
      order by w.seal, s.at, s.id`,
    values: [
      watches.map(({ seal }) => seal),
      watches.map(({ sealId }) => sealId),
      watches.map(({ transitId }) => transitId),
      watches.map(({ since }) => new Date(since)),
      Object.keys(TRANSIT_STEPS),
    ],
  });
  const quiet = new Map<number, WatchHistory['steps'][number][]>();
  for (const { seal, step, at, recorded_at } of rows) {
    const steps = quiet.get(seal) ?? [];
    quiet.set(seal, steps);
    if (step !== null) steps.push({ step, time: at.getTime(), mark: recorded_at.getTime() });
  }
  return quiet;
}
