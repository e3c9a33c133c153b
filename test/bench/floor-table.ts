import { DAY, type Instant } from '@haidang/domain';
import { ALL_SERIES } from '@haidang/store';
import type { ClientBase } from 'pg';

export const FLOOR_TABLE = 'floor_fixes';
/** The oldest backlog a load sends, and the day a run may end in. */
const DAYS_BACK = 4;
const DAYS_AHEAD = 1;

/**
 * Makes the floor program's table from the definition of the platform's own: the same columns, key, index and day
 * partitions, logged like it.
 */
export async function createFloorTable(client: ClientBase, now: Instant): Promise<void> {
  const fixes = ALL_SERIES.find((series) => series.table === 'fixes');
  if (fixes === undefined) throw new Error('the store has no series of fixes');
  await client.query(
    `create table ${FLOOR_TABLE} (${fixes.columns}) partition by range (${fixes.timeColumn})`,
  );
  for (const index of fixes.indexes) await client.query(index.replaceAll(/\bfixes/g, FLOOR_TABLE));
  const today = Math.floor(now / DAY) * DAY;
  for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day++) {
    const from = new Date(today + day * DAY).toISOString();
    const to = new Date(today + (day + 1) * DAY).toISOString();
    await client.query(
      `create table ${FLOOR_TABLE}_${from.slice(0, 10).replaceAll('-', '')}
       partition of ${FLOOR_TABLE} for values from ('${from}') to ('${to}')`,
    );
  }
}
