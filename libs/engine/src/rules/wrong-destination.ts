import type { Zone } from '@haidang/domain';
import type { PlacedZone } from '@haidang/geo';
import { isAtFacility, isInZone, zonesWhere, type Moment } from '../moment.js';
import type { Plan } from '../plan.js';
import { isDeep, passThrough } from './passing.js';
import { TRAVELLING, type Rule } from './rule.js';
import { isOver, stayAfter, type Stay } from './stay.js';
import { isUnchanged, saidSince } from './unchanged.js';
import { eachVisit } from './visits.js';

export interface Visit extends Stay {
  readonly zoneId: string;
}

/** By zone id, in order. */
export type WrongDestinationState = readonly Visit[];

const NOWHERE: WrongDestinationState = [];

/**
 * The seal stays in the zone of a customs facility that is neither origin nor destination, nor a permitted stop or checkpoint of its route.
 *
 * Opens with a fix surely inside (deeper than its accuracy, of which no more than half the depth of the zone's deepest place is asked)
 * `wrongDestinationAfter` or more after the crossing in, unless that fix also lies in the origin or the destination; starts at the crossing, or at
 * the first fix inside where a gap hides it. Fewer than `endFixes` fixes in a row outside do not interrupt a stay; as many end it, at the
 * crossing out or, after a gap, at the first of them. A gap between two fixes inside is part of the stay. Ends as well when the zone
 * is withdrawn, changes its geometry or becomes one that is expected. The cause is the zone's id.
 */
export const wrongDestination: Rule<WrongDestinationState> = {
  kind: 'wrong_destination',
  phases: TRAVELLING,
  start: NOWHERE,
  see(state, moment) {
    const near = zonesWhere(moment, isForeign);
    if (state.length === 0 && near.length === 0) return state;
    return visitsAfter(state, near, moment);
  },
  awaits(state, cause) {
    return state.some(({ zoneId }) => zoneId === cause);
  },
  replan(state, { plan, book, time }, before) {
    const kept = state.filter(({ zoneId }) => isForeignIn(zoneId, plan) && isUnchanged(zoneId, plan, before));
    for (const visit of state) if (!kept.includes(visit)) book.end('wrong_destination', visit.zoneId, time);
    if (kept.length === state.length) return state;
    return kept.length === 0 ? NOWHERE : kept;
  },
};

function visitsAfter(
  state: WrongDestinationState,
  near: readonly PlacedZone[],
  moment: Moment,
): WrongDestinationState {
  return eachVisit(state, near, NOWHERE, (zoneId, visit) => visitAfter(zoneId, visit ?? null, moment));
}

function isForeign({ id, kind, facilityId }: Zone, plan: Plan): boolean {
  if (kind !== 'facility' || facilityId === undefined) return false;
  if (facilityId === plan.origin || facilityId === plan.destination) return false;
  return !plan.stops.has(id) && !plan.checkpoints.includes(id);
}

function isForeignIn(zoneId: string, plan: Plan): boolean {
  const zone = plan.zones.get(zoneId)?.zone;
  return zone !== undefined && isForeign(zone, plan);
}

function visitAfter(zoneId: string, before: Visit | null, moment: Moment): Visit | undefined {
  const { book, here, plan } = moment;
  const placed = plan.zones.get(zoneId);
  if (placed === undefined) return undefined;
  const since = saidSince(
    moment,
    (newer, older) => isForeignIn(zoneId, older) && isUnchanged(zoneId, newer, older),
  );
  const stay = stayAfter(before, passThrough(placed.shape, moment, since), moment);
  if (stay === null) return undefined;
  if (isOver(stay, moment)) {
    book.end('wrong_destination', zoneId, stay.left.time);
    return undefined;
  }
  const { time, lat, lon } = stay.entered;
  const isStay = here.time - time >= plan.rules.wrongDestinationAfter && stay.left === null;
  const isOpen = book.open('wrong_destination', zoneId) !== undefined;
  if (isStay && !isOpen && isDeep(placed.shape, here) && !isExpectedHere(moment)) {
    const { wrongDestinationAfter, endFixes, rejoin } = plan.rules;
    const { name, facilityId = '' } = placed.zone;
    book.begin({
      kind: 'wrong_destination',
      cause: zoneId,
      severity: 'critical',
      start: time,
      place: { lat, lon },
      why: {
        rule: 'wrong_destination',
        settings: { wrongDestinationAfter, endFixes, rejoin },
        measured: { zone: zoneId, name, facility: facilityId, stayed: here.time - time },
      },
    });
  }
  return stay === before ? before : { ...stay, zoneId };
}

function isExpectedHere(moment: Moment): boolean {
  const { plan } = moment;
  if (isAtFacility(moment, plan.origin) || isAtFacility(moment, plan.destination)) return true;
  return isInZone(moment, ({ id }) => plan.stops.has(id) || plan.checkpoints.includes(id));
}
