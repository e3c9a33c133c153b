import type { AlarmReason, Instant, Zone } from '@haidang/domain';
import type { PlacedZone } from '@haidang/geo';
import { firstOn, windowAt } from '../calendar.js';
import { placeAt, timeAt, zonesWhere, type Moment } from '../moment.js';
import type { Plan } from '../plan.js';
import type { Sighting } from '../track.js';
import { entrance, passThrough, surelyInside, type Entrance, type Passing } from './passing.js';
import { NEVER, TRAVELLING, wholeMetres, type Rule, type Scene } from './rule.js';
import { isUnchanged, saidSince } from './unchanged.js';
import { eachVisit } from './visits.js';

/** What is known of the seal and one zone: the seal is in it, or an alarm about it is open. */
export interface Visit {
  readonly zoneId: string;
  /** When and where it came in, by the boundary itself; null while it is outside. */
  readonly entered: Entrance | null;
  /** While an alarm is open and the seal outside: since when, and how many usable fixes. Otherwise null. */
  readonly left: { readonly time: Instant; readonly fixes: number } | null;
}

/** By zone id, in order; no more than there are forbidden zones about one place. */
export type ForbiddenZoneState = readonly Visit[];

const NOWHERE: ForbiddenZoneState = [];

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
 * calendar switched on around it, between two fixes. Ends with `endFixes` usable fixes in a row out, at the
 * interpolated crossing or, after a longer gap, at the first of them; when the calendar switches off; or when the zone is withdrawn or
 * its geometry or calendar changes, which is a new zone from then on: each stretch of the way between two fixes is judged by the zones of its own time.
 */
export const forbiddenZone: Rule<ForbiddenZoneState> = {
  kind: 'forbidden_zone',
  phases: TRAVELLING,
  start: NOWHERE,
  see(state, moment) {
    const { plan, before } = moment;
    if (before !== null) lookBack(plan, before, moment);
    const near = zonesWhere(moment, isForbidden);
    if (state.length === 0 && near.length === 0) return state;
    return visitsAfter(state, near, moment);
  },
  awaits(state, cause) {
    return state.some(({ zoneId }) => zoneId === cause);
  },
  due(state, scene) {
    let due = NEVER;
    for (const visit of state) due = Math.min(due, offWithoutWord(visit, scene)?.known ?? NEVER);
    return due;
  },
  strike(state, scene) {
    for (const visit of state) {
      const off = offWithoutWord(visit, scene);
      if (off !== undefined && off.known <= scene.time)
        scene.book.end('forbidden_zone', visit.zoneId, off.at);
    }
    return state;
  },
  replan(state, scene, before) {
    const kept = state.filter(({ zoneId }) => isUnchanged(zoneId, scene.plan, before));
    for (const { zoneId } of state) {
      if (!kept.some((visit) => visit.zoneId === zoneId))
        scene.book.end('forbidden_zone', zoneId, scene.time);
    }
    if (kept.length === state.length) return state;
    return kept.length === 0 ? NOWHERE : kept;
  },
};

function visitsAfter(
  state: ForbiddenZoneState,
  near: readonly PlacedZone[],
  moment: Moment,
): ForbiddenZoneState {
  return eachVisit(state, near, NOWHERE, (zoneId, visit) => visitAfter(visit ?? strange(zoneId), moment));
}

/** Zones that were withdrawn or changed while the seal was on the way: through each as it was, as long as it was. */
function lookBack(newer: Plan, way: Sighting, moment: Moment): void {
  if (newer.from <= way.time) return;
  const older = newer.before;
  if (older === null) return;
  lookBack(older, way, moment);
  for (const placed of older.zones.near(way, moment.here)) {
    if (isForbidden(placed.zone) && !isUnchanged(placed.zone.id, newer, older))
      passBefore(placed, Math.max(older.from, way.time), newer.from, moment);
  }
}

function passBefore(placed: PlacedZone, since: Instant, until: Instant, moment: Moment): void {
  const { book } = moment;
  const zoneId = placed.zone.id;
  const ended = book.find('forbidden_zone', zoneId)?.end ?? -Infinity;
  const seen = firstSeen(placed, moment, Math.max(since, ended), until - 1);
  const passing = passThrough(placed.shape, moment, since);
  if (seen === undefined || passing === undefined) return;
  const entry = Math.min(passing.entry, seen);
  beginAt(seen, entrance({ ...passing, entry }, moment), placed, moment);
  book.end('forbidden_zone', zoneId, Math.min(passing.exit, until, offSince(placed, seen, moment) ?? until));
}

function isForbidden({ kind }: Zone): boolean {
  return kind === 'forbidden';
}

/** When the zone of an open alarm switches off, and when that is known though nothing more is heard: a fix within `maxGap` tells better. */
function offWithoutWord(
  { zoneId }: Visit,
  { plan, book, last }: Scene,
): { readonly at: Instant; readonly known: Instant } | undefined {
  if (last === null || book.open('forbidden_zone', zoneId) === undefined) return undefined;
  // while an alarm is open, its zone was on at the last position
  const at = windowAt(plan.zones.get(zoneId)?.zone.calendar, last.time)?.to ?? Infinity;
  return { at, known: Math.max(at, last.time + plan.rules.maxGap + 1) };
}

/** Nothing is known of the seal and this zone yet. */
function strange(zoneId: string): Visit {
  return { zoneId, entered: null, left: null };
}

/**
 * One visit, one moment on.
 * @returns undefined when there is nothing left to remember.
 */
function visitAfter(visit: Visit, moment: Moment): Visit | undefined {
  const { zoneId } = visit;
  const { book } = moment;
  const placed = moment.plan.zones.get(zoneId);
  if (placed?.zone.kind !== 'forbidden') return undefined;
  const since = saidSince(moment, (newer, older) => isUnchanged(zoneId, newer, older));
  const passing = passThrough(placed.shape, moment, since);
  const entered = passing === undefined ? null : (visit.entered ?? entrance(passing, moment));
  let { left } = visit;
  let switchedOff: Instant | undefined;
  const open = book.open('forbidden_zone', zoneId);
  if (open !== undefined) {
    left = leftAfter(visit, placed, passing, moment);
    switchedOff = offSince(placed, moment.earlier?.time ?? open.start, moment);
    endIfDue(zoneId, left, switchedOff, moment);
  }
  if (book.open('forbidden_zone', zoneId) === undefined && passing !== undefined && entered !== null) {
    const ended = book.find('forbidden_zone', zoneId)?.end ?? -Infinity;
    const seen = firstSeen(placed, moment, Math.max(since, ended, switchedOff ?? -Infinity));
    if (seen !== undefined) {
      beginAt(seen, entered, placed, moment);
      left = passing.insideNow ? null : { time: passing.exit, fixes: 1 };
      endIfDue(zoneId, left, offSince(placed, seen, moment), moment);
    }
  }
  return remembered(visit, passing?.insideNow === true ? entered : null, left, moment);
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

function endIfDue(
  zoneId: string,
  left: Visit['left'],
  off: Instant | undefined,
  { plan, book }: Moment,
): void {
  const gone = left !== null && left.fixes >= plan.rules.endFixes ? left.time : Infinity;
  const end = Math.min(gone, off ?? Infinity);
  if (end !== Infinity) book.end('forbidden_zone', zoneId, end);
}

/** The first instant from `from` to `to` at which the seal is surely in while the calendar is on. */
function firstSeen(
  { zone, shape }: PlacedZone,
  moment: Moment,
  from: Instant,
  to: Instant = Infinity,
): Instant | undefined {
  for (const span of surelyInside(shape, moment)) {
    const [first, last] = [Math.max(from, timeAt(moment, span.from)), Math.min(to, timeAt(moment, span.to))];
    const seen = first > last ? undefined : firstOn(zone.calendar, first, last);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

function beginAt(seen: Instant, entered: Entrance, placed: PlacedZone, moment: Moment): void {
  const { zone } = placed;
  const on = windowAt(zone.calendar, seen)?.from ?? seen;
  // After a longer gap nobody knows what was between: it is known to be inside from now on.
  const proven = moment.before === null ? moment.here.time : -Infinity;
  const start = Math.max(entered.time, on, proven);
  const { lat, lon } = start === entered.time ? entered : placeAt(moment, start);
  const [place, reason] = [{ lat, lon }, why(placed, moment)];
  moment.book.begin({
    kind: 'forbidden_zone',
    cause: zone.id,
    severity: 'critical',
    start,
    place,
    why: reason,
  });
}

function why(
  { zone, shape }: PlacedZone,
  { here, before, plan }: Pick<Moment, 'here' | 'before' | 'plan'>,
): AlarmReason {
  const { endFixes, maxGap, rejoin } = plan.rules;
  const depth = wholeMetres(shape.depth(here.lat, here.lon));
  const measured = { zone: zone.id, name: zone.name, accuracy: here.accuracy, depth };
  const gap = before === null ? {} : { gap: here.time - before.time };
  return {
    rule: 'forbidden_zone',
    settings: { endFixes, maxGap, rejoin },
    measured: { ...measured, ...gap },
  };
}

function remembered(
  visit: Visit,
  entered: Visit['entered'],
  left: Visit['left'],
  { book }: Moment,
): Visit | undefined {
  const open = book.open('forbidden_zone', visit.zoneId) !== undefined;
  if (entered === null && !open) return undefined;
  const outside = open ? left : null;
  if (visit.entered === entered && visit.left === outside) return visit;
  return { zoneId: visit.zoneId, entered, left: outside };
}
