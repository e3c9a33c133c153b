import type { AlarmView } from '@haidang/contract';
import { CUSTOMS } from '@haidang/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { acknowledge } from '../shared/api/queries.js';
import { useServices } from '../shared/services.js';
import { useIsOneOf } from '../shared/session.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { NEAR } from '../shared/map/setup.js';

/** What an operator does with an alarm or a container. */
export function useDesk() {
  const { state, store } = useServices();
  const queries = useQueryClient();
  const mayAct = useIsOneOf(CUSTOMS);
  const [resolving, setResolving] = useState<AlarmView | null>(null);
  const took = (alarm: AlarmView) => {
    store.takeAlarm(alarm);
    if (alarm.transitId !== undefined)
      void queries.invalidateQueries({ queryKey: ['timeline', alarm.transitId] });
  };
  const taking = useMutation({ mutationFn: acknowledge, onSuccess: took });
  const { mutate } = taking;
  const acts = useMemo(
    () => ({
      /** Where the container is now; where the alarm was raised when the seal is out of view. */
      locate(alarm: AlarmView) {
        const now = alarm.sealId === undefined ? undefined : store.positions.get(alarm.sealId);
        mapHandle.get()?.flyTo({ ...(now ?? alarm.place), zoom: NEAR });
        state.pointAt(alarm.id);
      },
      open(alarm: AlarmView) {
        state.choose(alarm.sealId, alarm.id);
      },
      acknowledge(alarm: AlarmView) {
        if (mayAct && alarm.state === 'open') mutate(alarm);
      },
      /** Asks what was found of it. */
      resolve(alarm: AlarmView) {
        if (mayAct && alarm.state !== 'resolved') setResolving(alarm);
      },
      /** Opens a container found elsewhere than in the queue. */
      show(sealId: string, place?: { lat: number; lon: number }) {
        state.choose(sealId, undefined);
        const at = store.positions.get(sealId) ?? place;
        if (at !== undefined) mapHandle.get()?.flyTo({ lat: at.lat, lon: at.lon, zoom: NEAR });
      },
    }),
    [state, store, mutate, mayAct],
  );
  const resolved = (alarm: AlarmView) => {
    took(alarm);
    setResolving(null);
  };
  return { ...acts, taking, resolving, resolved, leave: () => setResolving(null) };
}
