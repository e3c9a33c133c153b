import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';

/** A pool, or one connection of it inside a transaction. */
export interface Queryable {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
}

/**
 * Runs `work` in one transaction and commits it; whatever it throws rolls everything back and is thrown on.
 * A connection that cannot even roll back is not given back to the pool.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}

/**
 * SQL text of a time with all its microseconds, UTC, for cursors: a `Date` would cut three digits off and a page could
 * repeat or leave out a row.
 * @param column a column's name, never a value
 */
export function preciseTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The place of the last row of a page ordered by a time and an id. */
export interface TimePlace {
  /** As {@link preciseTime} writes it. */
  readonly at: string;
  readonly id: string;
}

/** A row and its place in the order of the list. */
export interface Placed<T> {
  readonly place: TimePlace;
  readonly value: T;
}

/**
 * `id = …` for one or several ids, with the statement's first value. For one it is told apart: of a list PostgreSQL does not know how many it will hold, so that it
 * plans for each anew.
 */
export function amongIds(ids: readonly string[]): { readonly sql: string; readonly value: unknown } {
  return ids.length === 1 ? { sql: '= $1', value: ids[0] } : { sql: '= any($1::text[])', value: ids };
}
