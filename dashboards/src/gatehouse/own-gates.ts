import type { Facility, Gate, Organisation, PersonView } from '@haidang/contract';

/** The register as far as it says whose a gate is. */
export interface Places {
  readonly gates: readonly Gate[];
  readonly facilities: readonly Facility[];
  readonly organisations: readonly Organisation[];
}

/** The places that somebody's organisation, or one below it, runs or answers for; at the centre, all. */
export function ownFacilities(
  { facilities, organisations }: Omit<Places, 'gates'>,
  { role, organisation }: PersonView,
): readonly Facility[] {
  if (role === 'auditor' || organisation.kind === 'centre') return facilities;
  const below = new Set([organisation.id]);
  // a set is walked through to its end, also to what is added meanwhile
  for (const id of below) for (const one of organisations) if (one.parentId === id) below.add(one.id);
  const isOurs = (id: string | undefined) => id !== undefined && below.has(id);
  return facilities.filter(({ organisationId, operatorId }) => isOurs(organisationId) || isOurs(operatorId));
}

/** The gates where somebody stands: those of {@link ownFacilities}. */
export function ownGates({ gates, ...places }: Places, person: PersonView): Gate[] {
  const own = new Set(ownFacilities(places, person).map(({ id }) => id));
  const isAnywhere = person.role === 'auditor' || person.organisation.kind === 'centre';
  return gates
    .filter(({ facilityId }) => isAnywhere || own.has(facilityId))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
}
