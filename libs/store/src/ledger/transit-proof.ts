import { readStatement } from '@haidang/ledger';
import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import type { ReadCheckpoint } from './checkpoints.js';

/** An entry of the ledger without what it says. */
export interface LedgerMark {
  readonly position: number;
  readonly id: string;
  readonly at: Instant;
  readonly kind: string;
  readonly subject: string;
  /** null: the platform itself. */
  readonly role: string | null;
  readonly organisation: string | null;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/**
 * What the ledger has of a transit, of its alarms and of passages of its containers, in the order of the chain, as far as whoever asks sees those.
 * @param passages their ids
 */
export async function readTransitMarks(
  db: Queryable,
  transitId: string,
  passages: readonly string[],
  most: number,
): Promise<LedgerMark[]> {
  const { rows } = await db.query<Omit<LedgerMark, 'at'> & { at: Date }>(
    `select place::float8 as position, id, at, kind, subject, role, organisation, encode(hash, 'hex') as hash
     from ledger_of_transit($1, $2, $3)`,
    [transitId, passages, most],
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** The last line that was signed, for whoever is to hold a copy of it; undefined: none has been yet. */
export async function readSignedCheckpoint(db: Queryable): Promise<ReadCheckpoint | undefined> {
  const { rows } = await db.query<{ statement: string; signature: string }>(
    'select statement, signature from last_ledger_checkpoint()',
  );
  return rows.map((row) => ({ ...row, says: readStatement(row.statement) }))[0];
}
