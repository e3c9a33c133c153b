import type { Role } from '@haidang/domain';
import {
  ALL_SERIES,
  prepareStore,
  ROLE_NAMES,
  ScopedPool,
  SeriesKeeper,
  type LoginRole,
} from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { CALLS, OWNERS_VIEWS, SEEN, TABLES } from '../../../libs/store/src/access/page.js';

failOnLeaks();

const LOGINS: LoginRole[] = ['ingest', 'serve', 'identity'];
const KEEPING = {
  retentionDays: 400,
  quarantineDays: 90,
  compressAfterDays: 7,
  horizonMs: 72 * 3_600_000,
  alarmHistoryDays: 400,
  transitDays: 1830,
  papersDays: 1830,
  ledgerDataDays: 3660,
};
const LEDGER = {
  ledger: 'at',
  ledger_data: 'data',
  ledger_keys: 'public_key',
  ledger_checkpoints: 'first',
  ledger_inbox: 'at',
};
const DENIED = /permission denied|must be owner|row-level security/;

forEachStore((store) => {
  /** What a login is told when it tries. */
  const tried = (role: LoginRole, statement: string): Promise<unknown> =>
    store
      .as(role)
      .query(statement)
      .then(
        ({ rowCount }) => `done to ${rowCount}`,
        (error: Error) => error.message,
      );
  const names = async (text: string): Promise<string[]> => {
    const { rows } = await store.pool.query<{ name: string }>(text);
    return rows.map(({ name }) => name).sort();
  };

  beforeAll(async () => {
    await store.pool.query(`insert into organisations values ('A', 'A', 'centre')`);
  });

  describe('the page', () => {
    it('has every table and view of the database', async () => {
      const found = await names(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
          and not relispartition
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = pg_class.oid and d.deptype = 'e')`,
      );
      expect(found).toEqual([...Object.keys(TABLES), ...Object.keys(SEEN), ...OWNERS_VIEWS].sort());
    });

    it('has every function, but those of extensions and those that only triggers call', async () => {
      const found = await names(
        `select proname as name from pg_proc p where pronamespace = 'public'::regnamespace
          and not (prorettype = 'trigger'::regtype and not prosecdef)
          and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`,
      );
      expect(found).toEqual(Object.keys(CALLS).sort());
    });

    it('has no view through which a login could write what it is of', async () => {
      expect(
        await names(
          `select format('%s: %s.%s', login, c.table_name, c.column_name) as name
            from information_schema.columns c cross join unnest(array[${LOGINS.map((login) => `'${ROLE_NAMES[login]}'`).join(', ')}]) login
            where c.table_schema = 'public' and c.table_name in (select viewname from pg_views where schemaname = 'public') and (
              (c.is_updatable = 'YES' and has_column_privilege(login, format('%I', c.table_name), c.column_name, 'update'))
              or has_any_column_privilege(login, format('%I', c.table_name), 'insert')
              or has_table_privilege(login, format('%I', c.table_name), 'delete'))`,
        ),
      ).toEqual([]);
    });

    it('lets nobody call a function of ours but whom it names', async () => {
      expect(
        await names(
          `select p.oid::regprocedure::text as name from pg_proc p where pronamespace = 'public'::regnamespace
            and has_function_privilege('public', p.oid, 'execute')
            and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`,
        ),
      ).toEqual([]);
    });

    it('has no sequence to give: each belongs to an identity column, and nobody may touch it', async () => {
      expect(
        await names(
          `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'S'
            and (relacl is not null or not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i'))`,
        ),
      ).toEqual([]);
    });

    it('gives every owner’s function a search path of its own', async () => {
      expect(
        await names(
          `select proname as name from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
            and not exists (select from unnest(proconfig) c where c like 'search_path=%')
            and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`,
        ),
      ).toEqual([]);
    });
  });

  describe('a series', () => {
    it('has no row security, and neither it nor a part of it a grant for who serves', async () => {
      const tables = ALL_SERIES.map(({ table }) => table);
      await new SeriesKeeper(store.pool, store.kind, KEEPING).ensure('fixes', [Date.now()]);
      await store.pool.query(
        `insert into fixes (seal, time, seq, events, buffered, too_old, received_at) values (1, now(), 1, 0, false, false, now())`,
      );
      const { rows } = await store.pool.query<{ parts: number; bad: string[] | null }>(
        `with recursive parts (id) as (
            select c.oid from pg_class c where c.relname = any ($1) and c.relnamespace = 'public'::regnamespace
            union select i.inhrelid from pg_inherits i join parts p on p.id = i.inhparent
          ) select count(*)::int4 as parts, array_agg(c.relname) filter (where c.relrowsecurity
              or has_table_privilege('haidang_serve', c.oid, 'select, insert, update, delete, truncate, references, trigger')
              or has_any_column_privilege('haidang_serve', c.oid, 'select, insert, update, references')) as bad
          from parts p join pg_class c on c.oid = p.id`,
        [tables],
      );
      expect(rows[0]!.bad).toBeNull();
      expect(rows[0]!.parts).toBeGreaterThan(tables.length);
    });
  });

  describe('a login of the platform', () => {
    it.each(LOGINS)('%s has no right beyond its grants', async (role) => {
      const { rows } = await store.as(role).query(
        `select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as strong,
            has_database_privilege(current_database(), 'create, temporary') as makes,
            has_schema_privilege(current_schema(), 'create') as makes_tables,
            (select count(*)::int4 from pg_auth_members where member = r.oid) as memberships
          from pg_roles r where rolname = session_user`,
      );
      // TEMPORARY is taken at the start of a platform; a copied database has it still
      expect(rows[0]).toMatchObject({ strong: false, makes_tables: false, memberships: 0 });
    });

    it.each(LOGINS)('%s cannot become somebody else', async (role) => {
      for (const other of ['haidang_ingest', 'haidang_serve', 'haidang_identity', 'postgres']) {
        if (other === `haidang_${role}`) continue;
        expect(await tried(role, `set role ${other}`)).toMatch(/permission denied|does not exist/);
        expect(await tried(role, `set session authorization ${other}`)).toMatch(
          /permission denied|does not exist/,
        );
      }
    });

    it.each(LOGINS)('%s changes neither tables nor policies nor functions', async (role) => {
      for (const statement of [
        'alter table transits disable row level security',
        'drop policy scope_read on transits',
        'create policy mine on transits using (true)',
        'create table mine (id integer)',
        'drop table transits',
        'truncate ledger_inbox',
        'alter function enter_scope(text, text, text) security invoker',
        `alter role haidang_serve bypassrls`,
      ])
        expect(await tried(role, statement), statement).toMatch(DENIED);
    });

    it.each(LOGINS)('%s neither changes the ledger nor takes anything out of it', async (role) => {
      for (const [table, column] of Object.entries(LEDGER))
        for (const statement of [
          `update ${table} set ${column} = null`,
          `delete from ${table}`,
          `truncate ${table}`,
        ]) {
          if (role === 'ingest' && statement === 'delete from ledger_inbox') continue;
          expect(await tried(role, statement), statement).toMatch(/permission denied/);
        }
    });

    it('that chains the ledger takes nothing out of its inbox but into the chain', async () => {
      await store
        .as('ingest')
        .query(`insert into ledger_inbox (at, kind, subject, data) values (now(), 'a.b', 'c/d', '{}')`);
      expect(await tried('ingest', 'delete from ledger_inbox')).toMatch('only into the ledger');
    });

    it.each(['ingest', 'serve'] as const)('%s does not read what proves who somebody is', async (role) => {
      for (const statement of [
        'select password_hash from users',
        'select totp_secret from users',
        'select token_hash from sessions',
        'select * from users',
        'select 1 from recovery_codes',
        'select 1 from sign_in_failures',
      ])
        expect(await tried(role, statement), statement).toMatch(/permission denied/);
    });
  });

  describe('the serving login', () => {
    const asSomebody = new Map<string, ScopedPool>();
    const person = (role: Role): ScopedPool => {
      const known = asSomebody.get(role);
      if (known !== undefined) return known;
      const pool = new ScopedPool(store.as('serve'), () => ({ personId: 'p', role, organisationId: 'A' }));
      asSomebody.set(role, pool);
      return pool;
    };

    it('sees nothing without a person', async () => {
      const nobody = new ScopedPool(store.as('serve'), () => undefined);
      for (const [table, { serve, rows }] of Object.entries(TABLES)) {
        if (rows === undefined || serve === undefined || !serve.some((right) => right === 'select')) continue;
        expect((await nobody.query(`select count(*)::int4 as n from ${table}`)).rows, table).toEqual([
          { n: 0 },
        ]);
      }
      for (const view of Object.keys(SEEN))
        expect((await nobody.query(`select count(*)::int4 as n from ${view}`)).rows, view).toEqual([
          { n: 0 },
        ]);
    });

    it('sees again nothing when the person’s transaction is over', async () => {
      const count = 'select count(*)::int4 as n from organisations';
      const client = await store.as('serve').connect();
      try {
        await client.query('begin');
        await client.query(`select enter_scope('p', 'auditor', 'A')`);
        expect((await client.query(count)).rows).toEqual([{ n: 1 }]);
        await client.query('commit');
        expect((await client.query(count)).rows).toEqual([{ n: 0 }]);
      } finally {
        client.release();
      }
      expect((await person('auditor').query(count)).rows).toEqual([{ n: 1 }]);
      expect((await store.as('serve').query(count)).rows).toEqual([{ n: 0 }]);
    });

    it('changes nothing in an auditor’s name', async () => {
      await expect(person('auditor').query(`update transits set state = 'closed'`)).rejects.toThrow(
        'read-only transaction',
      );
      await expect(
        person('auditor').transaction((tx) =>
          tx.query(`insert into organisations values ('B', 'B', 'carrier')`),
        ),
      ).rejects.toThrow('read-only transaction');
    });

    it('does not reach the series, nor what the road keeps for itself', async () => {
      for (const table of ['fixes', 'passages', 'alarm_history', 'quarantine', 'plan_changes', 'seal_states'])
        expect(await tried('serve', `select 1 from ${table}`), table).toMatch(/permission denied/);
      expect(await tried('serve', 'select cards from facilities')).toMatch(/permission denied/);
      expect(await tried('serve', 'select rules from routes')).toMatch(/permission denied/);
    });

    it('tells what went wrong with a statement, and goes on', async () => {
      await expect(person('auditor').query('select nothing from organisations')).rejects.toThrow(
        'column "nothing" does not exist',
      );
      expect((await person('auditor').query('select id from organisations')).rows).toEqual([{ id: 'A' }]);
      expect(
        (await person('auditor').query('select id from organisations where id = $1', ['B'])).rowCount,
      ).toBe(0);
    });
  });

  describe('the road’s login', () => {
    it('does not reach the register but to read it', async () => {
      for (const statement of [
        `insert into organisations values ('X', 'X', 'carrier')`,
        `update seals set interval_s = 1`,
        `delete from facilities`,
        `insert into transits (id) values ('X')`,
      ])
        expect(await tried('ingest', statement), statement).toMatch(/permission denied/);
    });
  });

  describe('at the next start', () => {
    const start = () => prepareStore(store.pool, { url: store.url, chunkHours: 24 });
    const appliedAt = async () =>
      (await store.pool.query<{ at: Date }>('select applied_at as at from schema_access')).rows[0]!.at;

    it('nothing is done when nothing changed', async () => {
      await start();
      const before = await appliedAt();
      await start();
      expect(await appliedAt()).toEqual(before);
    });

    it('a right that was given by hand is taken again, and a policy that was dropped is back', async () => {
      await store.pool.query('grant select on fixes to haidang_serve');
      await store.pool.query('drop policy scope_read on transits');
      await start();
      expect(await tried('serve', 'select 1 from fixes')).toMatch(/permission denied/);
      expect(
        await names(`select policyname as name from pg_policies where tablename = 'transits'`),
      ).toContain('scope_read');
    });
  });
});
