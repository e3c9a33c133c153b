import type { Gate } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { busyGatesQuery } from '../shared/api/gates.js';
import { facilitiesQuery, gatesQuery, organisationsQuery } from '../shared/api/queries.js';
import { useServices } from '../shared/services.js';
import { session } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { lastGate } from './last-gate.js';
import { ownGates } from './own-gates.js';

/**
 * The gates to choose from, and the one that is chosen: the address's, the one of last time, else the busiest of late, else the first. Undefined while they load.
 */
export function useGates(): {
  gates: readonly Gate[] | undefined;
  gate: Gate | undefined;
  error: Error | null;
} {
  const { state } = useServices();
  const chosen = useSignal(state.gate);
  const person = useSignal(session.who)?.person;
  const [gates, facilities, organisations] = [
    useQuery(gatesQuery),
    useQuery(facilitiesQuery),
    useQuery(organisationsQuery),
  ];
  const own = useMemo(() => {
    if (!gates.data || !facilities.data || !organisations.data || !person) return undefined;
    const register = { gates: gates.data, facilities: facilities.data, organisations: organisations.data };
    return ownGates(register, person);
  }, [gates.data, facilities.data, organisations.data, person]);
  const remembered = own?.find(({ id }) => id === chosen);
  const ids = own?.map(({ id }) => id) ?? [];
  const mayChoose = ids.length > 1 && remembered === undefined;
  const busy = useQuery({ ...busyGatesQuery(ids), enabled: mayChoose });
  // without a network nobody says which is busy: it is the gate of last time
  const isLooking = mayChoose && busy.isPending && busy.fetchStatus === 'fetching' && busy.failureCount === 0;
  const busiest = own?.find(({ id }) => id === busy.data?.[0]);
  const before = own?.find(({ id }) => id === lastGate.get());
  const gate = isLooking ? undefined : (remembered ?? busiest ?? before ?? own?.[0]);
  useEffect(() => {
    if (gate !== undefined) lastGate.set(gate.id);
  }, [gate]);
  return {
    gates: isLooking ? undefined : own,
    gate,
    error: gates.error ?? facilities.error ?? organisations.error,
  };
}
