import { CUSTOMS, SEE_ALARMS, type Role } from '@haidang/domain';

/**
 * What a person sees, as SQL. `enter_scope` is called first in every transaction of a request and works the person's scope out of the
 * register; the policies and the owner's functions only compare with it. The settings end with the transaction, and where none is set
 * nothing is seen. apps/platform/src/access/sight.ts says the same of what lies in memory; a test holds the two together.
 */

/** With the owner's rights, whoever calls, and by the owner's names: `SCHEMA` is where the tables are. */
export const DEFINER = 'security definer set search_path = SCHEMA, pg_temp';

/** Their sight follows from their place in the tree; at the centre they see everything. */
const OFFICERS = listOf(CUSTOMS);

/**
 * - `sight`: 'all', or 'some': what the lists below name; an administrator's lists are empty, for who gives out accounts and keys need not
 *   know where the goods are.
 * - `places`: facilities that are one's own, by office or by operator; `carriers`: whose transits are one's own; `owners`: whose seals.
 * - `passing`: of what left one's own place nothing more is followed: a port need not know where the truck is by now.
 */
const ENTER_SCOPE = `
create function enter_scope(person text, role text, organisation text) returns void
language plpgsql ${DEFINER} as $$
declare
  kind_of text := (select kind from organisations where id = organisation);
  sees_all boolean := kind_of is not null and (role = 'auditor' or (role in ${OFFICERS} and kind_of = 'centre'));
  below text[] := '{}';
  places text[] := '{}';
begin
  if role = 'auditor' then perform set_config('transaction_read_only', 'on', true); end if;
  if kind_of is not null and not sees_all then
    with recursive tree (id) as (
      select organisation union select o.id from organisations o join tree on o.parent_id = tree.id
    ) select array_agg(id) into below from tree;
    if role in ${OFFICERS} or role = 'port_operator' then
      select coalesce(array_agg(id), '{}') into places from facilities f where f.organisation_id = any (below) or f.operator_id = any (below);
    end if;
  end if;
  perform set_config('haidang.person', person, true), set_config('haidang.role', role, true),
    set_config('haidang.organisations', case when sees_all or kind_of = 'centre' then '*' else below::text end, true),
    set_config('haidang.sight', case when sees_all then 'all' else 'some' end, true),
    set_config('haidang.places', places::text, true),
    set_config('haidang.carriers', case when role = 'carrier' then below::text else '{}' end, true),
    set_config('haidang.owners', case when role = 'administrator' then '{}' else below::text end, true);
end $$;`;

/**
 * Each is asked once a statement: in a sub-select it is run before the rows. In PL/pgSQL, for what is written in SQL is parsed anew and written
 * out wherever it is used, which takes longer than the call.
 */
const READERS = [
  reader('scope_person', 'text', `nullif(current_setting('haidang.person', true), '')`),
  reader('scope_role', 'text', `coalesce(current_setting('haidang.role', true), '')`),
  // the road, and the owner, act in nobody's name
  reader(
    'scope_sees_all',
    'boolean',
    `session_user <> 'SERVE' or coalesce(current_setting('haidang.sight', true), '') = 'all'`,
  ),
  reader('scope_places', 'text[]', `nullif(current_setting('haidang.places', true), '')::text[]`),
  reader('scope_carriers', 'text[]', `nullif(current_setting('haidang.carriers', true), '')::text[]`),
  reader('scope_owners', 'text[]', `nullif(current_setting('haidang.owners', true), '')::text[]`),
  // the tree below one's own place; null: all of it
  reader(
    'scope_organisations',
    'text[]',
    `nullif(nullif(current_setting('haidang.organisations', true), ''), '*')::text[]`,
  ),
  reader(
    'scope_is_national',
    'boolean',
    `coalesce(current_setting('haidang.organisations', true), '') = '*'`,
  ),
];

function listOf(roles: readonly Role[]): string {
  return `(${roles.map((name) => `'${name}'`).join(', ')})`;
}

function reader(name: string, type: string, body: string): string {
  return `create function ${name}() returns ${type} language plpgsql stable parallel safe as $$ begin return ${body}; end $$;`;
}

const role = (...roles: readonly Role[]) => `(select scope_role()) in ${listOf(roles)}`;
const any = (list: string) => `any ((select ${list}())::text[])`;

export const SEES_ALL = '(select scope_sees_all())';
/** Somebody is signed in. */
export const SIGNED_IN = `(select scope_person()) is not null`;
export const OF_CUSTOMS = role(...SEE_ALARMS);
export const ADMINISTERS = role('administrator');
export const AUDITS = role('auditor');
/** Who may change cargo's records at all; on which of them, its sight says. An auditor's transactions are read-only besides. */
export const ACTS = role(...CUSTOMS, 'carrier');
/** Decides for customs: papers, approvals, what a gate may do otherwise than it was decided. */
export const DECIDES = role(...CUSTOMS);
/** Reports what stands and passes at its facility; an officer may do it for a port that cannot. */
export const REPORTS = role(...CUSTOMS, 'port_operator');
export const HOLDS = role('shift_supervisor');
/** Zones and routes are the centre's daily work; the rest of the register is the administrator's. */
export const DRAWS_MAP = role('administrator', 'shift_supervisor');
/** Whose place in the tree covers an organisation. */
export const covers = (organisation: string) =>
  `((select scope_is_national()) or ${organisation} = ${any('scope_organisations')})`;

/** A row of `transits`, by the alias it has: as a carrier, as the place it comes from or goes to. */
export const sees = (t: string) =>
  `(${SEES_ALL} or ${t}.carrier_id = ${any('scope_carriers')} or ${t}.from_id = ${any('scope_places')}
    or ${t}.to_id = ${any('scope_places')})`;
/** And where it is: a port follows what stands there or is expected, not what has left. */
export const follows = (t: string) =>
  `(${SEES_ALL} or ${t}.carrier_id = ${any('scope_carriers')} or ${t}.to_id = ${any('scope_places')}
    or (${t}.from_id = ${any('scope_places')} and ((select scope_role()) <> 'port_operator' or ${t}.departed_at is null)))`;
export const ownPlace = (facility: string) => `${facility} = ${any('scope_places')}`;
export const ownSeal = (organisation: string) => `${organisation} = ${any('scope_owners')}`;

export const SIGHT_FUNCTIONS: readonly string[] = [...READERS, ENTER_SCOPE];
