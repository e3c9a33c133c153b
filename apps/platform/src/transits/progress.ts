import { formatInstant, type Instant } from '@haidang/domain';
import { etaOfTransit, outliersOf, type Plan, type WatchState } from '@haidang/engine';
import type { TransitRecord } from '@haidang/store';
import type { Directory } from '../directory/directory.js';

/** Where a transit under way is along its route, and when it will be there; what is not known is left out. */
export interface Progress {
  /** Metres. */
  readonly progress?: number;
  readonly remaining?: number;
  readonly eta?: string;
  /** How many positions of its seals were dropped, for nothing agreed with them; absent: none. */
  readonly outliers?: number;
}

/** What the engine's memory of its seals tells now; nothing of a transit that is not under way. */
export function progressOf(
  directory: Directory,
  { id, state }: Pick<TransitRecord, 'id' | 'state'>,
  now: Instant,
): Progress {
  if (state !== 'in_transit') return {};
  const watches = watchesOf(directory, id) ?? [];
  const { progress, remaining, eta } = etaOfTransit(watches);
  const outliers = watches.reduce((sum, { watch }) => sum + outliersOf(watch), 0);
  return {
    ...(progress !== null && { progress: Math.round(progress) }),
    ...(remaining !== null && { remaining: Math.round(remaining) }),
    // a seal that has been silent since tells nothing of an arrival that should have been
    ...(eta !== null && eta > now && { eta: formatInstant(eta) }),
    ...(outliers > 0 && { outliers }),
  };
}

/** The memories of a transit's seals with their plans; undefined while one of them is still to be folded. */
export function watchesOf(
  directory: Directory,
  transitId: string,
): { readonly watch: WatchState; readonly plan: Plan }[] | undefined {
  const watches: { watch: WatchState; plan: Plan }[] = [];
  for (const { watch, task } of directory.sealsOfTransit(transitId)) {
    if (watch === null || task?.plan == null) return undefined;
    watches.push({ watch, plan: task.plan });
  }
  return watches;
}
