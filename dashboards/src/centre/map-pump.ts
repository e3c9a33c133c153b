import { SECOND } from '@haidang/domain';
import type { LiveStore } from '../shared/live/store.js';
import type { MapEngine } from '../shared/map/engine.js';
import { diffMarks, isEmpty, type Mark } from '../shared/map/marks.js';

/**
 * Brings the live positions to the map, at once with every batch: the server sends one a second at most.
 * It also looks when nothing comes, for a seal goes stale by silence.
 * @returns stops it
 */
export function pumpMarks(store: LiveStore, engine: MapEngine): () => void {
  const drawn = new Map<string, Mark>();
  const pump = () => {
    const diff = diffMarks(drawn, store.positions, store.clock.now());
    if (!isEmpty(diff)) engine.updateMarks(diff);
  };
  const timer = setInterval(pump, SECOND);
  const stop = store.batch.subscribe(pump);
  pump();
  return () => {
    clearInterval(timer);
    stop();
  };
}
