import type { Instant } from '@haidang/domain';
import type { CorridorPlace, PlaceSlip } from '@haidang/geo';
import type { EventOrder } from './event.js';
import { SightingSlip, type Sighting } from './track.js';

/**
 * What nearly every fix changes of a watch: numbers side by side, copied whole once a step and then written where they stand. As objects of their
 * own they would be thrown away and made anew with each fix, and lie all over the memory. NaN stands for what is not there.
 */
export type Numbers = readonly number[];

/** Of the last event: see {@link EventOrder}. */
const TIME = 0;
const RANK = 1;
const SEQ = 2;
/** The next time at which a rule wants to be asked though nothing is heard. */
export const DUE = 3;
/** How many positions were dropped because nothing agreed with them. */
export const OUTLIERS = 4;
/** The last usable position: time, latitude, longitude, accuracy. */
const LAST = 5;
/** Where that lies on the corridor: a {@link CorridorPlace}. */
const PLACE = 9;
/** Of the rule `reverse_direction`. */
export const REVERSE = 14;
/** Of the rule `pace`. */
export const PACE = 20;
export const WIDTH = 22;

export function orderIn(numbers: Numbers): EventOrder {
  const time = numbers[TIME]!;
  return { time: Number.isNaN(time) ? -Infinity : time, rank: numbers[RANK]!, seq: numbers[SEQ]! };
}

export function layOrder(numbers: number[], time: Instant, rank: number, seq: number): void {
  numbers[TIME] = time;
  numbers[RANK] = rank;
  numbers[SEQ] = seq;
}

/** The time of the last event; NaN before the first. */
export function timeIn(numbers: Numbers): Instant {
  return numbers[TIME]!;
}

/** @param into filled in for the answer */
export function lastIn(numbers: Numbers, into = new SightingSlip()): Sighting | null {
  const time = numbers[LAST]!;
  if (Number.isNaN(time)) return null;
  return into.fill(time, numbers[LAST + 1]!, numbers[LAST + 2]!, numbers[LAST + 3]!);
}

export function layLast(numbers: number[], { time, lat, lon, accuracy }: Sighting): void {
  numbers[LAST] = time;
  numbers[LAST + 1] = lat;
  numbers[LAST + 2] = lon;
  numbers[LAST + 3] = accuracy;
}

/** @param into filled in for the answer */
export function placeIn(numbers: Numbers, into: PlaceSlip): CorridorPlace | null {
  const distance = numbers[PLACE]!;
  if (Number.isNaN(distance)) return null;
  into.distance = distance;
  into.leg = numbers[PLACE + 1]!;
  into.halfWidth = numbers[PLACE + 2]!;
  into.progress = numbers[PLACE + 3]!;
  into.segment = numbers[PLACE + 4]!;
  return into;
}

export function layPlace(numbers: number[], place: CorridorPlace | null): void {
  if (place === null) {
    numbers[PLACE] = NaN;
    return;
  }
  numbers[PLACE] = place.distance;
  numbers[PLACE + 1] = place.leg;
  numbers[PLACE + 2] = place.halfWidth;
  numbers[PLACE + 3] = place.progress;
  numbers[PLACE + 4] = place.segment;
}

/** An object that is filled in again and again: nobody keeps it. */
export type Filled<T> = { -readonly [Key in keyof T]: T[Key] };

/** A rule's own: where they begin, and what each begins as. */
export interface OwnNumbers {
  readonly at: number;
  readonly start: readonly number[];
}

export function beginAnew(numbers: number[], own: OwnNumbers | undefined): void {
  own?.start.forEach((number, i) => (numbers[own.at + i] = number));
}
