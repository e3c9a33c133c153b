import { useQuery } from '@tanstack/react-query';
import { facilitiesQuery, gatesQuery, organisationsQuery, routesQuery } from '../shared/api/queries.js';

export interface Names {
  place(id: string): string;
  route(id: string): string;
  gate(id: string): string;
  organisation(id: string): string;
}

/** What the register calls things; the id itself until it is read, and of what is gone. */
export function useNames(): Names {
  const facilities = useQuery(facilitiesQuery).data;
  const routes = useQuery(routesQuery).data;
  const gates = useQuery(gatesQuery).data;
  const organisations = useQuery(organisationsQuery).data;
  return {
    place: (id) => nameIn(facilities, id),
    route: (id) => nameIn(routes, id),
    gate: (id) => nameIn(gates, id),
    organisation: (id) => nameIn(organisations, id),
  };
}

function nameIn(things: readonly { id: string; name: string }[] | undefined, id: string): string {
  return things?.find((one) => one.id === id)?.name ?? id;
}
