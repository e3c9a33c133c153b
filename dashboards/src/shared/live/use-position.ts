import type { Position } from '@haidang/contract';
import { useSyncExternalStore } from 'react';
import type { LiveStore } from './store.js';

/** A seal's position, if it is in view; the component renders again only when that seal's changed. */
export function usePosition(store: LiveStore, sealId: string): Position | undefined {
  return useSyncExternalStore(store.batch.subscribe, () => store.positions.get(sealId));
}
