import { readStatement, type ChainedEntry, type KnownKey, type SignedEntries } from '@haidang/ledger';
import type { Queryable } from '../queries/queryable.js';
import type { ReadCheckpoint } from './checkpoints.js';
import { readLedgerKeys } from './keys.js';
import { chainedOf, type ChainedRow } from './rows.js';

/**
 * What the ledger has of a transit, of its alarms and of passages of its containers, in the order of the chain, as far as whoever asks sees those.
 * @param passages their ids
 */
export async function readTransitEntries(
  db: Queryable,
  transitId: string,
  passages: readonly string[],
  most: number,
): Promise<ChainedEntry[]> {
  const { rows } = await db.query<{ entry: ChainedRow }>('select entry from ledger_of_transit($1, $2, $3)', [
    transitId,
    passages,
    most,
  ]);
  return rows.map(({ entry }) => chainedOf(entry));
}

/** Those of some entries that are signed, by the checkpoint over them, and the keys that lead to those who signed. */
export async function readSignedEntries(
  db: Queryable,
  chained: readonly ChainedEntry[],
): Promise<{ signed: SignedEntries[]; keys: KnownKey[] }> {
  const { rows } = await db.query<{ statement: string; signature: string; hashes: Buffer }>(
    'select statement, signature, hashes from ledger_checkpoints_over($1)',
    [chained.map(({ entry }) => entry.position)],
  );
  const signed = rows.map(({ hashes, ...checkpoint }) => {
    const { first, last } = readStatement(checkpoint.statement);
    const entries = chained.map(({ entry }) => entry).filter(({ position: at }) => at >= first && at <= last);
    return { entries, checkpoint, hashes };
  });
  return { signed, keys: await readLedgerKeys(db) };
}

/** The last line that was signed, for whoever is to hold a copy of it; undefined: none has been yet. */
export async function readSignedCheckpoint(db: Queryable): Promise<ReadCheckpoint | undefined> {
  const { rows } = await db.query<{ statement: string; signature: string }>(
    'select statement, signature from last_ledger_checkpoint()',
  );
  return rows.map((row) => ({ ...row, says: readStatement(row.statement) }))[0];
}
