import type { Heading, KmH, Metres } from './position.js';
import type { Instant } from './time.js';

/** What the seal's lock says of itself. `open`: the shackle or rope is out. */
export const LOCK_STATES = ['locked', 'unlocked', 'open'] as const;
export type LockState = (typeof LOCK_STATES)[number];

/** What a seal can report beside its position. The order is the bit order of {@link Fix.events}; it only ever grows. */
export const SEAL_EVENTS = [
  'rope_cut',
  'rope_in',
  'locked',
  'unlocked',
  'wrong_password',
  'illegal_card',
  'cover_open',
  'cover_closed',
  'vibration',
  'low_battery',
  'motor_fault',
  'restart',
  'jamming',
] as const;
export type SealEvent = (typeof SEAL_EVENTS)[number];

/**
 * One report of an e-seal: where it was at its own time, and how it was. Identified by (`sealId`, `time`, `seq`).
 * Absent values are `null`; every fix has every field, so that the hot path sees one object shape.
 */
export interface Fix {
  /** The device's own running number, 0 or more. */
  readonly seq: number;
  /** When it was so, by the device's clock. */
  readonly time: Instant;
  /** `lat` and `lon` are both there or both `null` (no satellite fix: it proves only that the seal lives). */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: Metres | null;
  readonly speed: KmH | null;
  readonly heading: Heading | null;
  readonly satellites: number | null;
  /** Percent. */
  readonly battery: number | null;
  readonly charging: boolean | null;
  readonly lock: LockState | null;
  /** A bit set: bit i is `SEAL_EVENTS[i]`. */
  readonly events: number;
  /** The card shown to the lock. */
  readonly card: string | null;
  /** The device held it back and sends it after the time. */
  readonly buffered: boolean;
}

/** The events of a bit set, by name. */
export function sealEventNames(events: number): SealEvent[] {
  return SEAL_EVENTS.filter((_, bit) => (events & (1 << bit)) !== 0);
}

/** The bit of one event. */
export function sealEventBit(event: SealEvent): number {
  return 1 << SEAL_EVENTS.indexOf(event);
}

/** Orders fixes of one seal by event time, then by the device's running number. */
export function byEventTime(a: Pick<Fix, 'time' | 'seq'>, b: Pick<Fix, 'time' | 'seq'>): number {
  return a.time - b.time || a.seq - b.seq;
}

/**
 * What a fix says, its identity apart, as text. Two contents under one identity are told apart by it, and the smaller is the one that is
 * judged, whichever came first: the one that reports more events, so that a denial hides no cut, else by the letters. Numbers are as exact
 * as the log holds them; whether the device held it back says nothing of what was.
 */
export function contentOf(fix: Fix): string {
  const { lat, lon, accuracy, speed, heading, satellites, battery, charging, lock, events, card } = fix;
  // of two digits always: letters are compared
  const unreported = 32 - sealEventNames(events).length;
  const [a, s, h, b] = [accuracy, speed, heading, battery].map((value) => value && Math.fround(value));
  return JSON.stringify([unreported, lat, lon, a, s, h, satellites, b, charging, lock, events, card]);
}
