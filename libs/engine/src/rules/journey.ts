import type { Instant } from '@haidang/domain';
import { isOf, type Moment } from '../moment.js';
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
}

const START: JourneyState = {
  atOrigin: null,
  departedAt: null,
  atDestination: null,
  arrivedAt: null,
  passed: [],
};

/**
 * Finds departure, checkpoints and arrival; it raises nothing.
 * - **Departed**: once sealed, with `endFixes` usable fixes outside the origin's zones by more than their accuracy after one inside, and none inside between, at the
 *   crossing out (the first fix outside after a gap). Taken back when it is inside again while still only sealed.
 * - **Arrived**: in transit, with a fix surely inside the destination `arrivalAfter` or more after the crossing in, at that crossing. Taken
 *   back with `endFixes` outside, while in transit. A step of arrival at the crossing itself must not hide the stay that shows it: the
 *   destination is watched on once arrived, and leaving it then takes nothing back.
 * - A **checkpoint** is passed when the way touches its zone, under way, and no later one has been passed.
 *
 * The rest is kept as it is once arrived, so that late evidence can still correct it. Whether a departure was approved is asked where it is
 * proposed: see `proposalOf`.
 */
export const journey: Rule<JourneyState> = {
  kind: null,
  phases: ['registered', 'sealed', 'in_transit', 'arrived'],
  start: START,
  see(state, moment) {
    if (moment.phase === 'arrived') return arrival(state, moment);
    const left = departure(state, moment);
    if (moment.phase === 'registered') return left;
    return passing(arrival(left, moment), moment);
  },
  // between origin and destination, before the first checkpoint
  flat: {
    width: 1,
    lay({ atOrigin, departedAt, atDestination, arrivedAt, passed }, row, at) {
      row[at] = departedAt ?? NaN;
      return atOrigin === null && atDestination === null && arrivedAt === null && passed.length === 0;
    },
    take(row, at) {
      const departedAt = row[at]!;
      return Number.isNaN(departedAt) ? START : { ...START, departedAt };
    },
  },
};

function departure(state: JourneyState, moment: Moment): JourneyState {
  if (state.atOrigin === null && moment.zones.length === 0) return state;
  const isSealed = moment.phase !== 'registered';
  const { origin } = moment.plan;
  const counts = state.atOrigin === null || !mayBeAt(origin, moment);
  const atOrigin = stayAfter(state.atOrigin, passFacility(origin, moment), moment, counts);
  if (atOrigin === null) return state;
  if (!isOver(atOrigin, moment)) {
    const isBack = moment.phase === 'sealed' && atOrigin.left === null;
    const departedAt = isBack ? null : state.departedAt;
    const isSame = atOrigin === state.atOrigin && departedAt === state.departedAt;
    return isSame ? state : { ...state, atOrigin, departedAt };
  }
  return { ...state, atOrigin: null, departedAt: state.departedAt ?? (isSealed ? atOrigin.left.time : null) };
}

function arrival(state: JourneyState, moment: Moment): JourneyState {
  const { here, phase, plan } = moment;
  if (phase !== 'in_transit' && phase !== 'arrived') return state;
  if (state.atDestination === null && moment.zones.length === 0) return state;
  const passing = passFacility(plan.destination, moment);
  const atDestination = stayAfter(state.atDestination, passing, moment);
  if (atDestination === null) return state;
  if (isOver(atDestination, moment))
    return { ...state, atDestination: null, arrivedAt: phase === 'arrived' ? state.arrivedAt : null };
  const { time } = atDestination.entered;
  const stayed = here.time - time >= plan.rules.arrivalAfter && isDeepAt(plan.destination, moment);
  const arrivedAt = state.arrivedAt ?? (stayed ? time : null);
  const isSame = atDestination === state.atDestination && arrivedAt === state.arrivedAt;
  return isSame ? state : { ...state, atDestination, arrivedAt };
}

function passing(state: JourneyState, moment: Moment): JourneyState {
  if (moment.phase !== 'in_transit' && state.departedAt === null) return state;
  const { checkpoints } = moment.plan;
  if (moment.zones.length === 0 || checkpoints.length === 0) return state;
  const last = state.passed.at(-1)?.zoneId;
  const ahead = last === undefined ? checkpoints : checkpoints.slice(checkpoints.indexOf(last) + 1);
  const touched = ahead.flatMap((zoneId) => {
    const placed = moment.zones.find(({ zone }) => zone.id === zoneId);
    const touch = placed === undefined ? undefined : passThrough(placed.shape, moment);
    return touch === undefined ? [] : [{ zoneId, time: touch.entry }];
  });
  return touched.length === 0 ? state : { ...state, passed: [...state.passed, ...inOrder(touched)] };
}

/** Of those one way touches: a later one passed before leaves the earlier ones out. */
function inOrder(touched: JourneyState['passed']): JourneyState['passed'] {
  return touched.filter(({ time }, i) => touched.slice(i).every((later) => later.time >= time));
}

/** Through any of a facility's zones: in by the first, out by the last. */
function passFacility(facilityId: string, moment: Moment): Passing | undefined {
  let all: Passing | undefined;
  for (const { zone, shape } of moment.zones) {
    if (!isOf(facilityId, zone)) continue;
    const one = passThrough(shape, moment);
    if (one === undefined) continue;
    all = all === undefined ? one : together(all, one);
  }
  return all;
}

function together(one: Passing, other: Passing): Passing {
  return {
    insideNow: one.insideNow || other.insideNow,
    entry: Math.min(one.entry, other.entry),
    exit: Math.max(one.exit, other.exit),
  };
}

/** Inside, or no further outside than the fix's accuracy. */
function mayBeAt(facilityId: string, { plan, here }: Moment): boolean {
  return plan.zones.isIn(here.lat, here.lon, here.accuracy, (zone) => isOf(facilityId, zone));
}

function isDeepAt(facilityId: string, { zones, here }: Moment): boolean {
  return zones.some(({ zone, shape }) => isOf(facilityId, zone) && isDeep(shape, here));
}
