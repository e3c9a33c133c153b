import type { AlarmReason, Instant, LatLon, Severity } from '@haidang/domain';
import type { Moment } from '../moment.js';
import { TRAVELLING, wholeMetres, type Rule } from './rule.js';

/** Usable fixes in a row outside the corridor, before they are enough. */
interface Straying {
  readonly since: Instant;
  readonly place: LatLon;
  readonly fixes: number;
  readonly severity: Severity;
}

/** Usable fixes in a row back inside, before they are enough. */
interface Returning {
  readonly since: Instant;
  readonly fixes: number;
}

export interface OffRouteState {
  readonly straying: Straying | null;
  readonly returning: Returning | null;
}

const NOTHING: OffRouteState = { straying: null, returning: null };

/**
 * The seal leaves its corridor. A fix is **outside** when it is further from the centre line than the half-width and
 * its own accuracy together, **inside** when it is within the half-width, and **undecided** between: neither proof of
 * leaving nor of being back, so that noise at the edge opens nothing and a coarse fix closes nothing.
 *
 * Opens with `offRouteFixes` fixes outside in a row over at least `offRouteAfter`, and starts at the first of them;
 * ends with `endFixes` in a row inside, at the first of them. Critical once a fix is further than `offRouteCritical`
 * half-widths, its accuracy taken off.
 */
export const offRoute: Rule<OffRouteState> = {
  kind: 'off_route',
  phases: TRAVELLING,
  start: NOTHING,
  see(state, moment) {
    return moment.book.open('off_route') === undefined
      ? whileClosed(state, moment)
      : whileOpen(state, moment);
  },
};

function whileClosed(state: OffRouteState, moment: Moment): OffRouteState {
  if (!isOutside(moment)) return state.straying === null ? state : NOTHING;
  const { here, plan, book } = moment;
  const straying = strayFurther(state.straying, moment);
  const enough =
    straying.fixes >= plan.rules.offRouteFixes && here.time - straying.since >= plan.rules.offRouteAfter;
  if (!enough) return { ...state, straying };
  const { severity, since, place } = straying;
  book.begin({ kind: 'off_route', severity, start: since, place, why: why(moment) });
  return NOTHING;
}

function whileOpen(state: OffRouteState, moment: Moment): OffRouteState {
  const { place, here, plan, book } = moment;
  if (place.distance > place.halfWidth) {
    book.worsen('off_route', '', severityOf(moment), why(moment));
    return state.returning === null ? state : NOTHING;
  }
  const since = state.returning?.since ?? here.time;
  const fixes = (state.returning?.fixes ?? 0) + 1;
  if (fixes < plan.rules.endFixes) return { ...state, returning: { since, fixes } };
  book.end('off_route', '', since);
  return NOTHING;
}

function strayFurther(before: Straying | null, moment: Moment): Straying {
  const severity = severityOf(moment);
  if (before !== null)
    return {
      ...before,
      fixes: before.fixes + 1,
      severity: severity === 'critical' ? severity : before.severity,
    };
  const { time, lat, lon } = moment.here;
  return { since: time, place: { lat, lon }, fixes: 1, severity };
}

function isOutside({ place, here }: Moment): boolean {
  return place.distance - place.halfWidth - here.accuracy > 0;
}

function severityOf({ place, here, plan }: Moment): Severity {
  const far = place.distance - here.accuracy > plan.rules.offRouteCritical * place.halfWidth;
  return far ? 'critical' : 'major';
}

function why({ place, here, plan }: Moment): AlarmReason {
  const { offRouteFixes, offRouteAfter, offRouteCritical, endFixes, rejoin } = plan.rules;
  return {
    rule: 'off_route',
    settings: {
      halfWidth: place.halfWidth,
      offRouteFixes,
      offRouteAfter,
      offRouteCritical,
      endFixes,
      rejoin,
    },
    measured: {
      distance: wholeMetres(place.distance),
      accuracy: here.accuracy,
      leg: place.leg,
      progress: wholeMetres(place.progress),
    },
  };
}
