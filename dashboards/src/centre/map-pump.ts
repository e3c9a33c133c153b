import { SECOND } from '@haidang/domain';
import type { LiveStore } from '../shared/live/store.js';
import type { MapEngine } from '../shared/map/engine.js';
import { MarkBook } from '../shared/map/marks/mark-book.js';

/** How often it looks for seals that have fallen silent while nothing comes. */
const SILENT_LOOK = 5 * SECOND;

/**
 * Brings the live positions to the map, at once with every batch: the server sends one a second at most.
 * @returns stops it
 */
export function pumpMarks(store: LiveStore, engine: Pick<MapEngine, 'updateMarks'>): () => void {
  const book = new MarkBook();
  const all = () => engine.updateMarks(book.takeAll(store.positions, store.clock.now()));
  const look = () => engine.updateMarks(book.take([], [], store.clock.now()));
  const stop = store.batch.subscribe(() => {
    const { isWhole, heard, gone } = store.batch.get();
    if (isWhole) all();
    else engine.updateMarks(book.take(heard, gone, store.clock.now()));
  });
  const timer = setInterval(look, SILENT_LOOK);
  all();
  return () => {
    clearInterval(timer);
    stop();
  };
}
