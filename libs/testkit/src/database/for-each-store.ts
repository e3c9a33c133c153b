import type { LoginRole, StoreKind } from '@haidang/store';
import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { describeNeeding } from '../needs.js';
import { serverUrl, TEST_SERVERS, type TestServer } from './servers.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A database of the file's own on one of the stores; its members may be read in hooks and tests. */
export interface TestStore {
  readonly kind: StoreKind;
  readonly label: string;
  readonly url: string;
  /** The owner's. */
  readonly pool: pg.Pool;
  /** One of the platform's logins. */
  as(role: LoginRole): pg.Pool;
}

/**
 * Runs the same tests on embedded PostgreSQL and on TimescaleDB, each with a migrated database of its own.
 * Where a server is missing its half is skipped and says so; with CI=true it fails.
 */
export function forEachStore(body: (store: TestStore) => void): void {
  for (const server of TEST_SERVERS) describeOn(server, body);
}

/** The same on embedded PostgreSQL alone: for what does not depend on the kind of store. */
export function withStore(body: (store: TestStore) => void): void {
  describeOn(TEST_SERVERS[0], body);
}

/** The same on TimescaleDB alone: for what plain PostgreSQL has not. */
export function withTimescale(body: (store: TestStore) => void): void {
  describeOn(TEST_SERVERS[1], body);
}

function describeOn(server: TestServer, body: (store: TestStore) => void): void {
  const url = serverUrl(server);
  const missing = url === undefined ? `no ${server.label}: ${server.variable} is not set` : undefined;
  describeNeeding(missing, `on ${server.label}`, () => {
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await createTestDatabase(url!);
    });
    afterAll(() => database?.drop());
    const opened = (): TestDatabase => {
      if (database === undefined)
        throw new Error('the store is open in hooks and tests, not while they are declared');
      return database;
    };
    body({
      kind: server.kind,
      label: server.label,
      get url() {
        return opened().url;
      },
      get pool() {
        return opened().pool;
      },
      as: (role) => opened().as(role),
    });
  });
}
