import { HOUR, MINUTE, type Direction, type Instant, type Millis } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { Spot } from '@haidang/store';
import { isElsewhere } from '../gates/decide.js';
import { isAlike } from '../gates/misread.js';
import type { Report, Passing, Story } from './story.js';

/** A truck that was reported this much later than it was seen has left, or come in, whatever was decided. */
export const TOLD_LATE: Millis = 10 * MINUTE;
/** Another camera of it, or the same truck before the same barrier again; longer where its plate says that it is the same. */
const SEEN_AGAIN: Millis = 30 * MINUTE;
const SAME_TRUCK: Millis = 2 * HOUR;
/** How far a port's time of an exit may be from the camera's, and of a landing before it. */
const APART: Millis = HOUR;
/** A truck is seen at the gate, and the yard reports it when it is set down. */
const SET_DOWN: Millis = 24 * HOUR;
/** Clocks of two places differ: within this a leaving stands before the coming that it made possible. */
export const CLOCKS: Millis = 5 * MINUTE;
/** km/h; no truck with a container is faster, from place to place. */
export const FASTEST = 120;

/**
 * How it is known that a container left: it was let through; the port said so; it was told so late that the truck is gone; it was seen elsewhere
 * afterwards; its seal was.
 */
export type Leaving = 'passed' | 'reported' | 'told_late' | 'seen_elsewhere' | 'seal_away';

/** One coming or going of the container, by whoever told of it: cameras, the port, or both. */
export interface Movement {
  readonly facilityId: string;
  readonly direction: Direction;
  /** By its witnesses: cameras before the port. */
  readonly time: Instant;
  /** The same vehicle at the same gate, in the order of time. */
  readonly passages: readonly Passing[];
  readonly reports: readonly Report[];
  /** How it is known that it happened; null: it was only seen before a barrier that stayed closed. */
  readonly moved: Leaving | null;
}

/** What an officer said last, else what was decided. */
export function verdictOf({ override, decided }: Passing): 'pass' | 'hold' {
  return override ?? decided;
}

export function isToldLate({ time, receivedAt }: Passing): boolean {
  return receivedAt - time > TOLD_LATE;
}

/** The comings and goings of a container in the order of time; the order of the facts does not matter. */
export function movementsOf({ passages, reports }: Pick<Story, 'passages' | 'reports'>): Movement[] {
  const seen = groupPassages([...passages].sort(byTime));
  const said = new Map<Passing[], Report[]>();
  const alone: Report[] = [];
  for (const report of [...reports].sort(byTime)) {
    const group = nearest(seen, report);
    if (group === undefined) alone.push(report);
    else said.set(group, [...(said.get(group) ?? []), report]);
  }
  const movements = [
    ...seen.map((group) => movementOf(group, said.get(group) ?? [])),
    ...groupReports(alone).map((group) => movementOf([], group)),
  ];
  return withLeavings(inOrder(movements.sort((a, b) => a.time - b.time || compare(nameOf(a), nameOf(b)))));
}

function movementOf(passages: readonly Passing[], reports: readonly Report[]): Movement {
  const first = passages[0] ?? reports[0]!;
  const { facilityId, direction } = first;
  const time = passages.length === 0 ? first.time : timeOf(passages);
  return { facilityId, direction, time, passages, reports, moved: movedBy(passages, reports) };
}

/** A seal that jumps there shows nothing of the container. */
function isDrivable(from: Spot, to: Spot): boolean {
  const apart =
    distanceBetween(from.lat, from.lon, to.lat, to.lon) - (from.accuracy ?? 0) - (to.accuracy ?? 0);
  return apart / 1_000 <= (FASTEST * (to.time - from.time)) / HOUR;
}

/** When it passed; where it did not, when it was first seen. */
function timeOf(group: readonly Passing[]): Instant {
  return (group.find((one) => verdictOf(one) === 'pass') ?? group[0]!).time;
}

function movedBy(passages: readonly Passing[], reports: readonly Report[]): Leaving | null {
  if (passages.some((one) => verdictOf(one) === 'pass')) return 'passed';
  if (reports.length > 0) return 'reported';
  return passages.some(isToldLate) ? 'told_late' : null;
}

/** What was held at an exit has left all the same when the container, or its seal, is elsewhere before it went out otherwise. */
function withLeavings(movements: readonly Movement[]): Movement[] {
  return movements.map((one, i) => {
    if (one.moved !== null || one.direction === 'in') return one;
    const later = movements.slice(i + 1);
    const next = later.find(({ facilityId, direction, moved }) =>
      facilityId === one.facilityId ? direction === 'out' && moved !== null : true,
    );
    if (next !== undefined && next.facilityId !== one.facilityId) return { ...one, moved: 'seen_elsewhere' };
    const isAway = one.passages.some((passage) =>
      passage.seals.some(
        ({ near, away }) =>
          near !== null &&
          away !== null &&
          isDrivable(near, away) &&
          !isElsewhere(near, passage.place, passage.time) &&
          (next === undefined || away.time < next.time),
      ),
    );
    return isAway ? { ...one, moved: 'seal_away' } : one;
  });
}

/** What was seen again of one vehicle is one sight of it, as long as nothing else was seen between. */
function groupPassages(passages: readonly Passing[]): Passing[][] {
  const groups: Passing[][] = [];
  for (const passage of passages) {
    const group = groups.at(-1);
    if (group !== undefined && isSameVehicle(group.at(-1)!, passage)) group.push(passage);
    else groups.push([passage]);
  }
  return groups;
}

function isSameVehicle(a: Passing, b: Passing): boolean {
  if (a.facilityId !== b.facilityId || a.direction !== b.direction) return false;
  const areRead = a.plate !== null && b.plate !== null;
  if (areRead && !isAlike(a.plate, b.plate)) return false;
  return b.time - a.time <= (areRead ? SAME_TRUCK : SEEN_AGAIN);
}

/** The sight of it that a report is about: one that passed before one that did not, then the nearest. */
function nearest(groups: readonly Passing[][], report: Report): Passing[] | undefined {
  let best: { group: Passing[]; held: number; apart: Millis } | undefined;
  for (const group of groups) {
    const [first] = group;
    if (first!.facilityId !== report.facilityId || first!.direction !== report.direction) continue;
    const after = report.time - timeOf(group);
    if (after < -APART || after > (report.direction === 'in' ? SET_DOWN : APART)) continue;
    const held = group.some((one) => verdictOf(one) === 'pass') ? 0 : 1;
    const apart = Math.abs(after);
    if (best === undefined || held < best.held || (held === best.held && apart < best.apart))
      best = { group, held, apart };
  }
  return best?.group;
}

/** A port may report one exit twice, by form and by CODECO. */
function groupReports(reports: readonly Report[]): Report[][] {
  const groups: Report[][] = [];
  for (const report of reports) {
    const group = groups.findLast(
      ([first]) =>
        first!.facilityId === report.facilityId &&
        first!.direction === report.direction &&
        report.time - first!.time <= APART,
    );
    if (group === undefined) groups.push([report]);
    else group.push(report);
  }
  return groups;
}

function inOrder(movements: readonly Movement[]): Movement[] {
  const ordered = [...movements];
  for (let i = 1; i < ordered.length; i++) {
    const [before, after] = [ordered[i - 1]!, ordered[i]!];
    const isSwapped =
      before.direction === 'in' &&
      after.direction === 'out' &&
      before.facilityId !== after.facilityId &&
      after.time - before.time <= CLOCKS;
    if (isSwapped) [ordered[i - 1], ordered[i]] = [after, before];
  }
  return ordered;
}

/** What names a movement: the first of what was said of it. */
export function nameOf({
  passages: [seen],
  reports: [said],
}: Pick<Movement, 'passages' | 'reports'>): string {
  return seen === undefined ? nameOfReport(said!) : nameOfPassage(seen);
}

export function nameOfPassage({ gateId, id }: Pick<Passing, 'gateId' | 'id'>): string {
  return `${gateId}/${id}`;
}

export function nameOfReport({
  facilityId,
  form,
  number,
}: Pick<Report, 'facilityId' | 'form' | 'number'>): string {
  return `${facilityId}/${form}/${number}`;
}

function byTime(a: Passing | Report, b: Passing | Report): number {
  return a.time - b.time || compare(keyOf(a), keyOf(b));
}

function keyOf(one: Passing | Report): string {
  return 'form' in one ? nameOfReport(one) : nameOfPassage(one);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
