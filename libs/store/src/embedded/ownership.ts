import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StoreError } from '../errors.js';

/** The lock of whoever works on a data folder, in its database; the number is arbitrary and ours. */
const OWNER_LOCK = 4_846_414;
/** A process that was killed a moment ago: its server needs as long to see that its connection has ended. */
const LAST_OWNER_GONE_MS = 5_000;

/**
 * Makes this process the owner of a running server for as long as it lives: a server that was left behind is free, one that a living
 * process works with is not. The lock hangs on a connection, so that it ends with the process however that ends.
 * @returns what gives it up
 * @throws StoreError `data_in_use` when another process holds it
 */
export async function takeOwnership(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, application_name: 'haidang data folder' });
  // it ends with the server, and a new server is owned anew
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const deadline = Date.now() + LAST_OWNER_GONE_MS; !(await locked(client)); await sleep(50)) {
      if (Date.now() > deadline)
        throw new StoreError(
          'data_in_use',
          'another Haidang works on this DATA_DIR: stop it, or name another one',
        );
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  // it alone does not keep a process alive, but its orderly end does (pg has both, its types have not)
  const held = client as unknown as { ref(): void; unref(): void };
  held.unref();
  return async () => {
    held.ref();
    await client.end().catch(() => undefined);
  };
}

async function locked(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    OWNER_LOCK,
  ]);
  return rows[0]!.locked;
}
