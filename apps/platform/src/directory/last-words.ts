import { LOCK_STATES, whole, type Fix, type Instant, type LatLon, type LockState } from '@haidang/domain';
import { NumberRows } from './number-rows.js';

/** time, seq, lat, lon, accuracy, speed, heading, satellites, battery, charging, lock, events, buffered; NaN for null. */
const WIDTH = 13;

/** The latest fix of many seals, and the latest that has a position. */
export class LastWords {
  private readonly rows = new NumberRows(WIDTH);
  /** The cards of those that tell of one. */
  private readonly cards = new Map<number, string>();
  /** The latest with a position, where the latest has none. */
  private readonly placedBefore = new Map<number, Fix>();

  /** @param place of the seal, by which its row is found */
  lay(place: number, last: Fix | null, placed: Fix | null): void {
    layFix(this.rows.pageFor(place), this.rows.at(place), last);
    if (last?.card == null) this.cards.delete(place);
    else this.cards.set(place, last.card);
    if (last === null || last.lat !== null || placed === null) this.placedBefore.delete(place);
    else this.placedBefore.set(place, placed);
  }

  last(place: number): Fix | null {
    const [page, at] = [this.rows.page(place), this.rows.at(place)];
    if (page === undefined || Number.isNaN(page[at]!)) return null;
    return fixAt(page, at, this.cards.get(place) ?? null);
  }

  /** The time of the latest. */
  lastAt(place: number): Instant | null {
    const time = this.rows.page(place)?.[this.rows.at(place)];
    return time === undefined || Number.isNaN(time) ? null : time;
  }

  placed(place: number): Fix | null {
    const before = this.placedBefore.get(place);
    if (before !== undefined) return before;
    const last = this.last(place);
    return last?.lat == null ? null : last;
  }

  /** Where it was last, if that was ever known: what the map asks of everything that moves. */
  spot(place: number): LatLon | null {
    const { lat, lon } = this.placedBefore.get(place) ?? NOWHERE;
    if (lat !== null && lon !== null) return { lat, lon };
    const [page, at] = [this.rows.page(place), this.rows.at(place)];
    if (page === undefined || Number.isNaN(page[at]!) || Number.isNaN(page[at + 2]!)) return null;
    return { lat: page[at + 2]!, lon: page[at + 3]! };
  }
}

const NOWHERE: Pick<Fix, 'lat' | 'lon'> = { lat: null, lon: null };

function layFix(row: Float64Array, at: number, fix: Fix | null): void {
  row[at] = fix?.time ?? NaN;
  if (fix === null) return;
  row[at + 1] = fix.seq;
  row[at + 2] = fix.lat ?? NaN;
  row[at + 3] = fix.lon ?? NaN;
  row[at + 4] = fix.accuracy ?? NaN;
  row[at + 5] = fix.speed ?? NaN;
  row[at + 6] = fix.heading ?? NaN;
  row[at + 7] = fix.satellites ?? NaN;
  row[at + 8] = fix.battery ?? NaN;
  row[at + 9] = fix.charging === null ? NaN : Number(fix.charging);
  row[at + 10] = fix.lock === null ? NaN : LOCK_STATES.indexOf(fix.lock);
  row[at + 11] = fix.events;
  row[at + 12] = Number(fix.buffered);
}

function fixAt(row: Float64Array, at: number, card: string | null): Fix {
  const charging = numberAt(row, at + 9);
  return {
    seq: whole(row[at + 1]!),
    time: row[at]!,
    lat: numberAt(row, at + 2),
    lon: numberAt(row, at + 3),
    accuracy: numberAt(row, at + 4),
    speed: numberAt(row, at + 5),
    heading: numberAt(row, at + 6),
    satellites: numberAt(row, at + 7),
    battery: numberAt(row, at + 8),
    charging: charging === null ? null : charging === 1,
    lock: lockAt(row[at + 10]!),
    events: whole(row[at + 11]!),
    card,
    buffered: row[at + 12] === 1,
  };
}

function numberAt(row: Float64Array, at: number): number | null {
  const number = row[at]!;
  return Number.isNaN(number) ? null : whole(number);
}

function lockAt(index: number): LockState | null {
  return LOCK_STATES[index] ?? null;
}
