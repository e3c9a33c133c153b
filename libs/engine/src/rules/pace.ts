import { MINUTE, type Metres, type Millis } from '@haidang/domain';
import type { Rule } from './rule.js';

/** Metres driven forward along the route and the time they took, older ones weighing less. */
export interface PaceState {
  readonly metres: Metres;
  readonly millis: Millis;
}

/** So much driving ago, driving weighs half. */
const MEMORY: Millis = 20 * MINUTE;
/** km/h under which the seal stands, or creeps: no speed to go by. */
const STANDING = 5;
/** km/h in a metre a millisecond. */
const KMH = 3_600;

const START: PaceState = { metres: 0, millis: 0 };

/**
 * How fast the seal drives, of late; it raises nothing. Counted are stretches between two fixes in the corridor at most `maxGap` apart, driven
 * forward at {@link STANDING} to `maxSpeed`; standing does not slow it. Kept as it is once arrived.
 */
export const pace: Rule<PaceState> = {
  kind: null,
  phases: ['sealed', 'in_transit', 'arrived'],
  start: START,
  flat: {
    width: 2,
    lay({ metres, millis }, row, at) {
      row[at] = metres;
      row[at + 1] = millis;
      return true;
    },
    take(row, at) {
      const [metres, millis] = [row[at]!, row[at + 1]!];
      return millis === 0 ? START : { metres, millis };
    },
  },
  see(state, { phase, here, before, place, placeBefore, plan }) {
    if (phase === 'arrived' || before === null || placeBefore === null) return state;
    if (place.distance > place.halfWidth || placeBefore.distance > placeBefore.halfWidth) return state;
    const [metres, millis] = [place.progress - placeBefore.progress, here.time - before.time];
    const speed = (metres / millis) * KMH;
    if (speed < STANDING || speed > plan.rules.maxSpeed) return state;
    const fade = MEMORY / (MEMORY + millis);
    return { metres: state.metres * fade + metres, millis: state.millis * fade + millis };
  },
};
