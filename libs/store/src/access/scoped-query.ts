import type { Actor } from '../actor.js';
import pg, { type ClientBase, type QueryResult, type QueryResultRow } from 'pg';

const ENTER = { name: 'enter-scope', text: 'select enter_scope($1, $2, $3)' };

/** The part of `pg`'s connection that is spoken to here. */
interface Wire {
  close(message: { type: 'S'; name: string }): void;
  parse(query: { name: string; text: string; types?: number[] }): void;
  bind(config: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void;
  execute(config: object): void;
}

/** The methods of `pg.Query` that its types leave out. */
interface Submitted {
  prepare(connection: Wire): void;
  requiresPreparation(): boolean;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  handleError(error: Error, connection: Wire): void;
}
const AnyQuery = pg.Query as unknown as new (config: object) => Submitted;

/** Connections at which {@link ENTER} is prepared. */
const prepared = new WeakSet<Wire>();

/**
 * A statement with its scope, in one message: what is sent before one Sync is one transaction (PostgreSQL's extended query protocol), so the
 * scope is entered, holds for the statement, and is gone, without a round trip of its own.
 */
class ScopedQuery extends AnyQuery {
  private entered = false;

  constructor(
    config: object,
    private readonly scope: Actor,
  ) {
    super(config);
  }

  /** Also without values: the simple protocol has no place for a second statement. */
  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: Wire): void {
    if (!prepared.has(connection)) {
      // after a failure it may be there all the same; closing what is not there is no error
      connection.close({ type: 'S', name: ENTER.name });
      connection.parse(ENTER);
      prepared.add(connection);
    }
    const { personId, role, organisationId } = this.scope;
    connection.bind({
      statement: ENTER.name,
      values: [personId, role, organisationId],
      valueMapper: (value) => value,
    });
    connection.execute({});
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.entered) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.entered) super.handleCommandComplete(message, connection);
    else this.entered = true;
  }

  override handleError(error: Error, connection: Wire): void {
    // it may be the preparing that failed: it is done again
    if (!this.entered) prepared.delete(connection);
    super.handleError(error, connection);
  }
}

/** Texts are the code's own and few; should that change, what comes after these is planned anew each time. */
const MOST_NAMES = 1_000;
const names = new Map<string, string>();

/** A name for each text, under which a connection keeps it prepared: planning the policies would take longer than most statements do. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `scoped-${names.size}`;
  names.set(text, name);
  return name;
}

/** One statement in a transaction of its own, in which the scope holds. */
export function queryScoped<R extends QueryResultRow>(
  client: ClientBase,
  scope: Actor,
  text: string,
  values: unknown[] = [],
): Promise<QueryResult<R>> {
  return new Promise((resolve, reject) => {
    const callback = (error: Error | null, result: QueryResult<R>): void => {
      if (error === null || error === undefined) resolve(result);
      else reject(error);
    };
    client.query(new ScopedQuery({ name: nameOf(text), text, values, callback }, scope) as never);
  });
}

/** In a transaction that has just begun. */
export async function enterScope(tx: ClientBase, scope: Actor): Promise<void> {
  await tx.query({
    name: 'enter-scope-of-transaction',
    text: ENTER.text,
    values: [scope.personId, scope.role, scope.organisationId],
  });
}
