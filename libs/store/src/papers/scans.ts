import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** What stands there was scanned; the first time stands. @returns when it was, undefined where it does not stand or no scan was ordered */
export async function markScanned(
  tx: Queryable,
  facilityId: string,
  container: string,
  at: Instant,
): Promise<Instant | undefined> {
  const { rows } = await tx.query<{ at: Date }>(
    `update stays set scanned_at = coalesce(scanned_at, $3)
     where facility_id = $1 and container = $2 and out_at is null and scan_ordered returning scanned_at as at`,
    [facilityId, container, new Date(at)],
  );
  return rows[0]?.at.getTime();
}
