import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type ClientBase, type ClientConfig, type DatabaseError } from 'pg';
import { StoreError } from '../errors.js';
import { LOGIN_ROLES, ROLE_NAMES, type LoginRole, type RoleNames } from './roles.js';
import { scramVerifier } from './scram.js';

/** How to connect as each of the platform's logins. */
export type Logins = Readonly<Record<LoginRole, ClientConfig>>;

/** Addresses that an administrator gives whose owner may not create roles; what is left out is made. */
export type GivenLogins = Readonly<Partial<Record<LoginRole, string | undefined>>>;

/** As many platforms as start at once on one cluster may get in each other's way a few times. */
const TRIES = 20;
const TRY_AGAIN_MS = 50;

/**
 * Sees to it that the logins exist, and answers how to connect as each. One that no address is given for is made by the owner, with a
 * password that follows from the owner's: so every platform and every database of the cluster comes to the same one, and none is kept
 * anywhere. Roles belong to the whole cluster and no lock reaches across its databases: what two do at once is tried again.
 * @throws StoreError `roles_missing` when they are not there and the owner may not make them, `role_too_strong` when one may do more than
 * its grants
 */
export async function ensureLogins(
  owner: ClientBase,
  ownerUrl: string,
  given: GivenLogins = {},
): Promise<{ readonly logins: Logins; readonly names: RoleNames }> {
  const logins = loginsOf(ownerUrl, given);
  for (const role of LOGIN_ROLES) {
    if (await opens(logins[role])) continue;
    await make(owner, logins[role], role);
    if (!(await opens(logins[role]))) throw shutOut(logins[role], role);
  }
  const names = Object.fromEntries(
    LOGIN_ROLES.map((role) => [role, logins[role].user!]),
  ) as unknown as RoleNames;
  await refuseStrong(owner, names);
  return { logins, names };
}

/** How to connect as each; what is not given follows from the owner's address. */
export function loginsOf(ownerUrl: string, given: GivenLogins = {}): Logins {
  const base = addressOf(ownerUrl);
  const entries = LOGIN_ROLES.map((role) => {
    const url = given[role];
    return [role, url === undefined ? derived(base, role) : addressOf(url)] as const;
  });
  return Object.fromEntries(entries) as unknown as Logins;
}

/** The parts of an address as `pg` reads it, environment included. */
function addressOf(url: string): ClientConfig {
  const { host, port, database, user, password, ssl } = new pg.Client({ connectionString: url });
  return { host, port, database: database ?? '', user: user ?? '', password: password ?? '', ssl };
}

function derived(base: ClientConfig, role: LoginRole): ClientConfig {
  const user = ROLE_NAMES[role];
  // an owner who needs no password (trust, a socket of its own): anybody could derive from nothing, so it is one that nobody knows
  const secret = base.password === '' ? randomBytes(32) : String(base.password);
  return { ...base, user, password: createHmac('sha256', secret).update(user).digest('hex') };
}

/** @returns false when the server does not let the login in; what else goes wrong is thrown */
async function opens(login: ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...login, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // invalid_authorization_specification, invalid_password: no such role, or another password
    if (/^28/.test((error as DatabaseError).code ?? '')) return false;
    // the role is there and may not enter this database yet
    if ((error as DatabaseError).code === '42501') return true;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function make(owner: ClientBase, login: ClientConfig, role: LoginRole): Promise<void> {
  const name = pg.escapeIdentifier(login.user!);
  const verifier = pg.escapeLiteral(scramVerifier(String(login.password)));
  for (let attempt = 1; ; attempt++) {
    try {
      const { rowCount } = await owner.query('select 1 from pg_roles where rolname = $1', [login.user]);
      await owner.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${verifier}`);
      return;
    } catch (error) {
      if ((error as DatabaseError).code === '42501') throw missing(login, role, error as Error);
      if (attempt === TRIES || !isRace(error as DatabaseError)) throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}

/** duplicate_object, unique_violation, "tuple concurrently updated": another start was faster. */
function isRace({ code, message }: DatabaseError): boolean {
  return code === '42710' || code === '23505' || (code === 'XX000' && message.includes('concurrently'));
}

function missing({ user }: ClientConfig, role: LoginRole, cause: Error): StoreError {
  return new StoreError(
    'roles_missing',
    `the database's owner may not create the role ${user} (${cause.message}): create it and give DATABASE_${role.toUpperCase()}_URL`,
  );
}

/** It has its password and is not let in: the server's pg_hba.conf has another way for it. */
function shutOut({ user }: ClientConfig, role: LoginRole): StoreError {
  return new StoreError(
    'roles_missing',
    `the server does not let ${user} in with a password: give DATABASE_${role.toUpperCase()}_URL`,
  );
}

/** A login that passes over the policies, or can become somebody else, would make them worth nothing. */
async function refuseStrong(owner: ClientBase, names: RoleNames): Promise<void> {
  const { rows } = await owner.query<{ name: string; what: string }>(
    `select r.rolname as name, case
        when r.rolsuper then 'is a superuser'
        when r.rolbypassrls then 'passes over row security'
        when r.rolname = current_user then 'is the owner'
        when r.rolcreaterole then 'may create roles'
        when m.roleid is not null then format('is a member of %s', m.roleid::regrole)
        else 'owns ' || o.oid::regclass end as what
      from pg_roles r
      left join lateral (select roleid from pg_auth_members where member = r.oid limit 1) m on true
      left join lateral (
        select c.oid from pg_class c where c.relowner = r.oid and c.relnamespace = current_schema()::regnamespace limit 1) o on true
      where r.rolname = any ($1) and (r.rolsuper or r.rolbypassrls or r.rolname = current_user or r.rolcreaterole
        or m.roleid is not null or o.oid is not null)
      limit 1`,
    [Object.values(names)],
  );
  if (rows[0] === undefined) return;
  throw new StoreError(
    'role_too_strong',
    `the role ${rows[0].name} ${rows[0].what}: the platform wants a login with no right but its grants`,
  );
}
