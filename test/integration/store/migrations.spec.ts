import { fingerprint, migrate, MIGRATIONS, StoreError, type MigrateOptions } from '@haidang/store';
import {
  createEmptyDatabase,
  failOnLeaks,
  forEachStore,
  serverUrl,
  TEST_SERVERS,
  type TestDatabase,
} from '@haidang/testkit';
import pg from 'pg';
import { beforeEach, expect, it } from 'vitest';

failOnLeaks();

const OPTIONS: MigrateOptions = { chunkHours: 24 };

forEachStore(({ kind }) => {
  const server = serverUrl(TEST_SERVERS.find((candidate) => candidate.kind === kind)!)!;
  let empty: TestDatabase;

  beforeEach(async () => {
    empty = await createEmptyDatabase(server);
    return () => empty.drop();
  });

  const applied = async () => {
    const { rows } = await empty.pool.query<{ number: number; fingerprint: string; kind: string }>(
      'select number, fingerprint, kind from schema_migrations order by number',
    );
    return rows;
  };
  const tables = async () => {
    const { rows } = await empty.pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const refusal = async () => {
    const error = await migrate(empty.pool, OPTIONS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  };

  it('a fresh database gets the whole schema, and says which migrations made it', async () => {
    expect(await migrate(empty.pool, OPTIONS)).toBe(kind);
    expect(await applied()).toEqual(
      MIGRATIONS.map((migration) => ({
        number: migration.number,
        fingerprint: fingerprint(migration),
        kind,
      })),
    );
    expect(await tables()).toEqual(expect.arrayContaining(['fixes', 'passages', 'quarantine', 'transits']));
  });

  it('the same again changes nothing', async () => {
    await migrate(empty.pool, OPTIONS);
    const before = [await applied(), await tables()];
    expect(await migrate(empty.pool, { chunkHours: 1 })).toBe(kind);
    expect([await applied(), await tables()]).toEqual(before);
  });

  it('several processes that start at once apply each migration once', async () => {
    const pools = Array.from({ length: 5 }, () => new pg.Pool({ connectionString: empty.url, max: 1 }));
    try {
      const kinds = await Promise.all(pools.map((pool) => migrate(pool, OPTIONS)));
      expect(kinds).toEqual([kind, kind, kind, kind, kind]);
      expect(await applied()).toHaveLength(MIGRATIONS.length);
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  });

  it('a database of a newer version is refused in one line that says what to do', async () => {
    await migrate(empty.pool, OPTIONS);
    await empty.pool.query(`insert into schema_migrations values (9000, 'from-tomorrow', 'x', $1)`, [kind]);
    const { code, message } = await refusal();
    expect(code).toBe('database_newer');
    expect(message).toBe(
      `the database has migration 9000 (from-tomorrow), this version knows ${MIGRATIONS.length}: start the newer version`,
    );
  });

  it('a migration that is not the one the database was made with is refused', async () => {
    await migrate(empty.pool, OPTIONS);
    await empty.pool.query(`update schema_migrations set fingerprint = 'other' where number = 1`);
    const { code, message } = await refusal();
    expect(code).toBe('migration_edited');
    expect(message).toBe('migration 1 (main-road) is not the one the database was made with');
  });

  it('one that fails leaves nothing of itself, and the next start goes on', async () => {
    await empty.pool.query('create table transits (of_another_program text)');
    await expect(migrate(empty.pool, OPTIONS)).rejects.toThrow('relation "transits" already exists');
    expect(await tables()).not.toContain('organisations');
    expect(await applied()).toEqual([]);
    await empty.pool.query('drop table transits');
    expect(await migrate(empty.pool, OPTIONS)).toBe(kind);
  });

  it('45 takes over which steps evidence was against, from what was said of them last', async () => {
    await migrate(empty.pool, OPTIONS);
    await empty.pool.query(`
      alter table transit_journeys drop column contradicted cascade;
      delete from schema_migrations where number = 45;
      set session_replication_role = replica;
      insert into transit_journeys (transit_id) values ('STANDS'), ('WITHDRAWN'), ('AGAIN'), ('NOTHING');
      insert into journey_notes (transit_id, what, step) values
        ('STANDS', 'contradicted', 'arrive'), ('STANDS', 'contradicted', 'depart'), ('STANDS', 'proposed', 'arrive'),
        ('WITHDRAWN', 'contradicted', 'depart'), ('WITHDRAWN', 'contradiction_withdrawn', 'depart'),
        ('AGAIN', 'contradicted', 'depart'), ('AGAIN', 'contradiction_withdrawn', 'depart'), ('AGAIN', 'contradicted', 'depart'),
        ('NOTHING', 'proposed', 'depart');
      reset session_replication_role;`);
    await migrate(empty.pool, OPTIONS);
    const { rows } = await empty.pool.query<{ id: string; steps: string[] }>(
      'select transit_id as id, contradicted as steps from transit_journeys',
    );
    expect(Object.fromEntries(rows.map(({ id, steps }) => [id, steps]))).toEqual({
      STANDS: ['depart', 'arrive'],
      WITHDRAWN: [],
      AGAIN: ['depart'],
      NOTHING: [],
    });
  });
});
