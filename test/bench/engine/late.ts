import type { Fix } from '@haidang/domain';
import { lastEvent } from '@haidang/engine';
import { planOf, refold, stateAfter } from './adapter.js';
import type { EngineReport } from './figures.js';
import { asDecoded, traffic } from './traffic.js';
import type { World } from './world.js';

/** An hour of fixes 10 s apart, and the minutes before it in which the transit was watched already. */
const HOUR_OF_FIXES = 360;
const BEFORE = 40;
const INTERVAL = 10_000;
/** Hours folded before the counting: until then the code is not compiled, and the histories themselves are still being moved by the collector. */
const WARM_UP = 200;

/** `lateFixP99`: the fix that comes an hour late was the hour's first; it and all after it are folded again. */
export function lateFixes({ roads, corridors, index }: World, report: EngineReport): void {
  const took: number[] = [];
  const fixes = corridors.map((): Fix[] => []);
  for (const { transit, fix } of traffic(roads, BEFORE + HOUR_OF_FIXES)) fixes[transit]!.push(fix);
  const histories = fixes.map((history) =>
    history
      .sort((a, b) => a.seq - b.seq)
      .map((fix, i) => asDecoded({ ...fix, time: fixes[0]![0]!.time + i * INTERVAL })),
  );
  const plans = corridors.map((corridor, transit) => planOf(transit, corridor, index));
  const states = histories.map((history, transit) => stateAfter(history.slice(0, BEFORE), plans[transit]!));
  for (let transit = 0; transit < WARM_UP; transit++)
    refold(states[transit]!, histories[transit]!.slice(BEFORE), plans[transit]!);
  for (const [transit, history] of histories.entries()) {
    const hour = history.slice(BEFORE);
    const start = performance.now();
    const state = refold(states[transit]!, hour, plans[transit]!);
    took.push(performance.now() - start);
    if (lastEvent(state).seq !== BEFORE + HOUR_OF_FIXES - 1)
      throw new Error('not all of the hour was folded');
  }
  took.sort((a, b) => a - b);
  report.note('lateFixP50', took[Math.floor(took.length / 2)]!);
  report.figure('lateFixP99', { value: took[Math.floor(took.length * 0.99)]! });
}
