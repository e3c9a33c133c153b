import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** The passage by which a container's papers were used up. */
export interface Use {
  readonly gateId: string;
  readonly passageId: string;
  readonly at: Instant;
}

/** The last at a facility; what a port reported was used up by no passage. */
export async function findLastUse(
  db: Queryable,
  container: string,
  facilityId: string,
): Promise<Use | undefined> {
  const { rows } = await db.query<{ gateId: string; passageId: string; at: Date }>(
    `select used_gate as "gateId", used_passage as "passageId", used_at as at from eligibilities
     where container = $1 and facility_id = $2 and state = 'used' and used_gate is not null and used_passage is not null
     order by used_at desc limit 1`,
    [container, facilityId],
  );
  return rows[0] === undefined ? undefined : { ...rows[0], at: rows[0].at.getTime() };
}
