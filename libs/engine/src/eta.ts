import { KMH } from '@haidang/geo';
import { MINUTE, type Instant, type KmH, type Metres, type Millis } from '@haidang/domain';
import type { Plan } from './plan.js';
import { memoryOf } from './rules/index.js';
import { paceIn } from './rules/pace.js';
import { placeOnRoute, trackOf, type WatchState } from './state.js';

/** How far the seal is and when it may be there. */
export interface Eta {
  /** Along the route; null before the first usable position. */
  readonly progress: Metres | null;
  readonly remaining: Metres | null;
  /** Null while the speed is not known; the arrival itself once it was found. */
  readonly eta: Instant | null;
  /** While driving, of late; null when nothing is known of it. */
  readonly speed: KmH | null;
}

/** Less driving tells no speed. */
const ENOUGH: Millis = MINUTE;

/** By the last usable position, the plan's own corridor and the recent speed while driving: a stop delays by its own length only. */
export function etaOf(state: WatchState, plan: Plan): Eta {
  const { last } = trackOf(state);
  const pace = paceIn(state.numbers);
  const { arrivedAt } = memoryOf(state, 'journey');
  const speed = pace.millis < ENOUGH ? null : (pace.metres / pace.millis) * KMH;
  if (last === null) return { progress: null, remaining: null, eta: arrivedAt, speed };
  const { progress } = plan.corridor.locate(last, placeOnRoute(state)?.segment);
  const remaining = Math.max(0, plan.corridor.length - progress);
  const left = speed === null ? null : last.time + Math.round((remaining / speed) * KMH);
  return { progress, remaining, eta: arrivedAt ?? left, speed };
}
