import { lastEvent } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { restored } from './adapter.js';
import type { EngineReport } from './figures.js';
import { Results } from './results.js';
import { startedWatches, takeAll, type World } from './world.js';

const ACTIVE = 100_000;

/** `restart100k`: corridors and zones built from what is stored, and 100,000 states read back. The database is not in it. */
export function restart(world: World, report: EngineReport): void {
  const watches = startedWatches(world, world.index);
  takeAll(watches, world.arrivals, new Results(world.arrivals.length));
  const texts = Array.from({ length: ACTIVE }, (_, i) => watches[i % watches.length]!.stored());
  const start = performance.now();
  const corridors = world.roads.map((leg) => Corridor.of([leg]));
  const index = ZoneIndex.of(world.zones);
  const states = texts.map(restored);
  const seconds = (performance.now() - start) / 1_000;
  if (corridors.length * index.size === 0 || states.some((state) => lastEvent(state).time === -Infinity))
    throw new Error('not everything was read back');
  report.note('bytesAState', texts.reduce((sum, text) => sum + text.length, 0) / ACTIVE);
  report.figure('restart100k', { value: seconds });
}
