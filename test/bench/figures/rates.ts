import type { Contestant } from '../contestants.js';
import { startBare, startFloor } from '../contestants.js';
import type { LoadResult } from '../generator/job.js';
import { startPlatform, type Platform } from '../platform.js';
import { median, type Key } from '../report.js';
import type { Run } from '../run.js';
import { backlogs, manySeals, singleFixes, type Setting } from '../shapes.js';
import type { Database } from '../stage.js';

/** A floor program slower than this part of the bare aedes says that the machine was busy with something else. */
const FLOOR_OF_BARE = 0.4;

const SHAPES = {
  singleFixRate: (setting: Setting) => singleFixes(setting),
  manySealsRate: (setting: Setting) => manySeals(setting),
  backlogRate: (setting: Setting, round: number, now: number) => backlogs(setting, round, now),
};
type RateKey = keyof typeof SHAPES;

/** The closed-loop rates: bare aedes, floor program and platform take turns on the same load, and the medians count. */
export async function rates(
  run: Run,
  database: Database,
): Promise<{ platform: Platform; best: number | undefined }> {
  const [bare, floor, platform] = [
    await startBare(run.stage),
    await startFloor(run.stage),
    await startPlatform(run.stage, database),
  ];
  const medians = new Map<Key, number>();
  for (const key of Object.keys(SHAPES) as RateKey[]) {
    if (!run.options.only.has(key)) continue;
    const rate = await contest(run, key, [bare, floor, platform]);
    const [bareRate = 0, floorRate = 0, platformRate = 0] = rate;
    run.report.note(`${key}Bare`, bareRate);
    if (key !== 'backlogRate' && floorRate < FLOOR_OF_BARE * bareRate) {
      run.report.void(
        `${key}: the floor program reached ${(floorRate / bareRate).toFixed(2)} of the bare aedes`,
      );
    }
    run.report.figure(key, { value: platformRate, floor: floorRate });
    medians.set(key, platformRate);
  }
  await run.audit([floor, platform], [database]);
  await run.children.stop(bare.child);
  await run.children.stop(floor.child);
  return { platform, best: medians.get('singleFixRate') };
}

/** @returns the median rate of each contestant, in the key's unit */
async function contest(run: Run, key: RateKey, contestants: readonly Contestant[]): Promise<number[]> {
  const reached: number[][] = contestants.map(() => []);
  const now = Date.now();
  for (let round = 0; round < run.options.turns; round++) {
    for (const [i, contestant] of contestants.entries()) {
      const result = await run.load(contestant, key, SHAPES[key](run.next(contestant), round, now));
      reached[i]!.push(rateOf(key, result));
      if (contestant.name === 'the platform') checkOrder(run, result);
    }
  }
  return reached.map(median);
}

function rateOf(key: RateKey, result: LoadResult): number {
  return key === 'backlogRate' ? result.fixRate : result.messageRate;
}

/** The contract: PUBACKs in the order of the PUBLISHes of a connection [MQTT-4.6.0-2]. */
function checkOrder(run: Run, result: LoadResult): void {
  if (result.outOfOrder > 0)
    run.report.void(`${String(result.outOfOrder)} PUBACKs of the platform were out of order`);
}
