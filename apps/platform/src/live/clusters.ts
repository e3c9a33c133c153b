import { MARK_STATES, type Cluster, type MarkState, type WatchRequest } from '@haidang/contract';
import { followsSeal, type Sight } from '../access/sight.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import { NumberRows } from '../directory/number-rows.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { isWithin, markState } from './view.js';

/** Cells a side of the world at zoom 0, whose tile is 512 px: a cell is some 64 px wide on the screen. */
const CELLS = 8;
/** Nearer than this a cell is a few metres: no cluster is any smaller. */
const NEAREST = 18;

/** Seals in one cell of the map. */
interface Cell {
  readonly id: string;
  /** Its south-western corner. */
  readonly south: number;
  readonly west: number;
  readonly seals: Set<SealEntry>;
  /** Sums, for the middle of its seals. */
  lat: number;
  lon: number;
  /** How many of each state, in the order of {@link MARK_STATES}. */
  readonly states: number[];
  /** The turn in which it last changed. */
  turn: number;
}

/** What a seal adds to its cell, as a row of numbers: the cell, the state, its place. */
const CELL = 0;
const STATE = 1;
const LAT = 2;
const LON = 3;
const SHARE = 4;

/** A seal that somebody must see by itself, however many there are. */
export function standsOut(state: MarkState): boolean {
  return state === 'major' || state === 'critical';
}

type View = Pick<WatchRequest, 'bbox' | 'filters'>;

/**
 * The seals that one sight follows, gathered by cells of the map as wide as one zoom asks for, and those that stand out by themselves. It is filled once, then
 * told of each seal that changed: with 100,000 in the country a second changes some 3,000.
 */
export class Clusters {
  /** Those that are in no cluster, for somebody must see each of them. */
  readonly alone = new Set<SealEntry>();
  /** Cells a side of the world. */
  private readonly side: number;
  /** Degrees a side of a cell. */
  private readonly width: number;
  private readonly cells = new Map<number, Cell>();
  private readonly shares = new NumberRows(SHARE);
  private turn = 0;
  /** What was worked out of this turn. */
  private readonly told = new Map<string, readonly Cluster[]>();

  constructor(
    private readonly sight: Sight,
    zoom: number,
    private readonly alarms: OpenAlarms,
  ) {
    this.side = CELLS * 2 ** Math.min(NEAREST, Math.max(0, Math.floor(zoom)));
    this.width = 360 / this.side;
  }

  /** A turn begins: what changes from here on is news of it. */
  begin(): number {
    this.told.clear();
    return ++this.turn;
  }

  /** The seal is new, has moved, or its state has changed. */
  take(entry: SealEntry): void {
    const state = markState(entry, this.alarms, this.sight);
    const { spot } = entry;
    if (spot === null || !followsSeal(this.sight, entry)) return this.drop(entry);
    if (standsOut(state)) {
      this.drop(entry);
      this.alone.add(entry);
      return;
    }
    this.alone.delete(entry);
    const { lat, lon } = spot;
    const number = MARK_STATES.indexOf(state);
    const key = this.keyAt(lat, lon);
    const [share, at] = [this.shares.pageFor(entry.key), this.shares.at(entry.key)];
    const cell = this.cellOf(key);
    if (share[at + CELL] === key && share[at + STATE] === number) {
      // mostly it is a little further on in its cell: no news
      cell.lat -= share[at + LAT]!;
      cell.lon -= share[at + LON]!;
    } else {
      this.remove(entry, share, at);
      share[at + CELL] = key;
      share[at + STATE] = number;
      cell.seals.add(entry);
      cell.states[number]!++;
      cell.turn = this.turn;
    }
    cell.lat += share[at + LAT] = lat;
    cell.lon += share[at + LON] = lon;
  }

  /** The seal is not in the register any more, or is followed no more. */
  drop(entry: SealEntry): void {
    this.alone.delete(entry);
    this.remove(entry, this.shares.pageFor(entry.key), this.shares.at(entry.key));
  }

  /** Lets go of seals that are not so. */
  keep(isKept: (entry: SealEntry) => boolean): void {
    const gathered = [...this.cells.values()].flatMap(({ seals }) => [...seals]);
    for (const entry of [...gathered, ...this.alone]) if (!isKept(entry)) this.drop(entry);
  }

  /** How many seals of a view are in clusters: the cells that it cuts are looked through, the others are not. */
  count({ bbox, filters }: View): number {
    const isWanted = wantedStates(filters);
    const around = this.around(bbox);
    let total = 0;
    for (const { seals, states, south, west } of this.cells.values()) {
      const [north, east] = [south + this.width, west + this.width];
      if (!isWithin({ lat: south, lon: west }, around)) continue;
      const isWhole = isWithin({ lat: south, lon: west }, bbox) && isWithin({ lat: north, lon: east }, bbox);
      if (isWhole) total += sumOf(states, isWanted);
      else
        for (const entry of seals) {
          const [share, at] = [this.shares.pageFor(entry.key), this.shares.at(entry.key)];
          const place = { lat: share[at + LAT]!, lon: share[at + LON]! };
          if (isWanted[share[at + STATE]!] && isWithin(place, bbox)) total++;
        }
    }
    return total;
  }

  /**
   * The clusters of a view that changed in a turn or later; one of `count` 0 is no more.
   * @param since 0 answers all there are
   */
  seen({ bbox, filters }: View, since: number): Cluster[] {
    const around = this.around(bbox);
    return this.changedSince(since, wantedStates(filters)).filter(
      (cluster) => cluster.count === 0 || isWithin(cluster, around),
    );
  }

  /** Worked out once a turn for all views of one filter. */
  private changedSince(since: number, isWanted: readonly boolean[]): readonly Cluster[] {
    const key = `${since} ${isWanted.join(' ')}`;
    const known = this.told.get(key);
    if (known !== undefined) return known;
    const changed: Cluster[] = [];
    for (const cell of this.cells.values()) {
      if (cell.turn < since) continue;
      const { id, states, seals } = cell;
      const count = sumOf(states, isWanted);
      if (count === 0) {
        if (since > 0) changed.push({ id, lat: 0, lon: 0, count, states: {} });
        continue;
      }
      const told = MARK_STATES.flatMap((state, i) =>
        isWanted[i] && states[i]! > 0 ? [[state, states[i]!]] : [],
      );
      const place = { lat: cell.lat / seals.size, lon: cell.lon / seals.size };
      changed.push({ id, ...place, count, states: Object.fromEntries(told) as Cluster['states'] });
    }
    this.told.set(key, changed);
    return changed;
  }

  /** Forgets the cells that are empty: everybody has been told. */
  sweep(): void {
    for (const [key, { seals }] of this.cells) if (seals.size === 0) this.cells.delete(key);
  }

  /** A cell that a view cuts is told, wherever in it its seals are. */
  private around([west, south, east, north]: View['bbox']): View['bbox'] {
    const { width } = this;
    return [west - width, south - width, east + width, north + width];
  }

  /** Takes a seal out of its cell, if it is in one. */
  private remove(entry: SealEntry, share: Float64Array, at: number): void {
    const cell = this.cells.get(share[at + CELL]!);
    if (cell === undefined) return;
    share[at + CELL] = NaN;
    cell.seals.delete(entry);
    cell.states[share[at + STATE]!]!--;
    cell.lat -= share[at + LAT]!;
    cell.lon -= share[at + LON]!;
    cell.turn = this.turn;
  }

  private keyAt(lat: number, lon: number): number {
    const [row, column] = [Math.floor((lat + 90) / this.width), Math.floor((lon + 180) / this.width)];
    return row * this.side + column;
  }

  private cellOf(key: number): Cell {
    const { width, side, cells } = this;
    let cell = cells.get(key);
    if (cell === undefined) {
      const [south, west] = [Math.floor(key / side) * width - 90, (key % side) * width - 180];
      const states = MARK_STATES.map(() => 0);
      cell = { id: `${side}/${key}`, south, west, seals: new Set(), lat: 0, lon: 0, states, turn: 0 };
      cells.set(key, cell);
    }
    return cell;
  }
}

/** Of each state whether a view shows it. */
function wantedStates({ states }: View['filters']): readonly boolean[] {
  return MARK_STATES.map((state) => states?.includes(state) ?? true);
}

function sumOf(states: readonly number[], isWanted: readonly boolean[]): number {
  return states.reduce((sum, some, i) => sum + (isWanted[i] ? some : 0), 0);
}
