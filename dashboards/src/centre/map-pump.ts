import { SECOND } from '@haidang/domain';
import type { LiveStore } from '../shared/live/store.js';
import type { MapEngine } from '../shared/map/engine.js';
import { diffMarks, isEmpty, type Drawn } from '../shared/map/marks.js';

/** How often it looks for seals that have fallen silent, of which nothing comes. */
const SILENT_LOOK = 5 * SECOND;

/**
 * Brings the live positions to the map, at once with every batch: the server sends one a second at most.
 * While the map is still at the last change, the next ones gather: a slow machine shows fewer steps, not older ones.
 * @returns stops it
 */
export function pumpMarks(store: LiveStore, engine: MapEngine): () => void {
  const drawn = new Map<string, Drawn>();
  let isBusy = false;
  let isWaiting = false;
  const pump = () => {
    isWaiting = isBusy;
    if (isBusy) return;
    const diff = diffMarks(drawn, store.positions, store.clock.now());
    if (isEmpty(diff)) return;
    isBusy = true;
    engine.updateMarks(diff).then(done, done);
  };
  const done = () => {
    isBusy = false;
    if (isWaiting) pump();
  };
  const timer = setInterval(pump, SILENT_LOOK);
  const stop = store.batch.subscribe(pump);
  pump();
  return () => {
    clearInterval(timer);
    stop();
  };
}
