import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

const NAME = 'deadlines_looked_at';

/** Up to when it was looked what has been missed, and by which terms; undefined before the first look. */
export async function readDeadlineLook(db: Queryable): Promise<{ at: Instant; terms: string } | undefined> {
  const { rows } = await db.query<{ value: { at: Instant; terms: string } }>(
    'select value from settings where name = $1',
    [NAME],
  );
  return rows[0]?.value;
}

export async function writeDeadlineLook(
  db: Queryable,
  look: { readonly at: Instant; readonly terms: string },
): Promise<void> {
  await db.query(
    `insert into settings (name, value) values ($1, $2::jsonb) on conflict (name) do update set value = excluded.value`,
    [NAME, JSON.stringify(look)],
  );
}
