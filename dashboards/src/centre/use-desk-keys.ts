import { useServices } from '../shared/services.js';
import { step } from './alarm-order.js';
import type { DeskDialog } from './desk-dialogs.js';
import type { AlarmQueue } from './use-alarm-queue.js';
import type { Desk } from './use-desk.js';
import type { Folded } from './use-folding.js';
import { useKeys, type KeyMap } from './use-keys.js';

/** The desk's keys: through the queue, and the acts on its current alarm. @param more keys of the page's own */
export function useDeskKeys(queue: AlarmQueue, folded: Folded, desk: Desk, more: KeyMap): void {
  const { state, desk: api } = useServices();
  const move = (by: 1 | -1) => () => {
    queue.hold();
    state.pointAt(step(folded.visible, state.alarm.get(), by));
  };
  const withCurrent = (act: (alarm: NonNullable<ReturnType<typeof queue.alarm>>) => void) => () => {
    // where none is chosen, the first of the queue: it is what needs somebody now
    const id = state.alarm.get() ?? folded.visible[0];
    const alarm = id === undefined ? undefined : queue.alarm(id);
    if (alarm === undefined) return;
    queue.hold();
    act(alarm);
  };
  const ask = (what: DeskDialog) => withCurrent((alarm) => desk.ask(what, alarm));
  // beside a sandbox the keys of every page are those of the alarms that are real
  const ofMap = {
    'Shift+a': withCurrent(desk.acknowledge),
    'Shift+l': withCurrent(desk.locate),
    l: withCurrent(desk.locate),
  };
  useKeys({
    j: move(1),
    k: move(-1),
    Enter: withCurrent(desk.open),
    a: withCurrent(desk.acknowledge),
    s: withCurrent(desk.take),
    c: ask('comment'),
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
    ...(api.hasMap && ofMap),
    ...more,
  });
}
