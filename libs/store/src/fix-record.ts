import { LOCK_STATES, type Fix } from '@haidang/domain';

/** The columns of `fixes` that {@link toFix} reads. */
export const FIX_COLUMNS = `seal, time, seq, lat, lon, accuracy, speed, heading, satellites, battery, charging, lock,
  events, card, buffered`;

export interface FixRecord {
  readonly seal: number;
  readonly time: Date;
  readonly seq: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: number | null;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly satellites: number | null;
  readonly battery: number | null;
  readonly charging: boolean | null;
  readonly lock: number | null;
  readonly events: number;
  readonly card: string | null;
  readonly buffered: boolean;
}

export function toFix(row: FixRecord): Fix {
  return {
    seq: Number(row.seq),
    time: row.time.getTime(),
    lat: row.lat,
    lon: row.lon,
    accuracy: row.accuracy,
    speed: row.speed,
    heading: row.heading,
    satellites: row.satellites,
    battery: row.battery,
    charging: row.charging,
    lock: row.lock === null ? null : LOCK_STATES[row.lock]!,
    events: row.events,
    card: row.card,
    buffered: row.buffered,
  };
}
