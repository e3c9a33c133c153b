import { SECOND } from '@haidang/domain';
import type { LiveStore } from '../shared/live/store.js';
import type { MapEngine } from '../shared/map/engine.js';
import { diffMarks, isEmpty, type Drawn } from '../shared/map/marks.js';

/**
 * Brings the live positions to the map, at once with every batch: the server sends one a second at most.
 * It also looks when nothing comes, for a seal goes stale by silence. While the map is still at the last change, the
 * next ones gather: a slow machine shows fewer steps, not older ones.
 * @returns stops it
 */
export function pumpMarks(store: LiveStore, engine: MapEngine): () => void {
  const drawn = new Map<string, Drawn>();
  let isBusy = false;
  const pump = () => {
    if (isBusy) return;
    const diff = diffMarks(drawn, store.positions, store.clock.now());
    if (isEmpty(diff)) return;
    isBusy = true;
    const done = () => (isBusy = false);
    engine.updateMarks(diff).then(done, done);
  };
  const timer = setInterval(pump, SECOND);
  const stop = store.batch.subscribe(pump);
  pump();
  return () => {
    clearInterval(timer);
    stop();
  };
}
