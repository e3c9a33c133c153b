import { lastEvent, startWatch, stepAll } from '@haidang/engine';
import { readQuietWatches, type WatchSince } from '@haidang/store';
import type { Pool } from 'pg';
import type { SealEntry } from '../directory/seal-entry.js';
import { eventsAfter } from './events.js';

const CHUNK = 2_000;

/**
 * Begins the watches of seals that have not spoken yet, some thousands at a time: their transits' steps are all there is to fold.
 * @returns those of which more is known, or about which the steps alone have something to say
 */
export async function beginQuietWatches(pool: Pool, entries: readonly SealEntry[]): Promise<SealEntry[]> {
  const left: SealEntry[] = [];
  for (let i = 0; i < entries.length; i += CHUNK) {
    const some = entries.slice(i, i + CHUNK);
    const quiet = await readQuietWatches(
      pool,
      some.flatMap((entry) => watchOf(entry) ?? []),
    );
    for (const entry of some) {
      const steps = quiet.get(entry.key);
      const { task } = entry;
      const plan = task?.plan;
      if (steps === undefined || task === null || plan == null) {
        left.push(entry);
        continue;
      }
      const events = eventsAfter(
        lastEvent(startWatch()),
        { fixes: [], steps, resolves: [], ticks: [] },
        task,
      );
      const { state, changes } = stepAll(startWatch(), events, plan);
      if (changes.length > 0) {
        left.push(entry);
        continue;
      }
      entry.watch = state;
      entry.dirty = true;
    }
  }
  return left;
}

function watchOf({ key, id, task }: SealEntry): WatchSince | undefined {
  if (task === null) return undefined;
  return { seal: key, sealId: id, transitId: task.transitId, since: task.since };
}
