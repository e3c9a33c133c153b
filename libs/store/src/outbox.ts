import type { Pool } from 'pg';

/** A row of the outbox that has not left yet. */
export interface UnsentRow {
  readonly id: string;
  readonly topic: string;
  readonly payload: unknown;
}

/** The oldest unsent rows of a channel, in order. */
export async function readUnsent(pool: Pool, channel: string, limit: number): Promise<UnsentRow[]> {
  const { rows } = await pool.query<UnsentRow>({
    name: 'read-unsent',
    text: `select id, topic, payload from outbox where sent_at is null and channel = $1 order by id limit $2`,
    values: [channel, limit],
  });
  return rows;
}

export async function countUnsent(pool: Pool, channel: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int4 as n from outbox where sent_at is null and channel = $1',
    [channel],
  );
  return rows[0]!.n;
}

export async function markSent(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query({
    name: 'mark-sent',
    text: 'update outbox set sent_at = now() where id = any($1::bigint[])',
    values: [ids],
  });
}

export async function deleteSent(pool: Pool, before: Date): Promise<void> {
  await pool.query('delete from outbox where sent_at < $1', [before]);
}
