import {
  formatInstant,
  SECOND,
  sealEventBit,
  sealEventNames,
  type Fix,
  type Instant,
  type LatLon,
  type Millis,
  type SealEvent,
} from '@haidang/domain';

/** 2026-11-22T08:00:00Z, a Sunday: where test time begins unless a test says otherwise. */
export const T0: Instant = Date.UTC(2026, 10, 22, 8);

/** Lạch Huyện, the port where most demo transits begin. */
export const LACH_HUYEN: LatLon = { lat: 20.8, lon: 106.9 };

export type FixChanges = Partial<Omit<Fix, 'events'>> & { readonly events?: readonly SealEvent[] };

/** A plain good fix; name what matters to the test. Its events are given by name. */
export function makeFix({ events = [], ...changes }: FixChanges = {}): Fix {
  return {
    seq: 0,
    time: T0,
    ...LACH_HUYEN,
    accuracy: 10,
    speed: 40,
    heading: 0,
    satellites: 9,
    battery: 90,
    charging: false,
    lock: 'locked',
    card: null,
    buffered: false,
    ...changes,
    events: events.reduce((bits, event) => bits | sealEventBit(event), 0),
  };
}

/** Fixes along places, `every` apart in time, numbered from 1. */
export function makeTrack(
  places: readonly LatLon[],
  every: Millis = 30 * SECOND,
  changes: FixChanges = {},
): Fix[] {
  const start = changes.time ?? T0;
  return places.map((place, i) => makeFix({ ...changes, ...place, seq: i + 1, time: start + i * every }));
}

/** `count` places on a straight line, both ends included. */
export function placesBetween(from: LatLon, to: LatLon, count: number): LatLon[] {
  return Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    return { lat: from.lat + share * (to.lat - from.lat), lon: from.lon + share * (to.lon - from.lon) };
  });
}

/** A fix as a seal publishes it: text for the time, names for the events, absent instead of null. */
export function fixMessage({ time, events, ...rest }: Fix): Record<string, unknown> {
  const present = Object.entries(rest).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(present), time: formatInstant(time), events: sealEventNames(events) };
}
