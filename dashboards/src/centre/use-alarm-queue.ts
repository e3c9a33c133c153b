import type { AlarmView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { EMPTY_QUEUE, nextQueue, type QueueView } from './alarm-order.js';
import { useStillness, type Stillness } from './use-stillness.js';

export interface AlarmQueue extends QueueView, Stillness {
  /** The alarm of a row as it is now; as it last was when it was resolved meanwhile. */
  alarm(id: string): AlarmView | undefined;
  /** Lets the waiting ones in. */
  flow(): void;
}

/**
 * The alarm queue of this operator: new alarms wait while the list is in use.
 * @param wants which alarms it is of; another function is another queue
 */
export function useAlarmQueue(wants: (alarm: AlarmView) => boolean): AlarmQueue {
  const { store } = useServices();
  const alarms = useSignal(store.alarms);
  const [queue, setQueue] = useState(EMPTY_QUEUE);
  const still = useStillness();
  const { isHeld } = still;
  const seen = useRef(new Map<string, AlarmView>());
  const settled = useRef<{ queue: QueueView; of: readonly unknown[] }>({ queue: EMPTY_QUEUE, of: [] });
  // it is asked for each second: nothing is ordered or drawn again where nothing changed
  const settle = useCallback(
    (held: boolean) => {
      const before = settled.current;
      const of = [store.alarms.get(), wants, held];
      if (of.every((one, i) => one === before.of[i])) return;
      settled.current = { queue: nextQueue(before.queue, store.alarms.get(), wants, held), of };
      setQueue(settled.current.queue);
    },
    [store, wants],
  );

  useMemo(() => {
    for (const alarm of alarms.values()) seen.current.set(alarm.id, alarm);
  }, [alarms]);
  useEffect(() => settle(isHeld()), [alarms, settle, isHeld]);
  useEffect(() => settle(false), [wants, settle]);
  useEffect(() => {
    const timer = setInterval(() => settle(isHeld()), SECOND);
    return () => clearInterval(timer);
  }, [settle, isHeld]);
  useEffect(() => {
    const kept = new Set(queue.rows);
    for (const id of seen.current.keys()) if (!kept.has(id) && !alarms.has(id)) seen.current.delete(id);
  }, [queue, alarms]);

  return {
    ...queue,
    ...still,
    alarm: (id) => {
      const now = alarms.get(id);
      if (now !== undefined) return now;
      const last = seen.current.get(id);
      if (last === undefined || last.state === 'resolved') return last;
      const over: AlarmView = { ...last, state: 'resolved' };
      seen.current.set(id, over);
      return over;
    },
    flow: () => settle(false),
  };
}
