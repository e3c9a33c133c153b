import type { AlarmView } from '@haidang/contract';
import { useRef } from 'react';
import { useServices } from '../shared/services.js';
import { currentOf, meantOf, STAYS, step, waitingOf } from './alarm-order.js';
import type { DeskDialog } from './desk-dialogs.js';
import type { AlarmQueue } from './use-alarm-queue.js';
import type { Desk } from './use-desk.js';
import type { Folded } from './use-folding.js';
import { useKeys, type KeyMap } from './use-keys.js';

/** The desk's keys: through the queue, and the acts on its current alarm. @param more keys of the page's own */
export function useDeskKeys(queue: AlarmQueue, folded: Folded, desk: Desk, more: KeyMap): void {
  const { state, desk: api } = useServices();
  const ofEveryPage = useKeysOfEveryPage(queue, desk);
  const move = (by: 1 | -1) => () => {
    queue.hold();
    state.pointAt(step(folded.visible, state.alarm.get(), by));
  };
  const chosen = () => queue.alarm(state.alarm.get() ?? '');
  const alarmsOf = (ids: readonly string[]) => ids.flatMap((id) => queue.alarm(id) ?? []);
  const current = () => currentOf(chosen(), alarmsOf(folded.visible), alarmsOf(queue.waiting));
  const on = (alarm: AlarmView | undefined, act: (alarm: AlarmView) => void) => {
    if (alarm === undefined) return;
    show(queue, alarm);
    act(alarm);
  };
  const withCurrent = (act: (alarm: AlarmView) => void) => () => on(current(), act);
  const ask = (what: DeskDialog) => withCurrent((alarm) => desk.ask(what, alarm));
  useKeys({
    j: move(1),
    k: move(-1),
    // what is over can still be read, and something be said of it
    Enter: () => on(chosen() ?? current(), desk.open),
    c: () => on(chosen() ?? current(), (alarm) => desk.ask('comment', alarm)),
    a: withCurrent(desk.acknowledge),
    l: withCurrent(desk.locate),
    s: withCurrent(desk.take),
    t: ask('assign'),
    e: ask('escalate'),
    h: ask('shelve'),
    d: ask('dispatch'),
    f: () => {
      const group = folded.groupOf(state.alarm.get() ?? folded.visible[0]);
      if (group !== undefined) folded.toggle(group);
    },
    r: ask('resolve'),
    n: queue.flow,
    Escape: desk.close,
    ...(!api.isBesideReal && ofEveryPage),
    ...more,
  });
}

/** Nothing moves under the hand; what is acted on is seen. */
function show(queue: AlarmQueue, { id }: AlarmView): void {
  if (!queue.rows.includes(id)) queue.flow();
  queue.hold();
}

/** As on every other page (alarm-bar): they mean the gravest alarm that nobody has acknowledged, whichever is chosen and whatever the queue shows. */
function useKeysOfEveryPage(queue: AlarmQueue, desk: Desk): KeyMap {
  const alarms = useServices().store.alarms;
  const taken = useRef({ id: '', until: 0 });
  return {
    'Shift+a': () => {
      const [alarm] = waitingOf(alarms.get());
      if (alarm === undefined || desk.taking.isPending) return;
      taken.current = { id: alarm.id, until: performance.now() + STAYS };
      show(queue, alarm);
      desk.acknowledge(alarm);
    },
    'Shift+l': () => {
      const { id, until } = taken.current;
      const last = performance.now() < until ? alarms.get().get(id) : undefined;
      const alarm = meantOf(waitingOf(alarms.get()), last);
      if (alarm === undefined) return;
      show(queue, alarm);
      desk.locate(alarm);
    },
  };
}
