import type { Pool } from 'pg';

/** A row of the outbox that has not left yet. */
export interface UnsentRow {
  readonly id: string;
  readonly topic: string;
  readonly payload: unknown;
}

/**
 * Notes that rows of a channel have left, and answers its oldest that have not, in order: one commit, beside those that trucks wait for. Rows that
 * went over to another channel meanwhile have not left.
 */
export async function takeUnsent(
  pool: Pool,
  channel: string,
  { sent, limit }: { readonly sent: readonly string[]; readonly limit: number },
): Promise<UnsentRow[]> {
  const { rows } = await pool.query<UnsentRow>({
    name: 'take-unsent',
    text: `with noted as (update outbox set sent_at = now() where id = any($2::bigint[]) and channel = $1)
      select id, topic, payload from outbox
      where sent_at is null and channel = $1 and id <> all($2::bigint[]) order by id limit $3`,
    values: [channel, sent, limit],
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

/** The channel of what waits until its addressee has said that it has it. */
export const HELD = 'held';

/** From now on rows wait for their addressees and hold nobody else back. */
export async function holdRows(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query({
    name: 'hold-rows',
    text: `update outbox set channel = '${HELD}' where id = any($1::bigint[]) and sent_at is null`,
    values: [ids],
  });
}

/** The oldest of what waits for the addressee of a topic, in order. */
export async function readHeld(pool: Pool, topic: string, limit: number): Promise<UnsentRow[]> {
  const { rows } = await pool.query<UnsentRow>({
    name: 'read-held',
    text: `select id, topic, payload from outbox where sent_at is null and channel = '${HELD}' and topic = $1 order by id limit $2`,
    values: [topic, limit],
  });
  return rows;
}

/** Rows have been taken by their addressees. */
export async function markTaken(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query({
    name: 'mark-taken',
    text: `update outbox set sent_at = now() where id = any($1::bigint[]) and channel = '${HELD}'`,
    values: [ids],
  });
}

/**
 * Gives up what was never taken: older than a time, or further back than the newest `most` of its topic. A notice is never given up: it waits
 * for its receipt.
 * @returns how many
 */
export async function giveUpHeld(pool: Pool, before: Date, most: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from outbox where id in (
       select id from (
         select id, created_at, row_number() over (partition by topic order by id desc) as place
         from outbox where sent_at is null and channel = '${HELD}' and topic not like '%/notices'
       ) waiting where created_at < $1 or place > $2
     )`,
    [before, most],
  );
  return rowCount ?? 0;
}

export async function deleteSent(pool: Pool, before: Date): Promise<void> {
  await pool.query('delete from outbox where sent_at < $1', [before]);
}
