import type { Instant, Metres, Millis } from '@haidang/domain';
import type { PlacedZone } from '@haidang/geo';
import { MINUTE } from '@haidang/domain';
import type { Moment } from '../moment.js';
import { isDeep, passThrough, type Passing } from './passing.js';
import type { Rule } from './rule.js';
import { isOver, stayAfter, type Stay } from './stay.js';

/** How the journey goes, as far as positions tell: what the platform proposes as steps of the transit. */
export interface JourneyState {
  readonly atOrigin: Stay | null;
  /** When it left the origin, sealed. */
  readonly departedAt: Instant | null;
  readonly atDestination: Stay | null;
  /** When it came into the destination, once it stayed. */
  readonly arrivedAt: Instant | null;
  /** Checkpoints passed, in order; one that was left out is missing. */
  readonly passed: readonly { readonly zoneId: string; readonly time: Instant }[];
  /** Metres driven forward along the route and the time they took, older ones weighing less. */
  readonly pace: { readonly metres: Metres; readonly millis: Millis };
  /** Of the last fix inside the corridor. */
  readonly last: { readonly time: Instant; readonly progress: Metres } | null;
}

const START: JourneyState = {
  atOrigin: null,
  departedAt: null,
  atDestination: null,
  arrivedAt: null,
  passed: [],
  pace: { metres: 0, millis: 0 },
  last: null,
};

/** So much driving ago, driving weighs half. */
const PACE_MEMORY: Millis = 20 * MINUTE;
/** km/h under which the seal stands, or creeps: no speed to go by. */
const STANDING = 5;
/** km/h in a metre a millisecond. */
const KMH = 3_600;

/**
 * Finds departure, checkpoints, arrival and speed; it raises nothing.
 * - **Departed**: once sealed, with `endFixes` usable fixes in a row outside the origin's zones after one inside, at the crossing out (the first of them after
 *   a gap). Taken back when it is inside again while still only sealed.
 * - **Arrived**: in transit, with a fix surely inside the destination `arrivalAfter` or more after the crossing in, at that crossing. Taken
 *   back with `endFixes` outside, while in transit.
 * - A **checkpoint** is passed when the way touches its zone, under way, and no later one has been passed.
 * - **Pace**: stretches between two fixes in the corridor at most `maxGap` apart, driven forward at {@link STANDING} to `maxSpeed`; standing does not slow it.
 *
 * Kept as it is once arrived, so that late evidence can still correct it. Whether a departure needs approval is the platform's to ask.
 */
export const journey: Rule<JourneyState> = {
  kind: null,
  phases: ['registered', 'sealed', 'in_transit', 'arrived'],
  start: START,
  see(state, moment) {
    if (moment.phase === 'arrived') return state;
    const left = departure(state, moment);
    if (moment.phase === 'registered') return left;
    return paced(passing(arrival(left, moment), moment), moment);
  },
  replan(state, { plan }, before) {
    return plan.corridor.isSameAs(before.corridor) ? state : { ...state, last: null };
  },
};

function departure(state: JourneyState, moment: Moment): JourneyState {
  const isSealed = moment.phase !== 'registered';
  const zones = zonesOf(moment.plan.origin, moment);
  const atOrigin = stayAfter(state.atOrigin, passAny(zones, moment), moment);
  if (atOrigin === null) return state;
  if (!isOver(atOrigin, moment)) {
    const isBack = moment.phase === 'sealed' && atOrigin.left === null;
    return { ...state, atOrigin, departedAt: isBack ? null : state.departedAt };
  }
  return { ...state, atOrigin: null, departedAt: state.departedAt ?? (isSealed ? atOrigin.left.time : null) };
}

function arrival(state: JourneyState, moment: Moment): JourneyState {
  if (moment.phase !== 'in_transit') return state;
  const { here, plan } = moment;
  const zones = zonesOf(plan.destination, moment);
  const atDestination = stayAfter(state.atDestination, passAny(zones, moment), moment);
  if (atDestination === null) return state;
  if (isOver(atDestination, moment)) return { ...state, atDestination: null, arrivedAt: null };
  const { time } = atDestination.entered;
  const stayed =
    here.time - time >= plan.rules.arrivalAfter && zones.some(({ shape }) => isDeep(shape, here));
  return { ...state, atDestination, arrivedAt: state.arrivedAt ?? (stayed ? time : null) };
}

function passing(state: JourneyState, moment: Moment): JourneyState {
  if (moment.phase !== 'in_transit' && state.departedAt === null) return state;
  const { checkpoints } = moment.plan;
  const last = state.passed.at(-1)?.zoneId;
  const ahead = last === undefined ? checkpoints : checkpoints.slice(checkpoints.indexOf(last) + 1);
  const now = ahead.flatMap((zoneId) => {
    const placed = moment.zones.find(({ zone }) => zone.id === zoneId);
    const touch = placed === undefined ? undefined : passThrough(placed.shape, moment);
    return touch === undefined ? [] : [{ zoneId, time: touch.entry }];
  });
  return now.length === 0 ? state : { ...state, passed: [...state.passed, ...now] };
}

function paced(state: JourneyState, { here, place, plan, before }: Moment): JourneyState {
  if (place.distance > place.halfWidth) return state.last === null ? state : { ...state, last: null };
  const last = { time: here.time, progress: place.progress };
  if (state.last === null || before === null) return { ...state, last };
  const [metres, millis] = [last.progress - state.last.progress, last.time - state.last.time];
  const speed = (metres / millis) * KMH;
  if (speed < STANDING || speed > plan.rules.maxSpeed) return { ...state, last };
  const fade = PACE_MEMORY / (PACE_MEMORY + millis);
  const pace = { metres: state.pace.metres * fade + metres, millis: state.pace.millis * fade + millis };
  return { ...state, pace, last };
}

function zonesOf(facilityId: string, { zones }: Moment): readonly PlacedZone[] {
  return zones.filter(({ zone }) => zone.kind === 'facility' && zone.facilityId === facilityId);
}

/** Through any of several zones: in by the first, out by the last. */
function passAny(zones: readonly PlacedZone[], moment: Moment): Passing | undefined {
  let all: Passing | undefined;
  for (const { shape } of zones) {
    const one = passThrough(shape, moment);
    if (one === undefined) continue;
    all ??= one;
    all = {
      insideNow: all.insideNow || one.insideNow,
      entry: Math.min(all.entry, one.entry),
      exit: Math.max(all.exit, one.exit),
    };
  }
  return all;
}
