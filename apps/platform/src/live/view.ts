import type { MarkState, Position, WatchRequest } from '@haidang/contract';
import { formatInstant, type LatLon } from '@haidang/domain';
import { followsSeal, type Sight } from '../access/sight.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { SealEntry } from '../directory/seal-entry.js';

/** A seal that missed this many of its intervals is stale. */
const MISSED_INTERVALS = 3;

export function staleAfter(entry: SealEntry): number {
  return MISSED_INTERVALS * entry.intervalMs;
}

/** A seal whose transit is under way is watched; it is stale when it should have spoken and did not. */
export function isStale(entry: SealEntry, now: number): boolean {
  if (entry.task?.plan == null) return false;
  const { lastAt } = entry;
  return lastAt !== null && now - lastAt > staleAfter(entry);
}

/** The colour of an alarm is for those who watch. */
export function markState(entry: SealEntry, alarms: OpenAlarms, sight: Sight): MarkState {
  if (entry.task?.plan == null) return 'idle';
  if (!sight.watches) return 'on_route';
  return alarms.worstOfSeal(entry.id, entry.task.transitId) ?? 'on_route';
}

/** Where the seal is, for the map; `undefined` when it never had a position. */
export function positionOf(entry: SealEntry, alarms: OpenAlarms, sight: Sight): Position | undefined {
  const [fix, last] = [entry.placed, entry.last];
  if (fix === null || fix.lat === null || fix.lon === null) return undefined;
  return {
    sealId: entry.id,
    container: entry.task?.container ?? null,
    transitId: entry.task?.transitId ?? null,
    lat: fix.lat,
    lon: fix.lon,
    heading: fix.heading,
    speed: fix.speed,
    battery: last?.battery ?? fix.battery,
    lock: last?.lock ?? fix.lock,
    time: formatInstant(last?.time ?? fix.time),
    state: markState(entry, alarms, sight),
    staleAfter: staleAfter(entry),
  };
}

/** West, south, east, north. */
type Bounds = readonly [number, number, number, number];

/** A box whose west lies east of its east crosses the antimeridian. */
export function isWithin({ lat, lon }: LatLon, [west, south, east, north]: Bounds): boolean {
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}

/** Is it followed, in the box, and passes the filters? */
export function inView(entry: SealEntry, request: WatchRequest, alarms: OpenAlarms, sight: Sight): boolean {
  const { spot } = entry;
  if (spot === null || !isWithin(spot, request.bbox) || !followsSeal(sight, entry)) return false;
  const { filters } = request;
  const { states, transitId, besides } = filters;
  if (transitId !== undefined && entry.task?.transitId !== transitId) return false;
  if (!isPicked(entry, filters) && !besides?.includes(markState(entry, alarms, sight))) return false;
  return states === undefined || states.includes(markState(entry, alarms, sight));
}

/** With more seals than this in view its quiet ones come as clusters. Those that were picked out do not: they are looked for one by one. */
export function mostAlone({ clusterAbove, filters }: WatchRequest): number {
  const { routeId, carrierId, facilityId } = filters;
  const picks = routeId !== undefined || carrierId !== undefined || facilityId !== undefined;
  return picks ? Infinity : (clusterAbove ?? Infinity);
}

function isPicked({ task }: SealEntry, filters: WatchRequest['filters']): boolean {
  const { routeId, carrierId, facilityId } = filters;
  if (routeId !== undefined && task?.routeId !== routeId) return false;
  if (carrierId !== undefined && task?.parties.carrierId !== carrierId) return false;
  if (facilityId === undefined) return true;
  return task !== null && (task.parties.fromId === facilityId || task.parties.toId === facilityId);
}
