import { KMH } from '@haidang/geo';
import { MINUTE, type Metres, type Millis } from '@haidang/domain';
import { PACE, type Numbers } from '../numbers.js';
import type { Rule } from './rule.js';

/** Metres driven forward along the route and the time they took, older ones weighing less. */
const METRES = PACE;
const MILLIS = PACE + 1;

/** So much driving ago, driving weighs half. */
const MEMORY: Millis = 20 * MINUTE;
/** km/h under which the seal stands, or creeps: no speed to go by. */
const STANDING = 5;

/**
 * How fast the seal drives, of late; it raises nothing. Counted are stretches between two fixes in the corridor at most `maxGap` apart, driven
 * forward at {@link STANDING} to `maxSpeed`; standing does not slow it. Kept as it is once arrived.
 */
export const pace: Rule<null> = {
  kind: null,
  phases: ['sealed', 'in_transit', 'arrived'],
  start: null,
  numbers: { at: PACE, start: [0, 0] },
  see(_, { phase, here, before, place, placeBefore, plan, numbers }) {
    if (phase === 'arrived' || before === null || placeBefore === null) return null;
    if (place.distance > place.halfWidth || placeBefore.distance > placeBefore.halfWidth) return null;
    const metres = place.progress - placeBefore.progress;
    const millis = here.time - before.time;
    const speed = (metres / millis) * KMH;
    if (speed < STANDING || speed > plan.rules.maxSpeed) return null;
    const fade = MEMORY / (MEMORY + millis);
    numbers[METRES] = numbers[METRES]! * fade + metres;
    numbers[MILLIS] = numbers[MILLIS]! * fade + millis;
    return null;
  },
};

/** How far it drove of late, and how long that took; no time where nothing is known. */
export function paceIn(numbers: Numbers): { readonly metres: Metres; readonly millis: Millis } {
  return { metres: numbers[METRES]!, millis: numbers[MILLIS]! };
}
