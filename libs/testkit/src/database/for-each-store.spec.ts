import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { failOnLeaks } from '../leaks.js';
import { forEachStore, withStore } from './for-each-store.js';
import { serverUrl, TEST_SERVERS } from './servers.js';
import { createTestDatabase } from './test-database.js';

failOnLeaks();

forEachStore((store) => {
  it('is migrated to the kind it names', async () => {
    const { rows } = await store.pool.query<{ kind: string }>('select distinct kind from schema_migrations');
    expect(rows).toEqual([{ kind: store.kind }]);
  });

  it('keeps its rows from a neighbour', async () => {
    const neighbour = await createTestDatabase(store.url);
    await store.pool.query(`insert into organisations values ('A', 'A', 'centre')`);
    const { rows } = await neighbour.pool.query('select id from organisations');
    expect(rows).toEqual([]);
    await neighbour.drop();
  });
});

describe('a database with a session left open', () => {
  const url = serverUrl(TEST_SERVERS[0])!;

  it('fails when dropped, names the session, and is gone all the same', async () => {
    const database = await createTestDatabase(url);
    const forgotten = new pg.Client({ connectionString: database.url, application_name: 'forgotten' });
    forgotten.on('error', () => undefined);
    await forgotten.connect();
    await expect(database.drop()).rejects.toThrow(/1 sessions left open .*forgotten/);
    await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow(
      /does not exist/,
    );
  });
});

withStore((store) => {
  it('is embedded PostgreSQL', () => {
    expect(store.kind).toBe('partitions');
  });
});
