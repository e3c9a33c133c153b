import type { Facility, Gate, Organisation, PersonView } from '@haidang/contract';

/** The register as far as it says whose a gate is. */
export interface Places {
  readonly gates: readonly Gate[];
  readonly facilities: readonly Facility[];
  readonly organisations: readonly Organisation[];
}

/** The gates where somebody stands: of the places that their organisation, or one below it, runs or answers for; at the centre, all. */
export function ownGates(
  { gates, facilities, organisations }: Places,
  { role, organisation }: PersonView,
): Gate[] {
  const byName = gates.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  if (role === 'auditor' || organisation.kind === 'centre') return byName;
  const below = new Set([organisation.id]);
  // a set is walked through to its end, also to what is added meanwhile
  for (const id of below) for (const one of organisations) if (one.parentId === id) below.add(one.id);
  const isOurs = (id: string | undefined) => id !== undefined && below.has(id);
  const places = new Set(
    facilities
      .filter(({ organisationId, operatorId }) => isOurs(organisationId) || isOurs(operatorId))
      .map(({ id }) => id),
  );
  return byName.filter(({ facilityId }) => places.has(facilityId));
}
