import { CUSTOMS, SEE_ALARMS, type Instant, type Person, type Role } from '@haidang/domain';

/** Whose a transit is. */
export interface Parties {
  readonly fromId: string;
  readonly toId: string;
  readonly carrierId: string | null;
  readonly departedAt: Instant | null;
}

/**
 * What a person sees of what lies in memory: the same as the database shows (libs/store/src/access/sight.ts); a test holds the two together.
 * Made once for all who stand at one place with one role.
 */
export interface Sight {
  readonly role: Role | null;
  /** Everything that moves. */
  readonly all: boolean;
  /** Facilities of one's own. */
  readonly places: ReadonlySet<string>;
  /** Organisations whose transits are one's own. */
  readonly carriers: ReadonlySet<string>;
  /** Organisations whose seals are one's own. */
  readonly owners: ReadonlySet<string>;
  /** Alarms, and how a drive is judged: of customs and the auditor. It is not told to who drives, or to who stands at the gate. */
  readonly watches: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Nobody's. */
export const NO_SIGHT: Sight = {
  role: null,
  all: false,
  places: NONE,
  carriers: NONE,
  owners: NONE,
  watches: false,
};

/** What sight is worked out from. */
export interface Tree {
  kindOf(organisationId: string): string | undefined;
  /** The organisation and all below it. */
  below(organisationId: string): ReadonlySet<string>;
  /** Facilities that one of them answers for or runs. */
  placesOf(organisations: ReadonlySet<string>): ReadonlySet<string>;
}

export function sightOf(
  { role, organisationId }: Pick<Person, 'role' | 'organisationId'>,
  tree: Tree,
): Sight {
  const kind = tree.kindOf(organisationId);
  if (kind === undefined) return { ...NO_SIGHT, role };
  const isOfCustoms = isOneOf(role, CUSTOMS);
  const watches = isOneOf(role, SEE_ALARMS);
  if (role === 'auditor' || (isOfCustoms && kind === 'centre'))
    return { ...NO_SIGHT, role, watches, all: true };
  const below = tree.below(organisationId);
  return {
    role,
    watches,
    all: false,
    places: isOfCustoms || role === 'port_operator' ? tree.placesOf(below) : NONE,
    carriers: role === 'carrier' ? below : NONE,
    owners: role === 'administrator' ? NONE : below,
  };
}

function isOneOf(role: Role, roles: readonly Role[]): boolean {
  return roles.includes(role);
}

/** Its papers. */
export function sees(sight: Sight, { fromId, toId, carrierId }: Parties): boolean {
  if (sight.all) return true;
  if (carrierId !== null && sight.carriers.has(carrierId)) return true;
  return sight.places.has(toId) || sight.places.has(fromId);
}

/** And where it is: a port follows what stands there or is expected, not what has left. */
export function follows(sight: Sight, parties: Parties): boolean {
  if (sight.all) return true;
  if (parties.carrierId !== null && sight.carriers.has(parties.carrierId)) return true;
  if (sight.places.has(parties.toId)) return true;
  return sight.places.has(parties.fromId) && (sight.role !== 'port_operator' || parties.departedAt === null);
}

/** What is followed of a seal: the transit whose container it closes, or, while it closes none, one's own device. */
export function followsSeal(
  sight: Sight,
  seal: {
    readonly organisationId: string | null;
    readonly task: { readonly parties: Parties } | null;
  },
): boolean {
  if (sight.all) return true;
  if (seal.task !== null) return follows(sight, seal.task.parties);
  return seal.organisationId !== null && sight.owners.has(seal.organisationId);
}
