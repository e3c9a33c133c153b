import type { Facility, Zone } from '@haidang/contract';
import type { GeoPosition } from '@haidang/domain';
import type { LegDraft, RouteDraft } from './draft.js';
import { isWithin, metresBetween } from './geometry.js';

/** Metres that legs which join may lie apart: a hand draws no better. */
const JOINED = 50;
/** Metres about the place of a facility that is drawn as no zone. */
const AT_PLACE = 2_000;

/** The leg comes one earlier or later; the first and the last stay where they are. */
export function moved(route: RouteDraft, at: number, by: -1 | 1): RouteDraft {
  const other = at + by;
  const [leg, changed] = [route.legs[at], route.legs[other]];
  if (leg === undefined || changed === undefined) return route;
  return { ...route, legs: route.legs.map((one, i) => (i === at ? changed : i === other ? leg : one)) };
}

/** The way back: what was to be passed last comes first. */
export function reversed(route: RouteDraft): RouteDraft {
  const legs = route.legs.toReversed().map((leg) => ({
    ...leg,
    line: leg.line.toReversed(),
    checkpoints: leg.checkpoints.toReversed(),
  }));
  return { ...route, from: route.to, to: route.from, legs };
}

/**
 * The leg that passes a place, in two parts that meet there; each has its width and stops, the first part its checkpoints.
 * @returns the same route where none passes within a metre, or where the leg begins or ends there
 */
export function splitAt(route: RouteDraft, place: GeoPosition): RouteDraft {
  for (const [i, leg] of route.legs.entries()) {
    const parts = partsAt(leg, place);
    if (parts !== undefined) return { ...route, legs: route.legs.toSpliced(i, 1, ...parts) };
  }
  return route;
}

function partsAt(leg: LegDraft, place: GeoPosition): [LegDraft, LegDraft] | undefined {
  const { line } = leg;
  for (let i = 1; i < line.length; i++) {
    const near = nearestOn(line[i - 1]!, line[i]!, place);
    if (metresBetween(near, place) > 1) continue;
    const first = withCorner(line.slice(0, i), near);
    const second = withCorner(line.slice(i).toReversed(), near).toReversed();
    if (first.length < 2 || second.length < 2) continue;
    return [
      { ...leg, line: first },
      { ...leg, line: second, checkpoints: [] },
    ];
  }
  return undefined;
}

/** One that is there already is not there twice. */
function withCorner(line: readonly GeoPosition[], corner: GeoPosition): GeoPosition[] {
  return metresBetween(line.at(-1)!, corner) < 1 ? [...line] : [...line, corner];
}

function nearestOn(a: GeoPosition, b: GeoPosition, [lon, lat]: GeoPosition): GeoPosition {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const [wide, high] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const along = ((lon - a[0]) * shrink * wide + (lat - a[1]) * high) / (wide ** 2 + high ** 2 || 1);
  const share = Math.min(1, Math.max(0, along));
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** How far from the end of the leg before each leg begins, in metres; undefined where they join, and of the first. */
export function gapsOf({ legs }: Pick<RouteDraft, 'legs'>): (number | undefined)[] {
  return legs.map(({ line }, i) => {
    const before = legs[i - 1]?.line.at(-1);
    if (before === undefined || line[0] === undefined) return undefined;
    const gap = metresBetween(before, line[0]);
    return gap > JOINED ? gap : undefined;
  });
}

/** How far a route begins from its `from`, or ends from its `to`, in metres; undefined where it does not miss it. */
export function missOf(
  end: 'from' | 'to',
  route: RouteDraft,
  facilities: readonly Facility[],
  zones: readonly Zone[],
): number | undefined {
  const facility = facilities.find(({ id }) => id === route[end]);
  const leg = end === 'from' ? route.legs[0] : route.legs.at(-1);
  const place = end === 'from' ? leg?.line[0] : leg?.line.at(-1);
  if (facility === undefined || leg === undefined || place === undefined) return undefined;
  const own = zones.filter(({ kind, facilityId }) => kind === 'facility' && facilityId === facility.id);
  if (own.some(({ geometry }) => isWithin(place, geometry))) return undefined;
  const away = metresBetween(place, [facility.place.lon, facility.place.lat]);
  return away > AT_PLACE + leg.halfWidth ? away : undefined;
}
