import type { AlarmChange, AlarmReason, Instant } from '@haidang/domain';
import type { PlacedZone } from '@haidang/geo';
import { firstOn, windowAt } from '../calendar.js';
import { endEpisode, isOpen, openEpisode, type Episode } from '../episode.js';
import { placeAt, timeAt, type Moment } from '../moment.js';
import { entrance, passThrough, surelyInside, type Entrance, type Passing } from './passing.js';
import { SILENT, wholeMetres, type Rule } from './rule.js';

/** What is known of the seal and one zone: the seal is in it, or an alarm about it is open or could resume. */
export interface Visit {
  readonly zoneId: string;
  /** When and where it came in, by the boundary itself; null while it is outside. */
  readonly entered: Entrance | null;
  /** While an alarm is open and the seal outside: since when, and how many usable fixes. Otherwise null. */
  readonly left: { readonly time: Instant; readonly fixes: number } | null;
  readonly episode: Episode | null;
}

/** By zone id, in order; no more than there are forbidden zones about one place. */
export type ForbiddenZoneState = readonly Visit[];

/**
 * The seal enters a forbidden zone while the zone's calendar is on.
 *
 * It is **surely in** where it is deeper inside than the fix's accuracy, so that noise beside a fence raises nothing.
 * But accuracy never asks for more than half the depth of the zone's deepest place: every zone, however small, keeps a
 * core where any usable fix counts, so that none can be driven into unseen. Between two fixes at most `maxGap` apart
 * the straight way counts likewise, by the worse accuracy of the two. It is **out** beyond the boundary itself; between
 * the two it is neither, which keeps what was.
 *
 * Opens when surely in while the calendar is on; starts where the boundary was crossed, interpolated, or when the
 * calendar switched on around it. Ends with `endFixes` usable fixes in a row out, at the interpolated crossing or,
 * after a longer gap, at the first of them; when the calendar switches off; or when the zone is withdrawn.
 */
export const forbiddenZone: Rule<'forbidden_zone', ForbiddenZoneState> = {
  kind: 'forbidden_zone',
  start: [],
  see(state, moment) {
    const near = moment.zones.filter(({ zone }) => zone.kind === 'forbidden');
    if (state.length === 0 && near.length === 0) return undefined;
    const changes: AlarmChange[] = [];
    const next: Visit[] = [];
    const zoneIds = new Set([...state.map(({ zoneId }) => zoneId), ...near.map(({ zone }) => zone.id)]);
    for (const zoneId of [...zoneIds].sort()) {
      const visit = state.find((one) => one.zoneId === zoneId);
      const after = visitAfter(visit ?? strange(zoneId), moment, changes);
      if (after !== undefined) next.push(after);
    }
    const isSame = next.length === state.length && next.every((visit, i) => visit === state[i]);
    return isSame ? undefined : { state: next, changes: changes.length === 0 ? SILENT : changes };
  },
};

/** Nothing is known of the seal and this zone yet. */
function strange(zoneId: string): Visit {
  return { zoneId, entered: null, left: null, episode: null };
}

/**
 * One visit, one moment on. What there is to say is added to `changes`.
 * @returns undefined when there is nothing left to remember.
 */
function visitAfter(visit: Visit, moment: Moment, changes: AlarmChange[]): Visit | undefined {
  const placed = moment.plan.zones.get(visit.zoneId);
  if (placed?.zone.kind !== 'forbidden') {
    if (isOpen(visit.episode)) changes.push(endEpisode(visit.episode, moment.here.time));
    return undefined;
  }
  const passing = passThrough(placed.shape, moment);
  const entered = passing === undefined ? null : (visit.entered ?? entrance(passing, moment));
  let { episode, left } = visit;
  let switchedOff: Instant | undefined;
  if (isOpen(episode)) {
    left = leftAfter(visit, placed, passing, moment);
    switchedOff = offSince(placed, moment.lastTime ?? episode.start, moment);
    episode = endedIfDue(episode, left, switchedOff, moment, changes);
  }
  if (!isOpen(episode) && passing !== undefined && entered !== null) {
    const seen = firstSeen(placed, moment, switchedOff ?? -Infinity);
    if (seen !== undefined) {
      episode = openAt(seen, entered, episode, placed, moment);
      changes.push(episode);
      left = passing.insideNow ? null : { time: passing.exit, fixes: 1 };
      episode = endedIfDue(episode, left, offSince(placed, seen, moment), moment, changes);
    }
  }
  return remembered(visit, passing?.insideNow === true ? entered : null, left, episode, moment);
}

/** Since when the seal is outside, with this moment counted; going through again surely begins it anew. */
function leftAfter(
  visit: Visit,
  { shape }: PlacedZone,
  passing: Passing | undefined,
  moment: Moment,
): Visit['left'] {
  if (passing?.insideNow === true) return null;
  if (visit.left === null) return { time: passing?.exit ?? moment.here.time, fixes: 1 };
  const again = passing !== undefined && surelyInside(shape, moment).length > 0;
  return again ? { time: passing.exit, fixes: 1 } : { ...visit.left, fixes: visit.left.fixes + 1 };
}

/** When the calendar, on at `since`, switched off; undefined when it has not by now. */
function offSince({ zone }: PlacedZone, since: Instant, { here }: Moment): Instant | undefined {
  const off = windowAt(zone.calendar, since)?.to ?? here.time;
  return off <= here.time ? off : undefined;
}

function endedIfDue(
  episode: Episode,
  left: Visit['left'],
  off: Instant | undefined,
  { plan }: Moment,
  changes: AlarmChange[],
): Episode {
  const gone = left !== null && left.fixes >= plan.rules.endFixes ? left.time : Infinity;
  const end = Math.min(gone, off ?? Infinity);
  if (end === Infinity) return episode;
  const ended = endEpisode(episode, Math.max(episode.start, end));
  changes.push(ended);
  return ended;
}

/** The first instant, from `from` on, at which the seal is surely in while the calendar is on. */
function firstSeen({ zone, shape }: PlacedZone, moment: Moment, from: Instant): Instant | undefined {
  for (const span of surelyInside(shape, moment)) {
    const [first, last] = [Math.max(from, timeAt(moment, span.from)), timeAt(moment, span.to)];
    const seen = first > last ? undefined : firstOn(zone.calendar, first, last);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

function openAt(
  seen: Instant,
  entered: Entrance,
  last: Episode | null,
  placed: PlacedZone,
  moment: Moment,
): Episode {
  const { zone } = placed;
  const on = windowAt(zone.calendar, seen)?.from ?? seen;
  // After a longer gap nobody knows what was between: it is known to be inside from now on.
  const proven = moment.before === null ? moment.here.time : -Infinity;
  const start = Math.max(entered.time, on, proven);
  const { lat, lon } = start === entered.time ? entered : placeAt(moment, start);
  const opening = {
    kind: forbiddenZone.kind,
    cause: zone.id,
    severity: 'critical',
    start,
    place: { lat, lon },
    why: why(placed, moment),
  } as const;
  return openEpisode(last, opening, moment.plan);
}

function why({ zone, shape }: PlacedZone, { here, before, plan }: Moment): AlarmReason {
  const { endFixes, maxGap, rejoin } = plan.rules;
  const depth = wholeMetres(shape.depth(here.lat, here.lon));
  const measured = { zone: zone.id, name: zone.name, accuracy: here.accuracy, depth };
  const gap = before === null ? {} : { gap: here.time - before.time };
  return {
    rule: forbiddenZone.kind,
    settings: { endFixes, maxGap, rejoin },
    measured: { ...measured, ...gap },
  };
}

function remembered(
  visit: Visit,
  entered: Visit['entered'],
  left: Visit['left'],
  last: Episode | null,
  { here, plan }: Moment,
): Visit | undefined {
  const open = isOpen(last);
  const from = entered?.time ?? here.time;
  const canResume = last !== null && last.end !== null && from - last.end <= plan.rules.rejoin;
  const episode = open || canResume ? last : null;
  if (entered === null && episode === null) return undefined;
  const outside = open ? left : null;
  if (visit.entered === entered && visit.left === outside && visit.episode === episode) return visit;
  return { zoneId: visit.zoneId, entered, left: outside, episode };
}
