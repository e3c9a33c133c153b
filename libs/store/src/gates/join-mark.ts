import type { Instant } from '@haidang/domain';
import type { Pool } from 'pg';

const JOIN = 'join';

/** Up to when what came in is joined, but for what waits for its time; null before the first time. */
export async function readJoinMark(db: Pool): Promise<Instant | null> {
  const { rows } = await db.query<{ mark: number }>(
    `select (value #>> '{}')::float8 as mark from settings where name = $1`,
    [JOIN],
  );
  return rows[0]?.mark ?? null;
}

export async function writeJoinMark(db: Pool, mark: Instant): Promise<void> {
  await db.query(
    `insert into settings (name, value) values ($1, to_jsonb($2::float8))
      on conflict (name) do update set value = excluded.value`,
    [JOIN, mark],
  );
}
