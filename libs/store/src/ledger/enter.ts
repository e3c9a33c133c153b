import { randomUUID } from 'node:crypto';
import type { Instant } from '@haidang/domain';
import type { Actor } from '../actor.js';
import type { Queryable } from '../queries/queryable.js';

/** What is entered of an act. */
export interface LedgerAct {
  /** What was done, `thing.deed`: `alarm.acknowledge`. */
  readonly kind: string;
  /** To what, `thing/id`: `alarm/0191…`. */
  readonly subject: string;
  readonly at: Instant;
  /** null: the platform itself. */
  readonly by: Actor | null;
  /** The rest, as JSON. The chain holds its hash alone, so that it can be forgotten where the law asks for it. */
  readonly data?: object;
}

const INTO = 'insert into ledger_inbox (id, at, kind, subject, person_id, role, organisation_id, data)';

/** Nearly every call of a person enters one act, and the database plans it once a connection. */
const ENTER_ONE = { name: 'enter-act', text: `${INTO} values ($1, $2, $3, $4, $5, $6, $7, $8)` };
const ENTER_ALL = {
  name: 'enter-acts',
  text: `${INTO}
    select id, at, kind, subject, person, role, organisation, data::jsonb
    from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
      with ordinality as a (id, at, kind, subject, person, role, organisation, data, n) order by n`,
};

/** How many acts each connection has entered, over all its transactions. */
const entered = new WeakMap<Queryable, number>();

/** Grows with each act entered by it: whoever looks before and after sees whether one was. */
export function countEntered(tx: Queryable): number {
  return entered.get(tx) ?? 0;
}

/**
 * Enters acts in the ledger, in the transaction that does them: both are true or neither. They are chained afterwards, by the sequencer.
 * Acts that held the same row one after the other are chained in that order.
 * @returns the entries' ids
 */
export async function enterLedger(tx: Queryable, acts: readonly LedgerAct[]): Promise<string[]> {
  if (acts.length === 0) return [];
  entered.set(tx, countEntered(tx) + acts.length);
  const ids = acts.map(() => randomUUID());
  if (acts.length === 1) await query(tx, ENTER_ONE, [ids[0], ...columnsOf(acts[0]!)]);
  else {
    const rows = acts.map((act, i) => [ids[i], ...columnsOf(act)]);
    const columns = rows[0]!.map((_, n) => rows.map((row) => row[n]));
    await query(tx, ENTER_ALL, columns);
  }
  return ids;
}

function columnsOf({ at, kind, subject, by, data }: LedgerAct): unknown[] {
  const actor = [by?.personId ?? null, by?.role ?? null, by?.organisationId ?? null];
  return [new Date(at), kind, subject, ...actor, JSON.stringify(data ?? {})];
}

/** pg takes a statement with a name in the place of its text; those who only read need not know. */
async function query(
  tx: Queryable,
  statement: { readonly name: string; readonly text: string },
  values: unknown[],
): Promise<void> {
  await tx.query(statement as unknown as string, values);
}
