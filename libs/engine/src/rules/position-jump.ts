import type { AlarmReason, Instant } from '@haidang/domain';
import { KMH, distanceBetween } from '@haidang/geo';
import type { Moment } from '../moment.js';
import { longer, type Row } from './row.js';
import { TRAVELLING, wholeMetres, type Rule } from './rule.js';

export interface PositionJumpState {
  /** The time of the fix that proved the last jump. */
  readonly proven: Instant;
  /** Usable fixes in a row since. */
  readonly steady: Row | null;
}

/**
 * The seal is where it cannot have driven: `jumpFixes` positions in a row agree with one another, and the first of them cannot be
 * reached from the last believed one at `maxSpeed` km/h, accuracies taken off the distance. A wild position alone is an outlier, and the
 * first positions of all are no jump.
 *
 * Opens with the fix that proves it, from the first position over there; another jump meanwhile is more evidence of the same. Ends with
 * `endFixes` usable fixes in a row without a jump, at the first of them; those that proved the jump do not count.
 */
export const positionJump: Rule<PositionJumpState | null> = {
  kind: 'position_jump',
  phases: TRAVELLING,
  start: null,
  see(state, moment) {
    const { here, plan, book, time } = moment;
    if (moment.jumped) {
      if (book.open('position_jump') === undefined) begin(moment);
      else book.repeat('position_jump');
      return { proven: time, steady: null };
    }
    if (state === null || here.time <= state.proven) return state;
    const steady = longer(state.steady, here.time);
    if (steady.fixes < plan.rules.endFixes) return { ...state, steady };
    book.end('position_jump', '', steady.since);
    return null;
  },
};

function begin(moment: Moment): void {
  const { here, book } = moment;
  const place = { lat: here.lat, lon: here.lon };
  book.begin({ kind: 'position_jump', severity: 'major', start: here.time, place, why: why(moment) });
}

function why({ here, earlier, plan }: Moment): AlarmReason {
  const { jumpFixes, maxSpeed, endFixes, rejoin } = plan.rules;
  const settings = { jumpFixes, maxSpeed, endFixes, rejoin };
  if (earlier === null) return { rule: 'position_jump', settings, measured: {} };
  const distance = distanceBetween(earlier.lat, earlier.lon, here.lat, here.lon);
  const after = here.time - earlier.time;
  const speed = Math.round((distance * KMH) / after);
  return { rule: 'position_jump', settings, measured: { distance: wholeMetres(distance), after, speed } };
}
