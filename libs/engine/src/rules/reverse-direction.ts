import type { AlarmReason, Instant, LatLon, Metres } from '@haidang/domain';
import type { Moment } from '../moment.js';
import { TRAVELLING, wholeMetres, type Rule } from './rule.js';

/** Where along the route the seal surely was. */
export interface ReverseDirectionState {
  /** Closed: as far as it surely came. Open: as far back as it surely fell. */
  readonly mark: Metres;
  /** Closed: the first fix surely behind `mark`, and none since that was not. */
  readonly falling: (LatLon & { readonly time: Instant }) | null;
  /** Of the last fix inside the corridor. */
  readonly time: Instant;
  readonly progress: Metres;
}

/** km/h in a metre a millisecond. */
const KMH = 3_600;

/**
 * The seal goes back along its route. Only fixes within the corridor's half-width are asked; those outside say nothing. Each is taken
 * as far along as its progress, less (or more, for falling back) its accuracy, whichever makes less of it.
 *
 * Opens when a fix lies more than `reverseBy` metres behind the furthest one, and starts at the first fix behind it; ends when one lies
 * `reverseEnd` metres or more ahead of the hindmost since, at that fix. Positions count, also after a gap: the seal is further back than it
 * was. But a change of progress faster than `maxSpeed`, or a jump, was not driven along the route (the route passes itself there, or
 * nobody knows the way): both ends are measured anew from it. Another corridor measures otherwise: the alarm ends.
 */
export const reverseDirection: Rule<ReverseDirectionState | null> = {
  kind: 'reverse_direction',
  phases: TRAVELLING,
  start: null,
  see(state, moment) {
    if (moment.place.distance > moment.place.halfWidth) return state;
    const isOpen = moment.book.open('reverse_direction') !== undefined;
    if (state === null || !isDriven(state, moment)) return isOpen ? afresh(moment, 1) : afresh(moment, -1);
    return isOpen ? whileOpen(state, moment) : whileClosed(state, moment);
  },
  replan(state, { plan, book, time }, before) {
    if (plan.corridor.isSameAs(before.corridor)) return state;
    book.end('reverse_direction', '', time);
    return null;
  },
  flat: {
    width: 3,
    lay(state, row, at) {
      row[at] = state === null ? NaN : state.mark;
      if (state === null) return true;
      row[at + 1] = state.time;
      row[at + 2] = state.progress;
      return state.falling === null;
    },
    take(row, at) {
      const mark = row[at]!;
      if (Number.isNaN(mark)) return null;
      return { mark, falling: null, time: row[at + 1]!, progress: row[at + 2]! };
    },
  },
};

function whileClosed(state: ReverseDirectionState, moment: Moment): ReverseDirectionState {
  const { here, place, plan, book } = moment;
  const fallen = state.mark - place.progress - here.accuracy;
  const { progress } = place;
  const mark = Math.max(state.mark, place.progress - here.accuracy);
  const { time, lat, lon } = here;
  if (fallen <= 0) return { mark, falling: null, time, progress };
  const falling = state.falling ?? { time, lat, lon };
  if (fallen <= plan.rules.reverseBy) return { mark, falling, time, progress };
  book.begin({
    kind: 'reverse_direction',
    severity: 'major',
    start: falling.time,
    place: { lat: falling.lat, lon: falling.lon },
    why: why(state.mark, moment),
  });
  return afresh(moment, 1);
}

function whileOpen(state: ReverseDirectionState, moment: Moment): ReverseDirectionState {
  const { here, place, plan, book } = moment;
  if (place.progress - here.accuracy - state.mark >= plan.rules.reverseEnd) {
    book.end('reverse_direction', '', here.time);
    return afresh(moment, -1);
  }
  const mark = Math.min(state.mark, place.progress + here.accuracy);
  return { mark, falling: null, time: here.time, progress: place.progress };
}

/** Measured from here: backwards (-1) or forwards (1). */
function afresh({ here, place: { progress } }: Moment, side: 1 | -1): ReverseDirectionState {
  return { mark: progress + side * here.accuracy, falling: null, time: here.time, progress };
}

function isDriven(last: ReverseDirectionState, { here, place, plan, jumped }: Moment): boolean {
  if (jumped) return false;
  const far = Math.abs(place.progress - last.progress) - 2 * here.accuracy;
  return far * KMH <= plan.rules.maxSpeed * (here.time - last.time);
}

function why(furthest: Metres, { here, place, plan }: Moment): AlarmReason {
  const { reverseBy, reverseEnd, rejoin } = plan.rules;
  return {
    rule: 'reverse_direction',
    settings: { halfWidth: place.halfWidth, reverseBy, reverseEnd, rejoin },
    measured: {
      furthest: wholeMetres(furthest),
      progress: wholeMetres(place.progress),
      accuracy: here.accuracy,
    },
  };
}
