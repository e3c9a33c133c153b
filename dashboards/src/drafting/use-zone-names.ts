import { useQuery } from '@tanstack/react-query';
import { zonesQuery } from '../shared/api/queries.js';

/** What the register calls a zone; its id until that is read, and of one that is gone. */
export function useZoneNames(): (id: string) => string {
  const zones = useQuery(zonesQuery).data;
  return (id) => zones?.find((zone) => zone.id === id)?.name ?? id;
}
