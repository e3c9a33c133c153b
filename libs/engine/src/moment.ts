import type { Instant, LatLon, Metres, Zone } from '@haidang/domain';
import { unwrap, wrap, type CorridorPlace, type PlacedZone } from '@haidang/geo';
import type { Plan } from './plan.js';
import type { Scene } from './rules/rule.js';
import type { Sighting } from './track.js';

/** One believed position and what every rule may want to know of it, worked out once. */
export interface Moment extends Scene {
  /** Filled in anew for each: a rule keeps what it says, not the object. */
  readonly here: Sighting;
  /**
   * The usable position before, when the straight way from it proves something: at most `maxGap` earlier, and no jump
   * between. Otherwise null.
   */
  readonly before: Sighting | null;
  /** The usable position before, whatever lies between; null for the first. */
  readonly earlier: Sighting | null;
  /** How far it lies from `earlier`; NaN for the first. */
  readonly moved: Metres;
  /** It cannot be reached from the position before in the time between. */
  readonly jumped: boolean;
  readonly place: CorridorPlace;
  /** Of `earlier`, on the same corridor; null for the first, and for the first on another corridor. */
  readonly placeBefore: CorridorPlace | null;
  /** The zones, of any kind, whose box the way from `before` (or just `here`) touches. */
  readonly zones: readonly PlacedZone[];
}

/** The instant at a fraction of the way from `before`; without one it is always now. */
export function timeAt(moment: Moment, fraction: number): Instant {
  const { here, before } = moment;
  return before === null ? here.time : Math.round(before.time + fraction * (here.time - before.time));
}

/** Where on the straight way from `before` the seal was at a time; before it began, its beginning. */
export function placeAt(moment: Moment, time: Instant): LatLon {
  const { here, before } = moment;
  if (before === null || time >= here.time) return { lat: here.lat, lon: here.lon };
  const part = Math.max(0, (time - before.time) / (here.time - before.time));
  const lon = unwrap(here.lon, before.lon);
  return {
    lat: before.lat + part * (here.lat - before.lat),
    lon: wrap(before.lon + part * (lon - before.lon)),
  };
}

const NONE: readonly PlacedZone[] = [];

/** Those of the zones on the way that are worth asking. Mostly there are none, and then nothing is made. */
export function zonesWhere(
  { zones, plan }: Moment,
  isMeant: (zone: Zone, plan: Plan) => boolean,
): readonly PlacedZone[] {
  for (let i = 0; i < zones.length; i++)
    if (isMeant(zones[i]!.zone, plan)) return meant(zones, plan, isMeant);
  return NONE;
}

/** On its own: a function that makes another one pays for it at every call, also where it returns before. */
function meant(
  zones: readonly PlacedZone[],
  plan: Plan,
  isMeant: (zone: Zone, plan: Plan) => boolean,
): readonly PlacedZone[] {
  return zones.filter(({ zone }) => isMeant(zone, plan));
}

/** True when a zone of this kind holds the position. The boundary belongs to a zone. */
export function isInZone(
  { zones, here, plan }: Moment,
  isMeant: (zone: Zone, plan: Plan) => boolean,
): boolean {
  for (let i = 0; i < zones.length; i++) {
    const { zone, shape } = zones[i]!;
    if (isMeant(zone, plan) && shape.holds(here.lat, here.lon)) return true;
  }
  return false;
}

/** True in a facility, a queue zone or a stop that the route permits: where standing is no news. */
export function mayStandHere(moment: Moment): boolean {
  return isInZone(moment, mayStandIn);
}

/** The same of any place; every zone is taken wider by `margin` metres. */
export function mayStandAt(plan: Plan, { lat, lon }: LatLon, margin: Metres = 0): boolean {
  return plan.zones.isIn(lat, lon, margin, (zone) => mayStandIn(zone, plan));
}

/** True for a facility, a queue zone and a stop that the route permits. */
export function mayStandIn({ id, kind }: Zone, { stops }: Plan): boolean {
  return kind === 'facility' || kind === 'queue' || (kind === 'stop' && stops.has(id));
}

/** True for a zone of this facility. */
export function isOf(facilityId: string, zone: Zone): boolean {
  return zone.kind === 'facility' && zone.facilityId === facilityId;
}

/** True inside a zone of this facility. */
export function isAtFacility(moment: Moment, facilityId: string): boolean {
  return isInZone(moment, (zone) => isOf(facilityId, zone));
}
