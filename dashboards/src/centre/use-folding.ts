import { SECOND } from '@haidang/domain';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useServices } from '../shared/services.js';
import { useSignal } from '../shared/signal.js';
import { fold, isFlood, type Folding, type QueueItem } from './alarm-groups.js';
import type { AlarmQueue } from './use-alarm-queue.js';

export interface Folded {
  readonly items: readonly QueueItem[];
  /** Alarms that have a row. */
  readonly visible: readonly string[];
  readonly how: Folding;
  readonly isFlood: boolean;
  readonly isByTransit: boolean;
  isOpen(key: string): boolean;
  toggle(key: string): void;
  /** Groups by transit, or not. */
  setByTransit(isOn: boolean): void;
  /** Shows each alarm of a flood, or folds it again. */
  setUnfolded(isOn: boolean): void;
  /** The group that an alarm is in. */
  groupOf(id: string | undefined): string | undefined;
}

/** The queue in groups: by cause while alarms come in a flood, by transit where the operator wants it so. */
export function useFolding(queue: AlarmQueue): Folded {
  const { store } = useServices();
  const alarms = useSignal(store.alarms);
  const [floods, setFloods] = useState(false);
  const [isByTransit, setByTransit] = useState(false);
  const [isUnfolded, setUnfolded] = useState(false);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const look = () => {
      const next = isFlood(floods, alarms.values(), store.clock.now());
      // rows come together, and part, when nobody has a hand on them
      if (next === floods || queue.isHeld()) return;
      setFloods(next);
      if (!next) setUnfolded(false);
    };
    look();
    const timer = setInterval(look, 10 * SECOND);
    return () => clearInterval(timer);
  }, [floods, alarms, store]);
  const how: Folding = isByTransit ? 'transit' : floods && !isUnfolded ? 'cause' : 'none';
  const { rows, alarm } = queue;
  // what alarms say is asked where they are folded alone
  const said = how === 'none' ? undefined : alarms;
  const items = useMemo(() => fold(rows, alarm, how, opened), [rows, said, how, opened]);
  const visible = useMemo(
    () => items.filter(({ group }) => group === undefined).map(({ key }) => key),
    [items],
  );
  const toggle = useCallback(
    (key: string) =>
      setOpened((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    [],
  );
  return {
    ...{ items, visible, how, isFlood: floods, isByTransit, setByTransit, setUnfolded },
    isOpen: (key) => opened.has(key),
    toggle,
    groupOf: (id) => items.find(({ group }) => group?.ids.includes(id ?? ''))?.group?.key,
  };
}
