import type { Instant, LatLon } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import { isAtFacility, type Moment } from '../moment.js';
import { wholeMetres, type Rule } from './rule.js';

export interface UnarmedMovementState {
  /** The first usable fix outside, since it was last inside. */
  readonly out: (LatLon & { readonly time: Instant }) | null;
  /** While the alarm is open: usable fixes in a row back inside, before they are enough. */
  readonly back: { readonly since: Instant; readonly fixes: number } | null;
}

const NOTHING: UnarmedMovementState = { out: null, back: null };

/**
 * A seal of a transit that is only registered moves outside its origin. Opens when a fix outside every zone of the origin lies further from
 * the first fix outside than `unarmedBy` and its accuracy together, and starts at that first fix; standing anywhere is no movement. Ends
 * when the transit is sealed, or with `endFixes` usable fixes in a row inside, at the first of them. Without a zone of the origin everywhere is outside.
 */
export const unarmedMovement: Rule<UnarmedMovementState> = {
  kind: 'unarmed_movement',
  phases: ['registered'],
  start: NOTHING,
  see(state, moment) {
    const isOpen = moment.book.open('unarmed_movement') !== undefined;
    if (!isAtFacility(moment, moment.plan.origin)) return isOpen ? stillOut(state) : whileOut(state, moment);
    return isOpen ? whileBack(state, moment) : NOTHING;
  },
};

function stillOut(state: UnarmedMovementState): UnarmedMovementState {
  return state.back === null ? state : NOTHING;
}

function whileOut(state: UnarmedMovementState, { here, plan, book }: Moment): UnarmedMovementState {
  const { time, lat, lon, accuracy } = here;
  const out = state.out ?? { time, lat, lon };
  const moved = distanceBetween(out.lat, out.lon, lat, lon);
  if (moved - accuracy <= plan.rules.unarmedBy) return { ...state, out };
  const { unarmedBy, endFixes, rejoin } = plan.rules;
  book.begin({
    kind: 'unarmed_movement',
    severity: 'major',
    start: out.time,
    place: { lat: out.lat, lon: out.lon },
    why: {
      rule: 'unarmed_movement',
      settings: { unarmedBy, endFixes, rejoin },
      measured: { moved: wholeMetres(moved), accuracy },
    },
  });
  return NOTHING;
}

function whileBack(state: UnarmedMovementState, { here, plan, book }: Moment): UnarmedMovementState {
  const since = state.back?.since ?? here.time;
  const fixes = (state.back?.fixes ?? 0) + 1;
  if (fixes < plan.rules.endFixes) return { ...state, back: { since, fixes } };
  book.end('unarmed_movement', '', since);
  return NOTHING;
}
