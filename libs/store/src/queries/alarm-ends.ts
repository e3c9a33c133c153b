import { ENDED_BY_OFFICER, FOUND_KINDS, type Instant } from '@haidang/domain';
import type { Queryable } from './queryable.js';

/**
 * A transit that is over is no longer watched: what was still going on ended with it, but for what only an officer ends, meetings, which
 * are judged of both transits together, and what was found beside the engine and follows from other facts. In the transaction of the
 * step, whose lock on the transit keeps the engine from saying more of it meanwhile.
 * @returns the ids of the alarms that ended
 */
export async function endAlarmsOfTransit(tx: Queryable, transitId: string, at: Instant): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(`select end_alarms_of_transit($1, $2, $3) as id`, [
    transitId,
    new Date(at),
    [...ENDED_BY_OFFICER, ...FOUND_KINDS, 'rendezvous'],
  ]);
  return rows.map(({ id }) => id);
}
