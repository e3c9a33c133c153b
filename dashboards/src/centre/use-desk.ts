import type { AlarmView } from '@haidang/contract';
import { CUSTOMS, DISPATCH_NEXT, type DispatchState } from '@haidang/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { alarmQuery, movedOn } from '../shared/api/alarms.js';
import { renew } from '../shared/api/renew.js';
import { useServices } from '../shared/services.js';
import { session, useIsOneOf } from '../shared/session.js';
import { mapHandle } from '../shared/map/map-handle.js';
import { NEAR } from '../shared/map/setup.js';
import { otherHand } from './alarm-hand.js';
import type { DeskDialog } from './desk-dialogs.js';

/** What an operator does with an alarm or a container. */
export function useDesk() {
  const { state, store, desk: api } = useServices();
  const queries = useQueryClient();
  const mayAct = useIsOneOf(CUSTOMS);
  /** The dialogue that is open. */
  const [asking, setAsking] = useState<{ what: DeskDialog; alarm: AlarmView } | null>(null);
  /** The alarm whose file is open, also where it is about no container: at first that of the address. */
  const [opened, setOpened] = useState<string | null>(() => state.alarm.get() ?? null);
  const keep = (alarm: AlarmView) => {
    store.takeAlarm(alarm);
    // one that is resolved does not stand in the store
    queries.setQueryData(alarmQuery(alarm.id).queryKey, (known) => known && alarm);
  };
  const took = (alarm: AlarmView) => {
    keep(alarm);
    renew(queries, ['alarm-history', alarm.id]);
    renew(queries, ['dispatches', alarm.id]);
    if (alarm.transitId !== undefined) renew(queries, ['timeline', alarm.transitId]);
  };
  const taking = useMutation({
    mutationFn: ({ alarm, act }: { alarm: AlarmView; act: (alarm: AlarmView) => Promise<AlarmView> }) =>
      act(alarm),
    onSuccess: took,
    onError: (error) => {
      const now = movedOn(error);
      if (now !== undefined) keep(now);
    },
  });
  const { mutate } = taking;
  const acts = useMemo(
    () => ({
      mayAct,
      /** Where the container is now; where the alarm was raised when the seal is out of view. */
      locate(alarm: AlarmView) {
        const now = alarm.sealId === undefined ? undefined : store.positions.get(alarm.sealId);
        mapHandle.flyTo({ ...(now ?? alarm.place), zoom: NEAR });
        state.pointAt(alarm.id);
      },
      open(alarm: AlarmView) {
        api.see(alarm);
        setOpened(alarm.id);
        state.choose(alarm.sealId, alarm.id);
      },
      close() {
        setOpened(null);
        state.choose(undefined, state.alarm.get());
      },
      acknowledge(alarm: AlarmView) {
        state.pointAt(alarm.id);
        if (mayAct && alarm.state === 'open') mutate({ alarm, act: api.acknowledge });
      },
      /** It is mine from now on; of one that somebody else has it asks first. */
      take(alarm: AlarmView) {
        const own = session.who.get()?.person;
        if (!mayAct || own === undefined || alarm.state === 'resolved' || alarm.assigneeId === own.id) return;
        if (otherHand(alarm, own.id, own.name) !== undefined) setAsking({ what: 'assign', alarm });
        else mutate({ alarm, act: (one) => api.assign(one, own.id) });
      },
      /** What those who were sent tell, in a word. */
      tell(alarm: AlarmView, state: Exclude<DispatchState, 'sent' | 'done'>) {
        if (mayAct) mutate({ alarm, act: (one) => api.reportFromField(one, { state }) });
      },
      /** All of a group, one after the other; what somebody else has taken meanwhile is left to them. */
      acknowledgeAll(alarms: readonly AlarmView[]) {
        for (const alarm of alarms)
          if (mayAct && alarm.state === 'open') mutate({ alarm, act: api.acknowledge });
      },
      /** Back in the queue before its time. */
      unshelve(alarm: AlarmView) {
        if (mayAct && alarm.state === 'shelved') mutate({ alarm, act: api.unshelve });
      },
      /** Asks what is to be said, or found, or for how long. */
      ask(what: DeskDialog, alarm: AlarmView) {
        if (mayAct && may(what, alarm)) setAsking({ what, alarm });
      },
      /** Opens a container found elsewhere than in the queue. */
      show(sealId: string, place?: { lat: number; lon: number }) {
        state.choose(sealId, undefined);
        const at = store.positions.get(sealId) ?? place;
        if (at !== undefined) mapHandle.flyTo({ lat: at.lat, lon: at.lon, zoom: NEAR });
      },
    }),
    [state, store, api, mutate, mayAct],
  );
  const done = (alarm: AlarmView) => {
    took(alarm);
    setAsking(null);
  };
  return { ...acts, acts, opened, taking, asking, done, leave: () => setAsking(null) };
}

/** What an operator can do with an alarm or a container. */
export type Desk = ReturnType<typeof useDesk>;
/** The acts alone: the same object as long as the person may do the same. */
export type DeskActs = Desk['acts'];

/** Whether an act has a place in the alarm's state; the platform says the same. */
export function may(what: DeskDialog, { state, escalated, response }: AlarmView): boolean {
  const isUnderWay = response !== undefined && DISPATCH_NEXT[response.state].length > 0;
  if (what === 'field') return isUnderWay;
  if (what === 'dispatch') return !isUnderWay && (state === 'open' || state === 'acknowledged');
  if (what === 'comment') return true;
  if (what === 'escalate') return (state === 'open' || state === 'acknowledged') && escalated === undefined;
  if (what === 'shelve') return state === 'open' || state === 'acknowledged';
  return state !== 'resolved';
}
