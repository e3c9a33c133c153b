import { compareEvents, compareOrder, orderOf, type EventOrder, type WatchEvent } from '@haidang/engine';
import type { WatchHistory } from '@haidang/store';

/** What the store knows of a watch, as the engine's events after a point, in order. */
export function eventsAfter(point: EventOrder | null, history: WatchHistory): WatchEvent[] {
  const events: WatchEvent[] = [
    ...history.steps.map((step) => ({ kind: 'step', ...step }) as const),
    ...history.fixes.map(({ fix, mark }) => ({ kind: 'fix', time: fix.time, fix, mark }) as const),
    // two acts within a millisecond come in the order of the store, which is finer
    ...history.resolves.map((act, seq) => ({ kind: 'resolve', seq, ...act }) as const),
    ...history.ticks.map((time) => ({ kind: 'tick', time }) as const),
  ];
  const after = point === null ? events : events.filter((one) => compareOrder(orderOf(one), point) > 0);
  return after.sort(compareEvents);
}
