import { MINUTE, SEE_ALARMS } from '@haidang/domain';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { timelineQuery, transitQuery } from '../shared/api/queries.js';
import { readTransitTrack, transitAlarmsQuery } from '../shared/api/transit-story.js';
import { useIsOneOf } from '../shared/session.js';
import { entriesOf } from './entries.js';
import type { Story } from './story.js';
import { tracksOf } from './track.js';

export interface Told {
  id: string;
  /** Undefined while it is read, and where it cannot be. */
  story: Story | undefined;
  error: Error | null;
  /** Parts that did not load though the transit did: said, not hidden. */
  missing: readonly ('timeline' | 'track' | 'alarms')[];
  isLoading: boolean;
}

/** Each transit with its track, timeline and alarms, as far as they are read. */
export function useStories(ids: readonly string[]): readonly Told[] {
  const seesAlarms = useIsOneOf(SEE_ALARMS);
  const transits = useQueries({ queries: ids.map((id) => transitQuery(id)) });
  const timelines = useQueries({
    queries: ids.map((id, i) => ({ ...timelineQuery(id), enabled: transits[i]?.data !== undefined })),
  });
  const tracks = useQueries({
    queries: ids.map((id, i) => ({
      queryKey: ['transit-track', id],
      // worked out once for each time that it is read
      queryFn: async ({ signal }: { signal: AbortSignal }) => tracksOf(await readTransitTrack(id, signal)),
      enabled: transits[i]?.data !== undefined,
      refetchInterval: transits[i]?.data?.state === 'in_transit' ? MINUTE : (false as const),
    })),
  });
  const alarms = useQueries({
    queries: ids.map((id, i) => ({
      ...transitAlarmsQuery(id),
      enabled: seesAlarms && transits[i]?.data !== undefined,
    })),
  });
  const stamps = [transits, timelines, tracks, alarms]
    .flatMap((queries) => queries.map(({ dataUpdatedAt, status }) => `${dataUpdatedAt}${status}`))
    .join(' ');
  return useMemo(
    () =>
      ids.map((id, slot): Told => {
        const transit = transits[slot]?.data;
        const missing = (
          [
            ['timeline', timelines[slot]],
            ['track', tracks[slot]],
            ['alarms', alarms[slot]],
          ] as const
        ).flatMap(([name, query]) => (query?.isError === true ? [name] : []));
        const isLoading =
          transits[slot]?.isPending === true ||
          timelines[slot]?.isPending === true ||
          tracks[slot]?.isPending === true;
        const error = transits[slot]?.error ?? null;
        if (transit === undefined) return { id, story: undefined, error, missing, isLoading };
        const own = tracks[slot]?.data ?? [];
        const known = alarms[slot]?.data ?? [];
        const entries = entriesOf(slot, timelines[slot]?.data ?? [], own, known);
        return {
          id,
          story: { slot, transit, tracks: own, alarms: known, entries },
          error,
          missing,
          isLoading,
        };
      }),
    // the queries are new objects at each call; the stamps say when they changed
    [ids, stamps],
  );
}
