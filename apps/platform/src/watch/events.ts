import type { Instant } from '@haidang/domain';
import { compareEvents, compareOrder, orderOf, type EventOrder, type WatchEvent } from '@haidang/engine';
import type { WatchHistory } from '@haidang/store';
import type { SealTask } from '../directory/seal-entry.js';

/**
 * What the store knows of a watch, as the engine's events after a point, in order.
 * @param removedAt when the seal was taken off its transit, where it was
 */
export function eventsAfter(
  point: EventOrder,
  history: WatchHistory,
  { attachedIn, since }: Pick<SealTask, 'attachedIn' | 'since'>,
  removedAt?: Instant,
): WatchEvent[] {
  const events: WatchEvent[] = [
    ...(attachedIn === null ? [] : [{ kind: 'attach', time: since, phase: attachedIn } as const]),
    ...(removedAt === undefined ? [] : [{ kind: 'remove', time: removedAt } as const]),
    ...history.steps.map((step) => ({ kind: 'step', ...step }) as const),
    ...history.fixes.map(({ fix, mark }) => ({ kind: 'fix', time: fix.time, fix, mark }) as const),
    // two acts within a millisecond come in the order of the store, which is finer
    ...history.resolves.map((act, seq) => ({ kind: 'resolve', seq, ...act }) as const),
    ...history.ticks.map((time) => ({ kind: 'tick', time }) as const),
  ];
  return events.filter((one) => compareOrder(orderOf(one), point) > 0).sort(compareEvents);
}
