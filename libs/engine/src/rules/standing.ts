import { whole, type Instant, type Metres } from '@haidang/domain';
import { distance, distanceBetween } from '@haidang/geo';
import type { Book } from '../book.js';
import type { Stand } from '../meeting/stand.js';
import { mayStandAt } from '../moment.js';
import type { Plan } from '../plan.js';
import { kept, type Sighting } from '../track.js';
import { TRAVELLING, type Rule } from './rule.js';

/** Where the seal stands, as long as it may be a {@link Stand} some day. */
interface Spot extends Omit<Stand, 'open' | 'radius' | 'after' | 'rejoin'> {
  readonly fixes: number;
}

export interface StandingState {
  readonly spot: Spot | null;
  /** Positions in a row away from it, oldest first; fewer than `endFixes`. */
  readonly away: readonly Sighting[];
}

const NOWHERE: StandingState = { spot: null, away: [] };

/**
 * Where and for how long the seal stands; whether that is a meeting is judged with the stands of others, in a stage of its own.
 *
 * It stands while its positions, accuracy taken off, are within `rendezvousRadius` of the place; it stops standing with `endFixes` in
 * a row away, with one that may lie where standing is no news, with a jump and with a gap longer than `maxGap`. Positions coarser than
 * the radius tell nothing but that it has left. A stand is told once it is `rendezvousAfter` long, then at every position, and when it ends.
 * On the road two positions are never that near: nothing is remembered.
 */
export const standing: Rule<StandingState> = {
  kind: null,
  phases: TRAVELLING,
  start: NOWHERE,
  see(state, { plan, book, before, here, moved }) {
    if (before === null) return leave(state, plan, book);
    return judge(state, before, here, moved, plan, book);
  },
  leave(state, { plan, book }) {
    leave(state, plan, book);
  },
  flat: {
    width: 7,
    lay({ spot, away }, row, at) {
      row[at] = spot === null ? NaN : spot.from;
      if (spot === null) return true;
      row[at + 1] = spot.to;
      row[at + 2] = spot.lat;
      row[at + 3] = spot.lon;
      row[at + 4] = spot.accuracy;
      row[at + 5] = spot.evidence;
      row[at + 6] = spot.fixes;
      return away.length === 0;
    },
    take(row, at) {
      const from = row[at]!;
      if (Number.isNaN(from)) return NOWHERE;
      const [to, lat, lon, accuracy] = [row[at + 1]!, row[at + 2]!, row[at + 3]!, row[at + 4]!];
      const spot = { from, to, lat, lon, accuracy, evidence: row[at + 5]!, fixes: whole(row[at + 6]!) };
      return { spot, away: NOWHERE.away };
    },
  },
};

/** The stand a state tells of, going on. */
export function standOf({ spot }: StandingState, plan: Plan): Stand | undefined {
  return spot === null || !isLong(spot, plan) ? undefined : told(spot, plan, true);
}

/** No stand that is told of from this state on began earlier, and all told before and not any more did. */
export function standsSince({ spot }: StandingState, last: Sighting | null): Instant {
  return spot?.from ?? last?.time ?? -Infinity;
}

/** @param moved from `before` to `here` */
function judge(
  state: StandingState,
  before: Sighting,
  here: Sighting,
  moved: Metres,
  plan: Plan,
  book: Book,
): StandingState {
  const { spot } = state;
  if (spot === null) {
    if (isAway(moved, here, plan)) return state;
    return begin(state, before, here, plan, book);
  }
  if (isAway(distanceBetween(spot.lat, spot.lon, here.lat, here.lon), here, plan)) {
    const away = [...state.away, kept(here)];
    if (away.length < plan.rules.endFixes) return { spot, away };
    let next = leave(state, plan, book);
    for (let i = 1; i < away.length; i++) {
      const [from, to] = [away[i - 1]!, away[i]!];
      next = judge(next, from, to, distance(from, to), plan, book);
    }
    return next;
  }
  if (isCoarse(here, plan)) return state;
  if (mayStandAt(plan, here, here.accuracy)) return leave(state, plan, book);
  return tell({ spot: grown(spot, here, plan, book.mark), away: NOWHERE.away }, plan, book);
}

function begin(
  state: StandingState,
  before: Sighting,
  here: Sighting,
  plan: Plan,
  book: Book,
): StandingState {
  if (isCoarse(before, plan) || isCoarse(here, plan)) return state;
  if (mayStandAt(plan, before, before.accuracy) || mayStandAt(plan, here, here.accuracy)) return state;
  const { time, lat, lon, accuracy } = before;
  const first: Spot = { from: time, to: time, lat, lon, accuracy, evidence: book.mark, fixes: 1 };
  return tell({ spot: grown(first, here, plan, book.mark), away: NOWHERE.away }, plan, book);
}

/** With one more position. The place is settled once it stood long enough: what was told of it does not creep away. */
function grown(spot: Spot, here: Sighting, plan: Plan, mark: Instant): Spot {
  if (isLong(spot, plan)) return { ...spot, to: here.time };
  const fixes = spot.fixes + 1;
  return {
    from: spot.from,
    to: here.time,
    lat: spot.lat + (here.lat - spot.lat) / fixes,
    lon: spot.lon + (here.lon - spot.lon) / fixes,
    accuracy: Math.max(spot.accuracy, here.accuracy),
    evidence: Math.max(spot.evidence, mark),
    fixes,
  };
}

function tell(state: StandingState, plan: Plan, book: Book): StandingState {
  if (state.spot !== null && isLong(state.spot, plan)) book.stand(told(state.spot, plan, true));
  return state;
}

function leave({ spot }: StandingState, plan: Plan, book: Book): StandingState {
  if (spot !== null && isLong(spot, plan)) book.stand(told(spot, plan, false));
  return NOWHERE;
}

function told({ from, to, lat, lon, accuracy, evidence }: Spot, { rules }: Plan, open: boolean): Stand {
  const { rendezvousRadius: radius, rendezvousAfter: after, rejoin } = rules;
  return { from, to, open, lat, lon, accuracy, evidence, radius, after, rejoin };
}

function isLong(spot: Spot, { rules }: Plan): boolean {
  return spot.to - spot.from >= rules.rendezvousAfter;
}

function isAway(metres: Metres, here: Sighting, { rules }: Plan): boolean {
  return metres - here.accuracy > rules.rendezvousRadius;
}

function isCoarse(here: Sighting, { rules }: Plan): boolean {
  return here.accuracy > rules.rendezvousRadius;
}
