import type { AlarmView, TransitView } from '@haidang/contract';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useServices } from '../shared/services.js';

/** What was reported last of the way of an alarm's transits, while they are under way. */
export function useReported({ transitId, otherTransitId }: AlarmView): TransitView['incident'] {
  const { desk } = useServices();
  const select = useCallback(
    (reported: readonly TransitView[]) => newestReport(reported, [transitId, otherTransitId]),
    [transitId, otherTransitId],
  );
  return useQuery({ ...desk.reported, select, enabled: transitId !== undefined }).data;
}

/** @param ids of the transits that are meant; undefined is none */
export function newestReport(
  reported: readonly TransitView[],
  ids: readonly (string | undefined)[],
): TransitView['incident'] {
  const of = reported.filter(({ id, incident }) => incident !== undefined && ids.includes(id));
  return of.map(({ incident }) => incident!).sort((a, b) => b.at.localeCompare(a.at))[0];
}
