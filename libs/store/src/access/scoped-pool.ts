import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { inTransaction, type Queryable } from '../queries/queryable.js';
import type { Actor } from '../actor.js';
import { enterScope, nameOf, queryScoped } from './scoped-query.js';

/**
 * The serving role's connections: whatever is asked is asked in somebody's scope. Without one the database is asked all the same, and shows
 * nothing.
 */
export class ScopedPool implements Queryable {
  /** @param actorNow in whose name the work at hand is done */
  constructor(
    private readonly pool: Pool,
    private readonly actorNow: () => Actor | undefined,
  ) {}

  /** For work that goes on after its request: in the scope of whoever acts now. */
  asNow(): ScopedPool {
    const scope = this.actorNow();
    return new ScopedPool(this.pool, () => scope);
  }

  /** One statement, which is a transaction by itself. */
  async query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>> {
    const scope = this.actorNow();
    if (scope === undefined) return this.pool.query<R>({ name: nameOf(text), text, values: values ?? [] });
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      return await queryScoped<R>(client, scope, text, values);
    } catch (error) {
      broken = isOfTheConnection(error) ? (error as Error) : undefined;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Several statements; whatever `work` throws rolls everything back. */
  transaction<T>(work: (tx: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (tx) => {
      const scope = this.actorNow();
      if (scope !== undefined) await enterScope(tx, scope);
      return work(tx);
    });
  }
}

/** What PostgreSQL itself answers leaves the connection whole, but for the classes that end it. */
function isOfTheConnection(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P)/.test(code);
}
