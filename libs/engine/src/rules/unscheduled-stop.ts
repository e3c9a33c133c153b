import type { AlarmReason, Instant, LatLon, Metres } from '@haidang/domain';
import { distance, distanceBetween } from '@haidang/geo';
import { mayStandAt, mayStandHere, type Moment } from '../moment.js';
import type { Plan } from '../plan.js';
import type { Sighting } from '../track.js';
import { TRAVELLING, type Rule } from './rule.js';

/** A fix that all usable ones since are near to. */
export interface Anchor extends LatLon {
  readonly time: Instant;
}

/**
 * Oldest first. Anchors are further apart than a third of the radius, and within it of the oldest's fixes: a few dozen at most. On the road
 * each fix is outside the stay of the one before: then the only anchor is the last believed position, which is known without it.
 */
export type UnscheduledStopState = readonly Anchor[] | typeof LAST;

const NONE: readonly Anchor[] = [];
const LAST = 'last';
/** Anchors nearer to one another than this part of the radius are one. */
const APART = 1 / 3;

/**
 * The seal stands where it should not. A fix is **outside** a stay when it is further from the stay's first fix than `stopRadius` and its
 * own accuracy together, and **inside** when it is within `stopRadius` and no coarser than that; any other neither ends nor proves.
 *
 * Opens when a fix more than `stopAfter` after the first is inside and none between was outside, and is surely (by its accuracy) in no permitted stop,
 * queue zone or facility; a fix in one of those ends every stay. Starts at the first fix; ends at the first fix outside. It speaks of usable
 * fixes: a gap between two of them inside, however long, is part of the stay. Where a stay begins is open while driving slowly: several first fixes, a third of the radius
 * apart, are kept until a fix is outside, and the oldest left stands.
 */
export const unscheduledStop: Rule<UnscheduledStopState> = {
  kind: 'unscheduled_stop',
  phases: TRAVELLING,
  start: NONE,
  see(state, moment) {
    const { here, book } = moment;
    if (mayStandHere(moment)) {
      book.end('unscheduled_stop', '', here.time);
      return NONE;
    }
    const kept = state === LAST ? lastUnlessOutside(moment) : withoutThoseOutside(state, moment);
    if (book.open('unscheduled_stop') !== undefined) {
      if (kept === state) return state;
      book.end('unscheduled_stop', '', here.time);
    }
    const first = kept[0];
    if (first !== undefined && isProof(first, moment)) {
      const { time, lat, lon } = first;
      const opening = { start: time, place: { lat, lon }, why: why(first, moment) };
      book.begin({ kind: 'unscheduled_stop', severity: 'major', ...opening });
      return [first];
    }
    return withAnchor(kept, moment);
  },
  replan(state, { plan, book, time, last }) {
    if (last === null || !mayStandAt(plan, last)) return state;
    book.end('unscheduled_stop', '', time);
    return NONE;
  },
  // standing still it is one anchor
  flat: {
    width: 3,
    lay(state, row, at) {
      const first = state === LAST ? undefined : state[0];
      row[at] = state === LAST ? Infinity : (first?.time ?? NaN);
      if (first === undefined) return true;
      row[at + 1] = first.lat;
      row[at + 2] = first.lon;
      return state.length === 1;
    },
    take(row, at) {
      const time = row[at]!;
      if (time === Infinity) return LAST;
      return Number.isNaN(time) ? NONE : [{ time, lat: row[at + 1]!, lon: row[at + 2]! }];
    },
  },
};

function lastUnlessOutside({ earlier, here, moved, plan }: Moment): readonly Anchor[] {
  return isOutside(moved, here, plan) ? NONE : [anchorAt(earlier!)];
}

/** The very same anchors when this fix is outside none of their stays. */
function withoutThoseOutside(anchors: readonly Anchor[], { here, plan }: Moment): readonly Anchor[] {
  for (let i = 0; i < anchors.length; i++)
    if (isLeft(anchors[i]!, here, plan)) return anchors.length === 1 ? NONE : notLeft(anchors, here, plan);
  return anchors;
}

/** On its own: a function that makes another one pays for it at every call, also where it returns before. */
function notLeft(anchors: readonly Anchor[], here: Sighting, plan: Plan): readonly Anchor[] {
  return anchors.filter((one) => !isLeft(one, here, plan));
}

function isLeft({ lat, lon }: Anchor, here: Sighting, plan: Plan): boolean {
  return isOutside(distanceBetween(lat, lon, here.lat, here.lon), here, plan);
}

/** So far from a stay's first fix. */
function isOutside(metres: Metres, here: Sighting, { rules }: Plan): boolean {
  return metres - here.accuracy > rules.stopRadius;
}

function isProof(first: Anchor, { here, plan }: Moment): boolean {
  const { stopAfter, stopRadius } = plan.rules;
  if (here.time - first.time <= stopAfter) return false;
  if (here.accuracy > stopRadius || distance(first, here) > stopRadius) return false;
  return !mayStandAt(plan, here, here.accuracy);
}

function withAnchor(anchors: readonly Anchor[], { here, plan }: Moment): UnscheduledStopState {
  const { stopRadius } = plan.rules;
  if (here.accuracy > stopRadius) return anchors;
  if (anchors.length === 0) return LAST;
  for (let i = 0; i < anchors.length; i++) {
    const { lat, lon } = anchors[i]!;
    if (distanceBetween(lat, lon, here.lat, here.lon) <= stopRadius * APART) return anchors;
  }
  return [...anchors, anchorAt(here)];
}

function anchorAt({ time, lat, lon }: Sighting): Anchor {
  return { time, lat, lon };
}

function why(first: Anchor, { here, plan }: Moment): AlarmReason {
  const { stopAfter, stopRadius, rejoin } = plan.rules;
  return {
    rule: 'unscheduled_stop',
    settings: { stopAfter, stopRadius, rejoin },
    measured: { stood: here.time - first.time, accuracy: here.accuracy },
  };
}
