import { useEffect } from 'react';
import type { MapEngine } from '../shared/map/engine.js';
import { useServices } from '../shared/services.js';
import { pumpMarks } from './map-pump.js';
import { useMeasuring, type Measuring } from './measuring.js';
import { useKeys } from './use-keys.js';
import { useMarkSteps } from './use-mark-steps.js';

/**
 * Brings the containers to a map, and lets them be chosen and followed and ways be measured, by hand and by keys.
 * @param bare nobody has a hand on it
 * @returns `said`: for those who have the page read out
 */
export function useContainers(
  engine: MapEngine | null,
  bare = false,
): { measuring: Measuring; said: string } {
  const { state, store } = useServices();
  const measuring = useMeasuring(engine);
  const { said, pass } = useMarkSteps(engine);
  useKeys(
    bare
      ? {}
      : {
          m: measuring.toggle,
          '.': () => pass(1),
          ',': () => pass(-1),
          g: () => state.seal.get() !== undefined && state.setFollows(!state.follows.get()),
        },
  );
  // who takes the map in hand looks elsewhere
  useEffect(() => engine?.onPanned(() => state.setFollows(false)), [engine, state]);
  useEffect(
    () => engine?.onPick((sealId) => sealId !== null && state.choose(sealId, undefined)),
    [engine, state],
  );
  useEffect(() => (engine === null ? undefined : pumpMarks(store, engine)), [engine, store]);
  return { measuring, said };
}
