import type { ClientBase, Pool, QueryResultRow } from 'pg';

const ROWS = 5_000;

/** The rows of a query, some thousands at a time, so that no more of them are held at once. @param tx in a transaction */
export async function* pagesOf<R extends QueryResultRow>(
  tx: ClientBase,
  text: string,
  values: readonly unknown[],
): AsyncGenerator<R[]> {
  await tx.query(`declare pages no scroll cursor for ${text}`, [...values]);
  for (;;) {
    const { rows } = await tx.query<R>(`fetch ${ROWS} from pages`);
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.query('close pages');
}

/** The same in a transaction of its own. */
export async function* pagesInTransaction<R extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): AsyncGenerator<R[]> {
  const client = await pool.connect();
  try {
    await client.query('begin read only');
    yield* pagesOf<R>(client, text, values);
  } finally {
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}
