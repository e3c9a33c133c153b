import { createHash } from 'node:crypto';
import pg, { type ClientBase } from 'pg';
import { StoreError } from '../errors.js';
import { ALL_SERIES } from '../migrations/index.js';
import { AS_OWNER, CALLS, FUNCTIONS, OWNERS_VIEWS, SEEN, TABLES, type TableAccess } from './page.js';
import { LOGIN_ROLES, type RoleNames } from './roles.js';

const SERIES: ReadonlySet<string> = new Set(ALL_SERIES.map(({ table }) => table));

/** The comment on each function and view that the page makes, by which the next one finds them. */
const OF_THE_PAGE = 'made by the access page';

/**
 * Brings grants, policies, the owner's functions and views to what the page says, in one transaction; nearly always there is nothing to do,
 * which two reads show: the page is the one last applied, and the database still is as it was left then. So a right that somebody gave or
 * took by hand is put right at the next start. The caller holds the migrations' lock.
 * @throws StoreError `forbidden_pair`
 */
export async function applyAccess(owner: ClientBase, names: RoleNames): Promise<void> {
  const { rows } = await owner.query<{ schema: string; database: string }>(
    'select current_schema() as schema, current_database() as database',
  );
  const { schema, database } = rows[0]!;
  const page = pageSql(names, schema, database);
  const fingerprint = createHash('sha256').update(page).digest('hex');
  await owner.query(`create table if not exists schema_access (
    only_row boolean primary key default true check (only_row), page text not null, state text not null,
    applied_at timestamptz not null default now())`);
  const applied = await owner.query<{ page: string; state: string }>('select page, state from schema_access');
  const state = await stateOf(owner);
  if (applied.rows[0]?.page === fingerprint && applied.rows[0].state === state) return;
  await owner.query('begin');
  try {
    await owner.query(page);
    await owner.query(
      `insert into schema_access (page, state) values ($1, $2)
        on conflict (only_row) do update set page = excluded.page, state = excluded.state, applied_at = now()`,
      [fingerprint, await stateOf(owner)],
    );
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The page as statements. Exported for its test alone. */
export function pageSql(names: RoleNames, schema: string, database: string): string {
  refuseForbiddenPair(TABLES, [...SERIES]);
  const role = (name: keyof RoleNames) => pg.escapeIdentifier(names[name]);
  const roles = LOGIN_ROLES.map(role).join(', ');
  const everybody = `public, ${roles}`;
  const into = pg.escapeIdentifier(schema);
  const named = (sql: string) =>
    sql.replaceAll('SCHEMA', into).replaceAll(`'SERVE'`, pg.escapeLiteral(names.serve));
  return [
    `revoke temporary on database ${pg.escapeIdentifier(database)} from public`,
    `grant connect on database ${pg.escapeIdentifier(database)} to ${roles}`,
    `revoke create on schema ${into} from public`,
    `grant usage on schema ${into} to ${roles}`,
    dropPage(),
    ...FUNCTIONS.flatMap((sql) => [
      named(sql).replace(/;\s*$/, ''),
      `comment on function ${functionName(sql)} is '${OF_THE_PAGE}'`,
    ]),
    ...Object.entries(SEEN).flatMap(([view, { sql, flat }]) => [
      `create view ${view} ${flat ? '' : 'with (security_barrier) '}as ${sql}`,
      `comment on view ${view} is '${OF_THE_PAGE}'`,
    ]),
    ...Object.keys(TABLES).map((table) => `revoke all on ${table} from ${everybody}`),
    ...[...Object.keys(SEEN), ...OWNERS_VIEWS].map((view) => `revoke all on ${view} from ${everybody}`),
    `revoke all on all functions in schema ${into} from ${roles}`,
    revokeOwnFunctions(),
    ...Object.entries(TABLES).flatMap(([table, access]) => tableSql(table, access, names)),
    ...Object.entries(SEEN).flatMap(([view, { to, holdBy }]) =>
      to.map(
        (login) =>
          `grant select${holdBy === undefined ? '' : `, update (${holdBy})`} on ${view} to ${role(login)}`,
      ),
    ),
    ...Object.entries(CALLS).flatMap(([name, to]) =>
      to.map((login) => `grant execute on function ${name} to ${role(login)}`),
    ),
    ...AS_OWNER.map((name) => `alter function ${name} security definer set search_path = ${into}, pg_temp`),
  ].join(';\n');
}

/**
 * TimescaleDB refuses row security beside compression and continuous aggregates, in the Community edition alone, so that a test on the Apache
 * edition would not show it; and policies of a hypertable do not reach its chunks. A series has no policy, and no grant for who serves.
 */
export function refuseForbiddenPair(
  tables: Readonly<Record<string, TableAccess>>,
  series: readonly string[],
): void {
  for (const table of series) {
    const access = tables[table];
    if (access?.rows === undefined && access?.serve === undefined) continue;
    throw new StoreError(
      'forbidden_pair',
      `${table} is a series: it can have neither row security nor a grant for the serving role; serve it by a function of the owner`,
    );
  }
}

function tableSql(table: string, access: TableAccess, names: RoleNames): string[] {
  const grants = LOGIN_ROLES.flatMap((login) => {
    const rights = access[login] ?? [];
    return rights.length === 0
      ? []
      : [`grant ${rights.join(', ')} on ${table} to ${pg.escapeIdentifier(names[login])}`];
  });
  // a series never had row security (refuseForbiddenPair), and TimescaleDB is not asked to take it away
  if (access.rows === undefined)
    return SERIES.has(table) ? grants : [`alter table ${table} disable row level security`, ...grants];
  const { see, write = 'false', blind = false } = access.rows;
  const entered = blind ? 'true' : see;
  const serve = pg.escapeIdentifier(names.serve);
  const others = LOGIN_ROLES.filter((login) => login !== 'serve' && access[login] !== undefined);
  return [
    `alter table ${table} enable row level security`,
    ...grants,
    ...others.map(
      (login) =>
        `create policy scope_${login} on ${table} to ${pg.escapeIdentifier(names[login])} using (true) with check (true)`,
    ),
    `create policy scope_read on ${table} for select to ${serve} using (${see})`,
    `create policy scope_insert on ${table} for insert to ${serve} with check ((${write}) and (${entered}))`,
    // what may be seen may be held (for key share); what may be written is looked at when it is
    `create policy scope_update on ${table} for update to ${serve} using (${see}) with check ((${write}) and (${see}))`,
    `create policy scope_delete on ${table} for delete to ${serve} using ((${write}) and (${see}))`,
  ];
}

function functionName(sql: string): string {
  return /create function (\w+)/.exec(sql)![1]!;
}

/** What this page made, or an older one. */
function dropPage(): string {
  return `do $$ declare found record; begin
    for found in select policyname, tablename from pg_policies where schemaname = current_schema() and policyname like 'scope\\_%' loop
      execute format('drop policy %I on %I', found.policyname, found.tablename);
    end loop;
    for found in select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'v'
        and obj_description(oid, 'pg_class') = '${OF_THE_PAGE}' loop
      execute format('drop view %I', found.relname);
    end loop;
    for found in select oid::regprocedure as name from pg_proc where pronamespace = current_schema()::regnamespace
        and obj_description(oid, 'pg_proc') = '${OF_THE_PAGE}' loop
      execute format('drop function %s', found.name);
    end loop; end $$`;
}

/** PostgreSQL lets everybody call every function; extensions keep theirs. */
function revokeOwnFunctions(): string {
  return `do $$ declare f record; begin
    for f in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = current_schema()::regnamespace
        and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') loop
      execute format('revoke all on function %s from public', f.name);
    end loop; end $$`;
}

/** Rights, policies and functions as they stand in the catalogs; partitions and chunks carry none of their own. */
async function stateOf(owner: ClientBase): Promise<string> {
  const { rows } = await owner.query<{ state: string }>(
    `select md5(string_agg(line, chr(10) order by line)) as state from (
      select format('%s %s %s %s', c.relname, c.relacl, c.relrowsecurity, (
        select string_agg(format('%s %s', attname, attacl), ' ' order by attnum) from pg_attribute where attrelid = c.oid and attacl is not null)) as line
        from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
      union all select format('%s %s %s %s %s %s', schemaname, tablename, policyname, roles, qual, with_check) from pg_policies
        where schemaname = current_schema()
      union all select format('%s %s %s %s', p.oid::regprocedure, p.proacl, p.prosecdef, md5(p.prosrc)) from pg_proc p
        where p.pronamespace = current_schema()::regnamespace
      union all select format('%s', datacl) from pg_database where datname = current_database()
      union all select format('%s', nspacl) from pg_namespace where nspname = current_schema()) lines`,
  );
  return rows[0]!.state;
}
