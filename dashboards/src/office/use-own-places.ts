import type { Facility } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ownFacilities } from '../gatehouse/own-gates.js';
import { facilitiesQuery, organisationsQuery } from '../shared/api/queries.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';

/** The places that whoever looks is in charge of, by name; undefined while the register loads. */
export function useOwnPlaces(): readonly Facility[] | undefined {
  const person = useSignal(session.who)?.person;
  const facilities = useQuery(facilitiesQuery).data;
  const organisations = useQuery(organisationsQuery).data;
  return useMemo(() => {
    if (facilities === undefined || organisations === undefined || person === undefined) return undefined;
    const own = ownFacilities({ facilities, organisations }, person);
    return own.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'));
  }, [facilities, organisations, person]);
}
