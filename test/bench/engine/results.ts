import type { Metres } from '@haidang/domain';

/** Zones kept of one fix; more than overlap anywhere in the country. */
const MOST_ZONES = 8;

/** What was found of each fix, by its number in the traffic. */
export class Results {
  readonly distance: Float64Array;
  readonly progress: Float64Array;
  readonly #zones: Int32Array;

  constructor(count: number) {
    this.distance = new Float64Array(count).fill(NaN);
    this.progress = new Float64Array(count).fill(NaN);
    this.#zones = new Int32Array(count * MOST_ZONES).fill(-1);
  }

  place(fix: number, distance: Metres, progress: Metres): void {
    this.distance[fix] = distance;
    this.progress[fix] = progress;
  }

  /** Notes the `n`th zone holding the fix, and that so far it is the last. */
  zone(fix: number, n: number, zoneId: string): void {
    if (n >= MOST_ZONES) throw new Error(`fix ${String(fix)} is in too many zones`);
    this.#zones[fix * MOST_ZONES + n] = Number(zoneId.slice(1));
  }

  /** No zone from the `n`th on: what an earlier answer left is forgotten. */
  noMoreZones(fix: number, n: number): void {
    if (n < MOST_ZONES) this.#zones[fix * MOST_ZONES + n] = -1;
  }

  /** The numbers of the zones holding a fix, in order. */
  zones(fix: number): number[] {
    const kept = [...this.#zones.subarray(fix * MOST_ZONES, (fix + 1) * MOST_ZONES)];
    const end = kept.indexOf(-1);
    return kept.slice(0, end < 0 ? MOST_ZONES : end).sort((a, b) => a - b);
  }
}
