import type { AlarmView } from '@haidang/contract';
import { SECOND } from '@haidang/domain';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { EMPTY_QUEUE, nextQueue, type QueueView } from './alarm-order.js';

/** After the last key or touch the queue stands still for this long. */
const HOLD_MS = 5 * SECOND;
/** Longest that it stands still for a pointer over it that does not move: whoever left it there may be away. */
const RESTING_MS = 60 * SECOND;

export interface AlarmQueue extends QueueView {
  /** The alarm of a row as it is now; as it last was when it was resolved meanwhile. */
  alarm(id: string): AlarmView | undefined;
  /** Lets the waiting ones in. */
  flow(): void;
  /** The operator did something here: nothing may move under the hand. */
  hold(): void;
  /** Whether it is in use: nothing may move. */
  isHeld(): boolean;
  /** The pointer moves over the list, or left it. */
  pointer(over: boolean): void;
}

/**
 * The alarm queue of this operator: new alarms wait while the list is in use.
 * @param wants which alarms it is of; another function is another queue
 */
export function useAlarmQueue(wants: (alarm: AlarmView) => boolean): AlarmQueue {
  const { store } = useServices();
  const alarms = useSignal(store.alarms);
  const [queue, setQueue] = useState(EMPTY_QUEUE);
  const overUntil = useRef(0);
  const heldUntil = useRef(0);
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
  const isHeld = () => performance.now() < Math.max(overUntil.current, heldUntil.current);

  useMemo(() => {
    for (const alarm of alarms.values()) seen.current.set(alarm.id, alarm);
  }, [alarms]);
  useEffect(() => settle(isHeld()), [alarms, settle]);
  useEffect(() => settle(false), [wants, settle]);
  useEffect(() => {
    const timer = setInterval(() => settle(isHeld()), SECOND);
    return () => clearInterval(timer);
  }, [settle]);
  useEffect(() => {
    const kept = new Set(queue.rows);
    for (const id of seen.current.keys()) if (!kept.has(id) && !alarms.has(id)) seen.current.delete(id);
  }, [queue, alarms]);

  return {
    ...queue,
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
    hold: () => (heldUntil.current = performance.now() + HOLD_MS),
    isHeld,
    pointer: (isOver) => (overUntil.current = isOver ? performance.now() + RESTING_MS : 0),
  };
}
