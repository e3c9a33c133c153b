import type { Gate, PassageView } from '@haidang/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { facilitiesQuery, gatesQuery, organisationsQuery } from '../../shared/api/queries.js';
import { useServices } from '../../shared/services.js';
import { Signal, useSignal } from '../../shared/signal.js';
import { BoothClock } from './booth-clock.js';
import { Booth, type BoothState } from './booth.js';
import { Reach, type Reached } from './reach.js';
import { Shelf } from './shelf.js';

/** One a page; opened when it is first wanted. */
let shelf: Promise<Shelf> | undefined;
function openShelf(): Promise<Shelf> {
  return (shelf ??= Shelf.open());
}

/** Whether the platform decides at this gate. */
export function useReach(): Reach {
  const { feed } = useServices();
  const [reach] = useState(() => new Reach(feed));
  useEffect(() => reach.start(), [reach]);
  return reach;
}

export function useReached(reach: Reach): Reached {
  return useSignal(reach.state);
}

/** The register is there without a network, as it was when it was last read. */
export function useKeptRegister(): void {
  const queries = useQueryClient();
  const gates = useQuery(gatesQuery).data;
  const facilities = useQuery(facilitiesQuery).data;
  const organisations = useQuery(organisationsQuery).data;
  useEffect(() => {
    void openShelf().then(
      async (kept) => {
        const register = await kept.register();
        // as of long ago: it is read anew as soon as it can be
        for (const [name, value] of Object.entries(register ?? {}))
          if (queries.getQueryData([name]) === undefined)
            queries.setQueryData([name], value, { updatedAt: 1 });
      },
      () => undefined,
    );
  }, [queries]);
  useEffect(() => {
    if (gates === undefined || facilities === undefined || organisations === undefined) return;
    void openShelf().then(
      (kept) => kept.keepRegister({ gates, facilities, organisations }),
      () => undefined,
    );
  }, [gates, facilities, organisations]);
}

/** The office of a gate; null while the tablet's store is being opened, or where there is none. @param onSent what the platform made of what it was told */
export function useBooth(gate: Gate, reach: Reach, onSent: (passage: PassageView) => void): Booth | null {
  const { feed, store } = useServices();
  const [booth, setBooth] = useState<Booth | null>(null);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isOver = false;
    void openShelf().then(
      (kept) => {
        if (isOver) return;
        const clock = new BoothClock(() =>
          feed.state.get().dataAt === null ? undefined : store.clock.now(),
        );
        const opened = new Booth(kept, gate, reach, feed, clock, onSent);
        stop = opened.start();
        setBooth(opened);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [gate, reach, feed, store, onSent]);
  return booth;
}

const NONE = new Signal<BoothState>({
  list: null,
  isListRefused: false,
  queue: [],
  used: new Map(),
  isOpen: false,
});

export function useBoothState(booth: Booth | null): BoothState {
  return useSignal(booth?.state ?? NONE);
}
