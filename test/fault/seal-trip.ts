import { formatInstant, HOUR, MINUTE, SECOND, type Instant } from '@haidang/domain';
import { spot } from '@haidang/testkit';
import type { DeviceFix } from '../../firmware-sim/src/device/device-fix.js';

/** Seconds of a seal's own time between two fixes. */
const INTERVAL = 30;
/** Metres between two fixes, 36 km/h; the corridor is 100 km long and the seal turns before its ends. */
const STRIDE = 300;
const TURN = 95_000;
/** Of every 40 fixes the seal spends 10 beside the road, from the 20th on. */
const ROUND = 40;
const STRAYS = 20;
const RETURNS = 30;
/** Outside a corridor of 500 m to either side, by more than the accuracy. */
const ASIDE = 700;

/** More would lie ahead of the clock: 8,400 intervals of 30 s are 70 h. */
const MOST_FIXES = 8_400;

/** When the trips of a test begin: long enough ago for {@link MOST_FIXES}, within the horizon of 72 h. */
export function tripStart(): Instant {
  return Math.floor((Date.now() - 71 * HOUR) / MINUTE) * MINUTE;
}

/**
 * What the seal records as its fix number `seq` (from 1 on), up and down the corridor that `registerTransits` lays along
 * the equator. Always the same, so that two runs can be compared.
 * @throws RangeError past {@link MOST_FIXES}: the test records too much, or for too long
 */
export function fixOfTrip(start: Instant, seq: number): DeviceFix {
  if (seq > MOST_FIXES) throw new RangeError(`a trip has ${MOST_FIXES} fixes at most`);
  const index = seq - 1;
  const driven = (index * STRIDE) % (2 * TURN);
  const east = driven <= TURN ? driven : 2 * TURN - driven;
  const phase = index % ROUND;
  const north = phase >= STRAYS && phase < RETURNS ? ASIDE : 0;
  const { lat, lon } = spot(east, north);
  return {
    seq,
    time: formatInstant(start + index * INTERVAL * SECOND),
    lat,
    lon,
    accuracy: 10,
    speed: 36,
    battery: 80,
    lock: 'locked',
  };
}

/**
 * How many `off_route` alarms the first `count` fixes of a trip raise, and how many of them end: an alarm opens with the
 * third fix outside (two intervals, 60 s) and ends with the second one back inside.
 */
export function alarmsOfTrip(count: number): { opened: number; ended: number } {
  const roundsWithFix = (phase: number) => Math.max(0, Math.floor((count - 1 - phase) / ROUND) + 1);
  return { opened: roundsWithFix(STRAYS + 2), ended: roundsWithFix(RETURNS + 1) };
}
