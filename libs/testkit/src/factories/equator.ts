import {
  DEFAULT_RULES,
  mergeRules,
  parseInstant,
  type Fix,
  type GeoPosition,
  type Instant,
  type LatLon,
  type Leg,
  type RuleSettings,
  type Zone,
} from '@haidang/domain';
import { Corridor, ZoneIndex } from '@haidang/geo';
import type { Plan } from '@haidang/engine';

/** Metres in a degree at the equator of WGS 84: of longitude, of latitude. */
const EAST = 111_319.49;
const NORTH = 110_574.28;

/**
 * A place so many metres east and north of (0, 0), where a degree is a round number of metres either way: a test can
 * say "600 m beside the line" and a reader can check it.
 */
export function spot(east: number, north: number): LatLon {
  return { lat: north / NORTH, lon: east / EAST };
}

/** The same as a GeoJSON position. */
export function position(east: number, north: number): GeoPosition {
  const { lat, lon } = spot(east, north);
  return [lon, lat];
}

/** A time of 22 November 2026, UTC: `08:00:30` or `08:00`. */
export function clockTime(text: string): Instant {
  const instant = parseInstant(`2026-11-22T${text.length === 5 ? `${text}:00` : text}Z`);
  if (instant === undefined) throw new Error(`not a time of day: ${text}`);
  return instant;
}

/** A seal's fix with every field, quiet and healthy but for what is given. */
export function fixOf(time: Instant, place: LatLon | null, rest: Partial<Fix> = {}): Fix {
  return {
    seq: 0,
    time,
    lat: place?.lat ?? null,
    lon: place?.lon ?? null,
    accuracy: 10,
    speed: 50,
    heading: 90,
    satellites: 9,
    battery: 87,
    charging: false,
    lock: 'locked',
    events: 0,
    card: null,
    buffered: false,
    ...rest,
  };
}

/** A leg along the equator, from one metre east to another. */
export function legAlong(fromEast: number, toEast: number, halfWidth: number): Leg {
  const coordinates = [position(fromEast, 0), position(toEast, 0)];
  return { line: { type: 'LineString', coordinates }, halfWidth, stops: [], checkpoints: [] };
}

/** A rectangle by its south-western and north-eastern corners, in metres east and north. */
export function rectangle(id: string, west: number, south: number, east: number, north: number): Zone {
  const ring = [
    position(west, south),
    position(east, south),
    position(east, north),
    position(west, north),
    position(west, south),
  ];
  return { id, name: `Zone ${id}`, kind: 'forbidden', geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** A plan along the equator: 100 km, 500 m to either side, the platform's own rules, but for what is given. */
export function planOf(
  given: { legs?: readonly Leg[]; zones?: readonly Zone[]; rules?: RuleSettings } = {},
): Plan {
  return {
    transitId: 'T1',
    sealId: 'S1',
    corridor: Corridor.of(given.legs ?? [legAlong(0, 100_000, 500)]),
    zones: ZoneIndex.of(given.zones ?? []),
    rules: given.rules === undefined ? DEFAULT_RULES : mergeRules(given.rules),
  };
}
