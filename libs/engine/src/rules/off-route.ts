import type { AlarmReason, Instant, LatLon, Severity } from '@haidang/domain';
import { endEpisode, isOpen, openEpisode, raiseSeverity, type Episode } from '../episode.js';
import type { Moment } from '../moment.js';
import { SILENT, wholeMetres, type Outcome, type Rule } from './rule.js';

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
  readonly episode: Episode | null;
}

/**
 * The seal leaves its corridor. A fix is **outside** when it is further from the centre line than the half-width and
 * its own accuracy together, **inside** when it is within the half-width, and **undecided** between: neither proof of
 * leaving nor of being back, so that noise at the edge opens nothing and a coarse fix closes nothing.
 *
 * Opens with `offRouteFixes` fixes outside in a row over at least `offRouteAfter`, and starts at the first of them;
 * ends with `endFixes` in a row inside, at the first of them. Critical once a fix is further than `offRouteCritical`
 * half-widths, its accuracy taken off.
 */
export const offRoute: Rule<'off_route', OffRouteState> = {
  kind: 'off_route',
  start: { straying: null, returning: null, episode: null },
  see(state, moment) {
    return isOpen(state.episode) ? whileOpen(state, state.episode, moment) : whileClosed(state, moment);
  },
};

function whileClosed(state: OffRouteState, moment: Moment): Outcome<OffRouteState> | undefined {
  if (!isOutside(moment)) {
    if (state.straying === null) return undefined;
    return { state: { ...state, straying: null }, changes: SILENT };
  }
  const { here, plan } = moment;
  const straying = strayFurther(state.straying, moment);
  const enough =
    straying.fixes >= plan.rules.offRouteFixes && here.time - straying.since >= plan.rules.offRouteAfter;
  if (!enough) return { state: { ...state, straying }, changes: SILENT };
  const { severity, since, place } = straying;
  const opening = { kind: offRoute.kind, cause: '', severity, start: since, place, why: why(moment) };
  const episode = openEpisode(state.episode, opening, plan);
  return { state: { straying: null, returning: null, episode }, changes: [episode] };
}

function whileOpen(
  state: OffRouteState,
  episode: Episode,
  moment: Moment,
): Outcome<OffRouteState> | undefined {
  const { place, here, plan } = moment;
  if (place.distance <= place.halfWidth) {
    const since = state.returning?.since ?? here.time;
    const fixes = (state.returning?.fixes ?? 0) + 1;
    if (fixes < plan.rules.endFixes)
      return { state: { ...state, returning: { since, fixes } }, changes: SILENT };
    const ended = endEpisode(episode, since);
    return { state: { straying: null, returning: null, episode: ended }, changes: [ended] };
  }
  if (episode.severity !== 'critical' && severityOf(moment) === 'critical') {
    const worse = raiseSeverity(episode, 'critical', why(moment));
    return { state: { ...state, returning: null, episode: worse }, changes: [worse] };
  }
  return state.returning === null ? undefined : { state: { ...state, returning: null }, changes: SILENT };
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
    rule: offRoute.kind,
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
