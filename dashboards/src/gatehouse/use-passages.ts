import type { Gate, PassageView } from '@haidang/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { passagesQuery } from '../shared/api/gates.js';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { merged } from './passages.js';

/** What was heard beyond this is read anew when it is wanted. */
const KEPT = 200;
/** Degrees about the gate that are watched: few seals; the feed wants a view, and its snapshot says that it stands. */
const AROUND = 0.02;
const ZOOM = 14;

export interface Passages {
  /** Newest first; undefined while they load. */
  list: readonly PassageView[] | undefined;
  error: Error | null;
  /** False while something may have happened that is not shown: the feed is silent, or what was missed is still being read. */
  isCurrent: boolean;
  /** Puts one in that is known already: entered here, or overridden. */
  take(passage: PassageView): void;
}

/** The passages of a gate as they stand: read once and after each break of the feed, and told by it meanwhile. */
export function usePassages(gate: Gate): Passages {
  const { feed } = useServices();
  const queries = useQueryClient();
  const query = passagesQuery(gate.id);
  const { data, error } = useQuery(query);
  const [heard, setHeard] = useState<readonly PassageView[]>([]);
  const [catchingUp, setCatchingUp] = useState(false);
  const { status } = useSignal(feed.state);
  const take = useCallback((passage: PassageView) => {
    setHeard((before) => [passage, ...before.filter(({ id }) => id !== passage.id)].slice(0, KEPT));
  }, []);
  useEffect(() => {
    const { lat, lon } = gate.place;
    feed.watch({ bbox: [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND], zoom: ZOOM, filters: {} });
    const stopPassages = feed.onPassage((passage) => {
      if (passage.gateId === gate.id) take(passage);
    });
    const stopSnapshots = feed.onSnapshot(() => {
      setCatchingUp(true);
      const { queryKey } = passagesQuery(gate.id);
      void queries.invalidateQueries({ queryKey }).finally(() => setCatchingUp(false));
    });
    return () => {
      stopPassages();
      stopSnapshots();
    };
  }, [feed, gate, queries, take]);
  const list = useMemo(() => (data === undefined ? undefined : merged(data, heard)), [data, heard]);
  return { list, error, isCurrent: status === 'live' && !catchingUp && error === null, take };
}
