import type { ListedPassageView, Position } from '@haidang/contract';
import { formatInstant, HOUR, SECOND, SEE_PASSAGES } from '@haidang/domain';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getAll } from '../shared/api/client.js';
import { facilitiesQuery, gatesQuery, zonesQuery } from '../shared/api/queries.js';
import { whole } from '../shared/format/number.js';
import type { ServerClock } from '../shared/live/clock.js';
import type { MapEngine } from '../shared/map/engine.js';
import { useLanguage, useServerNow, useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { useSignal } from '../shared/signal.js';
import { heldAt, QueueCounter, type Queue } from './queues.js';
import { type Asked } from '../shared/ui/failed.js';

/** A truck that was held longer ago stands in no lane any more. */
const HELD_FOR = 2 * HOUR;
/** How often queues are counted anew. */
const LOOK_MS = 5 * SECOND;

/** What came to the gates of late, the newest first. @param clock the server's */
function latePassagesQuery(clock: ServerClock) {
  return queryOptions({
    queryKey: ['late-passages'],
    queryFn: ({ signal }) =>
      getAll<ListedPassageView>(`/passages?since=${formatInstant(clock.now() - HELD_FOR)}`, signal),
    refetchInterval: 30 * SECOND,
  });
}

export interface Queues {
  /** Seals in the queue zones of facilities; null where the view is too full to have each seal. */
  readonly facilities: readonly Queue<Position>[] | null;
  readonly gates: readonly Queue<ListedPassageView>[];
  /** Of what they are counted: none waits only where all of it was read. */
  readonly asked: readonly Asked[];
}

/** Who waits at facilities in view and at gates: told to the map, and to be listed. Nothing is asked or counted before there is a map: it would keep that waiting. */
export function useQueues(engine: MapEngine | null): Queues {
  const { t } = useTranslation();
  const { store } = useServices();
  const language = useLanguage();
  const maySee = useIsOneOf(SEE_PASSAGES);
  const register = [useQuery(zonesQuery), useQuery(facilitiesQuery), useQuery(gatesQuery)] as const;
  const [{ data: zones }, { data: facilities }, { data: gates }] = register;
  const late = useQuery({ ...latePassagesQuery(store.clock), enabled: maySee && engine !== null });
  const passages = late.data;
  const isClustered = useSignal(store.clusters).size > 0;
  const now = useServerNow(LOOK_MS);
  const counter = useMemo(
    () => (engine === null ? undefined : new QueueCounter(facilities ?? [], zones ?? [])),
    [engine, facilities, zones],
  );
  const atFacilities = useMemo(
    () => (isClustered ? null : (counter?.count(store.positions.values(), now) ?? [])),
    [counter, store, now, isClustered],
  );
  const atGates = useMemo(() => heldAt(gates ?? [], passages ?? []), [gates, passages]);
  // as text: counted anew they are mostly what they were, and then the map is told nothing
  const words = JSON.stringify({
    facilities: inWords(atFacilities ?? [], (count) => t('map.queue', { shown: whole(count, language) })),
    gates: inWords(atGates, (count) => t('map.held', { shown: whole(count, language) })),
  });
  useEffect(() => {
    const { facilities, gates } = JSON.parse(words) as Record<'facilities' | 'gates', [string, string][]>;
    engine?.setQueues({ facilities: new Map(facilities), gates: new Map(gates) });
  }, [engine, words]);
  return { facilities: atFacilities, gates: atGates, asked: maySee ? [...register, late] : register };
}

function inWords(queues: readonly Queue[], words: (count: number) => string): [id: string, words: string][] {
  return queues.map(({ id, waiting }) => [id, words(waiting.length)]);
}
