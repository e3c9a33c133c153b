import type { AlarmReason, Metres } from '@haidang/domain';
import type { Moment } from '../moment.js';
import { beginAnew, REVERSE } from '../numbers.js';
import { TRAVELLING, wholeMetres, type Rule } from './rule.js';

// where along the route the seal surely was
/** Closed: as far as it surely came. Open: as far back as it surely fell. NaN: nothing is known. */
const MARK = REVERSE;
/** Of the last fix inside the corridor. */
const TIME = REVERSE + 1;
const PROGRESS = REVERSE + 2;
/** Closed: time and place of the first fix surely behind the mark, and none since that was not. */
const FALLING = REVERSE + 3;
const FALLING_LAT = REVERSE + 4;
const FALLING_LON = REVERSE + 5;

/** km/h in a metre a millisecond. */
const KMH = 3_600;

const OWN = { at: REVERSE, start: [NaN, NaN, NaN, NaN, NaN, NaN] } as const;

/**
 * The seal goes back along its route. Only fixes within the corridor's half-width are asked; those outside say nothing. Each is taken
 * as far along as its progress, less (or more, for falling back) its accuracy, whichever makes less of it.
 *
 * Opens when a fix lies more than `reverseBy` metres behind the furthest one, and starts at the first fix behind it; ends when one lies
 * `reverseEnd` metres or more ahead of the hindmost since, at that fix. Positions count, also after a gap: the seal is further back than it
 * was. But a change of progress faster than `maxSpeed`, or a jump, was not driven along the route (the route passes itself there, or
 * nobody knows the way): both ends are measured anew from it. Another corridor measures otherwise: the alarm ends.
 */
export const reverseDirection: Rule<null> = {
  kind: 'reverse_direction',
  phases: TRAVELLING,
  start: null,
  numbers: OWN,
  see(_, moment) {
    const { place, book, numbers } = moment;
    if (place.distance > place.halfWidth) return null;
    const isOpen = book.open('reverse_direction') !== undefined;
    if (Number.isNaN(numbers[MARK]!) || !isDriven(moment)) measureAfresh(moment, isOpen ? 1 : -1);
    else if (isOpen) whileOpen(moment);
    else whileClosed(moment);
    numbers[TIME] = moment.here.time;
    numbers[PROGRESS] = place.progress;
    return null;
  },
  replan(_, { plan, book, time, numbers }, before) {
    if (plan.corridor.isSameAs(before.corridor)) return null;
    book.end('reverse_direction', '', time);
    beginAnew(numbers, OWN);
    return null;
  },
};

function whileClosed(moment: Moment): void {
  const { here, place, plan, book, numbers } = moment;
  const furthest = numbers[MARK]!;
  const fallen = furthest - place.progress - here.accuracy;
  numbers[MARK] = Math.max(furthest, place.progress - here.accuracy);
  if (fallen <= 0) {
    forgetFalling(numbers);
    return;
  }
  if (Number.isNaN(numbers[FALLING]!)) {
    numbers[FALLING] = here.time;
    numbers[FALLING_LAT] = here.lat;
    numbers[FALLING_LON] = here.lon;
  }
  if (fallen <= plan.rules.reverseBy) return;
  const [start, lat, lon] = [numbers[FALLING]!, numbers[FALLING_LAT]!, numbers[FALLING_LON]!];
  const found = { start, place: { lat, lon }, why: why(furthest, moment) };
  book.begin({ kind: 'reverse_direction', severity: 'major', ...found });
  measureAfresh(moment, 1);
}

function whileOpen(moment: Moment): void {
  const { here, place, plan, book, numbers } = moment;
  if (place.progress - here.accuracy - numbers[MARK]! >= plan.rules.reverseEnd) {
    book.end('reverse_direction', '', here.time);
    measureAfresh(moment, -1);
    return;
  }
  numbers[MARK] = Math.min(numbers[MARK]!, place.progress + here.accuracy);
}

/** Measured from here: backwards (-1) or forwards (1). */
function measureAfresh({ here, place, numbers }: Moment, side: 1 | -1): void {
  numbers[MARK] = place.progress + side * here.accuracy;
  forgetFalling(numbers);
}

function forgetFalling(numbers: number[]): void {
  numbers[FALLING] = numbers[FALLING_LAT] = numbers[FALLING_LON] = NaN;
}

function isDriven({ here, place, plan, jumped, numbers }: Moment): boolean {
  if (jumped) return false;
  const far = Math.abs(place.progress - numbers[PROGRESS]!) - 2 * here.accuracy;
  return far * KMH <= plan.rules.maxSpeed * (here.time - numbers[TIME]!);
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
