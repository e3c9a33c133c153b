import {
  ACTS_ON_TRANSITS,
  CUSTOMS,
  DISPATCH_UNDER_WAY,
  DRAW_MAP,
  ERRAND_SEEN_FOR,
  SEE_ALARMS,
  TRAIN,
  type Role,
} from '@haidang/domain';

/**
 * What a person sees, as SQL. `enter_scope` is called first in every transaction of a request and works the person's scope out of the
 * register, or remembers it from before the register's last change; the policies and the owner's functions only compare with it. The settings end with the transaction, and where none is set
 * nothing is seen. apps/platform/src/access/sight.ts says the same of what lies in memory; a test holds the two together.
 */

/** Of a scope, in the order in which they stand in it: columns of `scope_memos`. */
const PARTS = ['role', 'sight', 'organisations', 'places', 'carriers', 'owners'] as const;

/** With the owner's rights, whoever calls, and by the owner's names: `SCHEMA` is where the tables are. */
export const DEFINER = 'security definer set search_path = SCHEMA, pg_temp';

/** First half of the advisory locks under which a scope is remembered; the number is arbitrary and ours. */
const MEMO_LOCK = 4_846_414;

/** Their sight follows from their place in the tree; at the centre they see everything. */
const OFFICERS = listOf(CUSTOMS);

/**
 * - `sight`: 'all', or 'some': what the lists below name; an administrator's lists are empty, for who gives out accounts and keys need not
 *   know where the goods are.
 * - `places`: facilities that are one's own, by office or by operator; `carriers`: whose transits are one's own; `owners`: whose seals.
 * - `passing`: of what left one's own place nothing more is followed: a port need not know where the truck is by now.
 */
const WORK_OUT_SCOPE = `
create function work_out_scope(as_role text, at_organisation text) returns void
language plpgsql ${DEFINER} as $$
declare
  memo scope_memos;
  kind_of text;
  sees_all boolean;
  below text[] := '{}';
  places text[] := '{}';
begin
  -- read before the tree: a tree that is newer than its version is worked out once more, an older one never stands
  memo.version := (select v.version from register_version v);
  kind_of := (select kind from organisations where id = at_organisation);
  sees_all := kind_of is not null and (as_role = 'auditor' or (as_role in ${OFFICERS} and kind_of = 'centre'));
  if kind_of is not null and not sees_all then
    with recursive tree (id) as (
      select at_organisation union select o.id from organisations o join tree on o.parent_id = tree.id
    ) select array_agg(id) into below from tree;
    if as_role in ${OFFICERS} or as_role = 'port_operator' then
      select coalesce(array_agg(id), '{}') into places from facilities f where f.organisation_id = any (below) or f.operator_id = any (below);
    end if;
  end if;
  memo.role := as_role;
  memo.organisation := at_organisation;
  memo.sight := case when sees_all then 'all' else 'some' end;
  memo.organisations := case when sees_all or kind_of = 'centre' then '*' else below::text end;
  memo.places := places::text;
  memo.carriers := case when as_role = 'carrier' then below::text else '{}' end;
  memo.owners := case when as_role = 'administrator' then '{}' else below::text end;
  -- who comes second does not wait for the first one's transaction to end
  if kind_of is not null and pg_try_advisory_xact_lock(${MEMO_LOCK}, hashtext(as_role || ' ' || at_organisation)) then
    insert into scope_memos select memo.* on conflict (role, organisation) do update set version = excluded.version, sight = excluded.sight,
      organisations = excluded.organisations, places = excluded.places, carriers = excluded.carriers, owners = excluded.owners
      where scope_memos.version < excluded.version;
  end if;
  perform ${setScope('memo')};
end $$;`;

const ENTER_SCOPE = `
create function enter_scope(person text, as_role text, at_organisation text) returns void
language plpgsql ${DEFINER} as $$
begin
  perform set_config('haidang.person', person, true), ${setScope('m')}
    from scope_memos m
    where m.role = as_role and m.organisation = at_organisation and m.version = (select v.version from register_version v);
  if not found then
    perform set_config('haidang.person', person, true);
    perform work_out_scope(as_role, at_organisation);
  end if;
  if as_role = 'auditor' then perform set_config('transaction_read_only', 'on', true); end if;
end $$;`;

/** What is asked of the scope, each as an expression of its own. */
export const SCOPE = {
  person: `nullif(current_setting('haidang.person', true), '')`,
  role: `coalesce(${part('role')}, '')`,
  // the road, and the owner, act in nobody's name
  sees_all: `(session_user <> 'SERVE' or coalesce(${part('sight')}, '') = 'all')`,
  places: `nullif(${part('places')}, '')::text[]`,
  carriers: `nullif(${part('carriers')}, '')::text[]`,
  owners: `nullif(${part('owners')}, '')::text[]`,
  // the tree below one's own place; null: all of it
  organisations: `nullif(nullif(${part('organisations')}, ''), '*')::text[]`,
  is_national: `coalesce(${part('organisations')}, '') = '*'`,
};

/**
 * The same as functions, for statements: in a sub-select it is run once, before the rows. In PL/pgSQL: written out by SQL, what it reads would be set up at each place of
 * a statement, which takes longer than the call, and most places of a statement are never reached.
 */
const READERS = [
  reader('person', 'text'),
  reader('role', 'text'),
  reader('sees_all', 'boolean'),
  reader('places', 'text[]'),
  reader('carriers', 'text[]'),
  reader('owners', 'text[]'),
  reader('organisations', 'text[]'),
  reader('is_national', 'boolean'),
];

/** What a memo says, as one setting of this transaction: each more would have to be put back at its end. No id has a line break in it. */
function setScope(memo: string): string {
  return `set_config('haidang.scope', ${PARTS.map((of) => `${memo}.${of}`).join(` || E'\\n' || `)}, true)`;
}

function part(of: (typeof PARTS)[number]): string {
  return `split_part(current_setting('haidang.scope', true), E'\\n', ${PARTS.indexOf(of) + 1})`;
}

function listOf(names: readonly string[]): string {
  return `(${names.map((name) => `'${name}'`).join(', ')})`;
}

function reader(of: keyof typeof SCOPE, type: string): string {
  return `create function scope_${of}() returns ${type} language plpgsql stable parallel safe as $$ begin return ${SCOPE[of]}; end $$;`;
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
export const ACTS = role(...ACTS_ON_TRANSITS);
/** Decides for customs: papers, approvals, what a gate may do otherwise than it was decided. */
export const DECIDES = role(...CUSTOMS);
/** Reports what stands and passes at its facility; an officer may do it for a port that cannot. */
export const REPORTS = role(...CUSTOMS, 'port_operator');
export const HOLDS = role('shift_supervisor');
/** Who has people trained, and sees how well they did. */
export const TRAINS = role(...TRAIN);
/** Zones and routes are the centre's daily work; the rest of the register is the administrator's. */
export const DRAWS_MAP = role(...DRAW_MAP);
/** Whose place in the tree covers an organisation. */
export const covers = (organisation: string) =>
  `((select scope_is_national()) or ${organisation} = ${any('scope_organisations')})`;

/** How a condition asks the scope: in a statement, once before its rows; in PL/pgSQL by {@link SCOPE_READ}. */
interface Asked {
  readonly carriers: string;
  readonly places: string;
  readonly atPort: string;
}
const ONCE: Asked = {
  carriers: any('scope_carriers'),
  places: any('scope_places'),
  atPort: role('port_operator'),
};
const READ: Asked = { carriers: 'any (carriers)', places: 'any (places)', atPort: 'at_port' };
/**
 * Variables of a function in PL/pgSQL: its queries then have no sub-selects to set up, which takes longer than to look at one row. Written out, since a call is
 * made ready anew in each transaction.
 */
export const SCOPE_READ = `as_role text := ${SCOPE.role};
  carriers text[] := ${SCOPE.carriers};
  places text[] := ${SCOPE.places};
  at_port boolean := as_role = 'port_operator';`;
export const SEES_ALARMS_READ = `as_role in ${listOf(SEE_ALARMS)}`;

/** A zone that is no secret to who is signed in: where nothing is heard and where trucks queue is customs' to know. */
export const OPEN_ZONE = (z: string) => `${z}.kind in ('facility', 'stop', 'forbidden')`;

/** Of a transit: as a carrier, as the place it comes from or goes to. */
const isPartyTo = (t: string, { carriers, places }: Asked) =>
  `(${t}.carrier_id = ${carriers} or ${t}.from_id = ${places} or ${t}.to_id = ${places})`;
/** And where it is: a port follows what stands there or is expected, not what has left. */
const isFollowed = (t: string, { carriers, places, atPort }: Asked) =>
  `(${t}.carrier_id = ${carriers} or ${t}.to_id = ${places} or (${t}.from_id = ${places} and (not ${atPort} or ${t}.departed_at is null)))`;

/** A row of `transits`, by the alias it has. */
export const sees = (t: string) => `(${SEES_ALL} or ${isPartyTo(t, ONCE)})`;
export const follows = (t: string) => `(${SEES_ALL} or ${isFollowed(t, ONCE)})`;
/** Of a row that is seen, whether it is followed besides. */
export const followsSeen = (t: string) =>
  `(not (${ONCE.atPort}) or ${t}.departed_at is null or ${t}.to_id = ${ONCE.places})`;
/** `sees` and `follows` beside {@link SCOPE_READ}, and not for who sees all. */
export const seesRead = (t: string) => isPartyTo(t, READ);
export const followsRead = (t: string) => isFollowed(t, READ);
export const ownPlace = (facility: string) => `${facility} = ${any('scope_places')}`;
export const ownSeal = (organisation: string) => `${organisation} = ${any('scope_owners')}`;

/** A patrol of one's own was sent to an alarm, by its column `response`: while it is under way, and for {@link ERRAND_SEEN_FOR} after. */
export const sentOwn = (response: string) =>
  `coalesce(${ownPlace(`(${response}->>'facilityId')`)} and (${response}->>'state' in ${listOf(DISPATCH_UNDER_WAY)}
    or (${response}->>'at')::timestamptz > now() - interval '${ERRAND_SEEN_FOR} milliseconds'), false)`;

export const SIGHT_FUNCTIONS: readonly string[] = [...READERS, WORK_OUT_SCOPE, ENTER_SCOPE];
