import { MARK_STATES, type Cluster, type MarkState, type WatchRequest } from '@haidang/contract';
import { followsSeal, type Sight } from '../access/sight.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { isWithin, markState } from './view.js';

/** Cells a side of the world at zoom 0, whose tile is 512 px: a cell is some 64 px wide on the screen. */
const CELLS = 8;
/** Nearer than this a cell is a few metres: no cluster is any smaller. */
const NEAREST = 18;

/** Seals in one cell of the map. */
interface Cell {
  readonly id: string;
  lat: number;
  lon: number;
  count: number;
  /** In the order of {@link MARK_STATES}. */
  readonly states: number[];
  /** The turn in which it last changed. */
  turn: number;
}

/** What a seal adds to its cell. */
interface Share {
  readonly cell: Cell;
  readonly lat: number;
  readonly lon: number;
  readonly state: number;
}

/** A seal that somebody must see by itself, however many there are. */
export function standsOut(state: MarkState): boolean {
  return state === 'major' || state === 'critical';
}

/**
 * The seals that one sight follows, gathered by cells of the map as wide as one zoom asks for; those that stand out are left out. It is filled once, then
 * told of each seal that changed: with 100,000 in the country a second changes some 3,000.
 */
export class Clusters {
  /** Cells a side of the world. */
  private readonly side: number;
  private readonly cells = new Map<number, Cell>();
  private readonly shares = new Map<SealEntry, Share>();
  private turn = 0;

  constructor(
    private readonly sight: Sight,
    zoom: number,
    private readonly alarms: OpenAlarms,
  ) {
    this.side = CELLS * 2 ** Math.min(NEAREST, Math.max(0, Math.floor(zoom)));
  }

  /** A turn begins: what changes from here on is news of it. */
  begin(): number {
    return ++this.turn;
  }

  /** The seal is new, has moved, or its state has changed. */
  take(entry: SealEntry): void {
    const before = this.shares.get(entry);
    const state = markState(entry, this.alarms, this.sight);
    const { spot } = entry;
    if (spot === null || standsOut(state) || !followsSeal(this.sight, entry)) return this.drop(entry);
    const number = MARK_STATES.indexOf(state);
    const key = this.keyOf(spot.lat, spot.lon);
    let cell = this.cells.get(key);
    if (cell === undefined) {
      cell = {
        id: `${this.side}/${key}`,
        lat: 0,
        lon: 0,
        count: 0,
        states: MARK_STATES.map(() => 0),
        turn: 0,
      };
      this.cells.set(key, cell);
    }
    if (before === undefined) this.add(cell, spot.lat, spot.lon, number, 1);
    else {
      const isNews = before.cell !== cell || before.state !== number;
      this.add(before.cell, before.lat, before.lon, before.state, -1, isNews);
      this.add(cell, spot.lat, spot.lon, number, 1, isNews);
    }
    this.shares.set(entry, { cell, lat: spot.lat, lon: spot.lon, state: number });
  }

  /** The seal is not in the register any more, stands out, or is followed no more. */
  drop(entry: SealEntry): void {
    const share = this.shares.get(entry);
    if (share === undefined) return;
    this.shares.delete(entry);
    this.add(share.cell, share.lat, share.lon, share.state, -1);
  }

  /** Lets go of seals that are not so. */
  keep(isKept: (entry: SealEntry) => boolean): void {
    for (const entry of this.shares.keys()) if (!isKept(entry)) this.drop(entry);
  }

  /**
   * The clusters of a view that changed in a turn or later; one of `count` 0 is no more.
   * @param since 0 answers all there are
   */
  seen(
    { bbox: [west, south, east, north], filters }: Pick<WatchRequest, 'bbox' | 'filters'>,
    since: number,
  ): Cluster[] {
    const isWanted = MARK_STATES.map((state) => filters.states?.includes(state) ?? true);
    // a cell that the view cuts is told, wherever in it its seals are
    const width = 360 / this.side;
    const around = [west - width, south - width, east + width, north + width] as const;
    const seen: Cluster[] = [];
    for (const cell of this.cells.values()) {
      if (cell.turn < since) continue;
      const { id, states } = cell;
      const place = { lat: cell.lat / cell.count, lon: cell.lon / cell.count };
      const count = states.reduce((sum, some, i) => sum + (isWanted[i] ? some : 0), 0);
      if (count === 0 && since > 0) seen.push({ id, lat: 0, lon: 0, count, states: {} });
      if (count === 0 || !isWithin(place, around)) continue;
      const told = MARK_STATES.flatMap((state, i) =>
        isWanted[i] && states[i]! > 0 ? [[state, states[i]!]] : [],
      );
      seen.push({ id, ...place, count, states: Object.fromEntries(told) as Cluster['states'] });
    }
    return seen;
  }

  /** Forgets the cells that are empty: everybody has been told. */
  sweep(): void {
    for (const [key, cell] of this.cells) if (cell.count === 0) this.cells.delete(key);
  }

  private add(cell: Cell, lat: number, lon: number, state: number, by: 1 | -1, isNews = true): void {
    cell.count += by;
    cell.states[state]! += by;
    cell.lat += by * lat;
    cell.lon += by * lon;
    if (isNews) cell.turn = this.turn;
  }

  private keyOf(lat: number, lon: number): number {
    const width = 360 / this.side;
    return Math.floor((lat + 90) / width) * this.side + Math.floor((lon + 180) / width);
  }
}
