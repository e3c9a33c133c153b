import type { KeyObject } from 'node:crypto';
import { endorsedText, keyId, publicPemOf, sign, type KnownKey } from '@haidang/ledger';
import type { Pool } from 'pg';
import { inTransaction, type Queryable } from '../queries/queryable.js';
import type { Actor } from '../actor.js';
import { enterLedger } from './enter.js';

interface KeyRow {
  id: string;
  public_key: string;
  endorsed_by: string | null;
  endorsement: string | null;
}

/** The public keys that were ever introduced, the first one first. */
export async function readLedgerKeys(db: Queryable): Promise<KnownKey[]> {
  const { rows } = await db.query<KeyRow>(
    'select id, public_key, endorsed_by, endorsement from ledger_keys order by introduced_at, id',
  );
  return rows.map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    endorsedBy: row.endorsed_by,
    endorsement: row.endorsement,
  }));
}

/**
 * Introduces a key that is not known yet, and enters it.
 * @param endorser the key before, where it is still there and still trusted
 * @returns false when it was known
 */
export async function introduceKey(
  pool: Pool,
  key: KeyObject,
  {
    at,
    by,
    endorser,
    reason,
  }: { at: number; by: Actor | null; endorser: KeyObject | undefined; reason?: string },
): Promise<boolean> {
  const publicKey = publicPemOf(key);
  const id = keyId(key);
  const endorsedBy = endorser === undefined ? null : keyId(endorser);
  const endorsement = endorser === undefined ? null : sign(endorsedText(publicKey), endorser);
  return await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into ledger_keys (id, public_key, introduced_at, endorsed_by, endorsement) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [id, publicKey, new Date(at), endorsedBy, endorsement],
    );
    if (rowCount === 0) return false;
    const data = { publicKey, endorsedBy, ...(reason !== undefined && { reason }) };
    await enterLedger(tx, [{ kind: 'ledger.key', subject: `ledger-key/${id}`, at, by, data }]);
    return true;
  });
}
