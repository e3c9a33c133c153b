import type { Pool } from 'pg';
import { migrate, type StoreKind } from '../migrations/index.js';
import { applyAccess } from './apply.js';
import { ensureLogins, type GivenLogins, type Logins } from './logins.js';

export interface PrepareOptions {
  /** The owner's address. */
  readonly url: string;
  /** Length of a hypertable's chunk in hours. */
  readonly chunkHours: number;
  readonly given?: GivenLogins;
}

/**
 * Brings a database to this code: its logins, its schema, and who may do what with it. Cheap when nothing is to be done.
 * @param owner a pool of the owner's
 * @throws StoreError as `migrate` and `ensureLogins` do
 */
export async function prepareStore(
  owner: Pool,
  { url, chunkHours, given }: PrepareOptions,
): Promise<{ readonly kind: StoreKind; readonly logins: Logins }> {
  const client = await owner.connect();
  const { logins, names } = await ensureLogins(client, url, given).finally(() => client.release());
  const kind = await migrate(owner, { chunkHours, afterwards: (locked) => applyAccess(locked, names) });
  return { kind, logins };
}
