import type { Person } from '@haidang/domain';
import type { PlacesRecord } from '@haidang/store';
import { NO_SIGHT, sightOf, type Sight, type Tree } from './sight.js';

/** The tree of organisations and whose the facilities are, in memory; what each place sees is worked out once, until it changes. */
export class OrganisationTree implements Tree {
  private kinds = new Map<string, string>();
  private children = new Map<string, string[]>();
  private facilities: PlacesRecord['facilities'] = [];
  private owners = new Map<string, readonly string[]>();
  private readonly sights = new Map<string, Sight>();
  /** Grows with each change: who keeps what somebody sees looks again. */
  version = 0;

  replace({ organisations, facilities }: PlacesRecord): void {
    this.kinds = new Map(organisations.map(({ id, kind }) => [id, kind]));
    this.children = new Map();
    for (const { id, parentId } of organisations) {
      if (parentId === null) continue;
      const siblings = this.children.get(parentId);
      if (siblings === undefined) this.children.set(parentId, [id]);
      else siblings.push(id);
    }
    this.facilities = facilities;
    this.owners = new Map(
      facilities.map(({ id, organisationId, operatorId }) => [
        id,
        [organisationId, operatorId].filter((owner) => owner !== null),
      ]),
    );
    this.sights.clear();
    this.version++;
  }

  /** The same object for all of one role at one place. */
  sightOf(person: Pick<Person, 'role' | 'organisationId'> | undefined): Sight {
    if (person === undefined) return NO_SIGHT;
    const key = `${person.role} ${person.organisationId}`;
    const known = this.sights.get(key);
    if (known !== undefined) return known;
    const sight = sightOf(person, this);
    this.sights.set(key, sight);
    return sight;
  }

  /** The office that answers for a facility and who runs it; undefined: there is no such facility. */
  ownersOf(facilityId: string): readonly string[] | undefined {
    return this.owners.get(facilityId);
  }

  kindOf(organisationId: string): string | undefined {
    return this.kinds.get(organisationId);
  }

  below(organisationId: string): ReadonlySet<string> {
    const found = new Set([organisationId]);
    for (const id of found) for (const child of this.children.get(id) ?? []) found.add(child);
    return found;
  }

  placesOf(organisations: ReadonlySet<string>): ReadonlySet<string> {
    const own = this.facilities.filter(
      ({ organisationId, operatorId }) =>
        (organisationId !== null && organisations.has(organisationId)) ||
        (operatorId !== null && organisations.has(operatorId)),
    );
    return new Set(own.map(({ id }) => id));
  }
}
