import type { Instant, Metres } from '@haidang/domain';
import { distance } from '@haidang/geo';
import type { Stand, StandRevision } from './stand.js';

/** Rows of the grid, in degrees of latitude: some 110 m, so that a few cells hold all that is near. */
const ROW = 0.001;
const METRES_PER_DEGREE = 110_574;
/** So many cells are looked into without a thought. */
const MANY = 100;

interface Entry {
  readonly transitId: string;
  readonly sealId: string;
  readonly stand: Stand;
  readonly cell: string;
}

/** The stands of all seals, found by place: whoever stands near another is one look into a few cells away. */
export class StandIndex {
  readonly #bySeal = new Map<string, Map<Instant, Entry>>();
  readonly #byTransit = new Map<string, Set<string>>();
  readonly #cells = new Map<string, Set<Entry>>();
  /** How far away whoever stands near another may be: the largest radius of all stands. */
  #widest: Metres = 0;

  /** Takes in stands in their turn: what `step` gave. @returns the other transits whose meetings with this one may have changed. */
  add(transitId: string, sealId: string, stands: readonly Stand[]): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const stand of stands) this.#put(transitId, sealId, stand, touched);
    return touched;
  }

  /** Takes in what `revise` gave, in place of what it replaces. @returns as {@link add} */
  revise(transitId: string, sealId: string, { since, stands }: StandRevision): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const entry of [...(this.#bySeal.get(sealOf(transitId, sealId))?.values() ?? [])])
      if (entry.stand.from >= since) this.#remove(entry, touched);
    for (const stand of stands) this.#put(transitId, sealId, stand, touched);
    return touched;
  }

  /** The other transits that may have met this one. */
  near(transitId: string): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const seal of this.#byTransit.get(transitId) ?? [])
      for (const entry of this.#bySeal.get(seal)!.values()) this.#touch(entry, touched);
    return touched;
  }

  /** The stands of all seals of a transit. */
  of(transitId: string): readonly Stand[] {
    const seals = [...(this.#byTransit.get(transitId) ?? [])];
    return seals.flatMap((seal) => [...(this.#bySeal.get(seal)?.values() ?? [])].map(({ stand }) => stand));
  }

  /** Lets go of stands that ended before a time: further back than late evidence is taken. */
  forget(before: Instant): void {
    const old = [...this.#bySeal.values()].flatMap((entries) => [...entries.values()]);
    for (const entry of old) if (!entry.stand.open && entry.stand.to < before) this.#remove(entry, new Set());
    this.#widest = [...this.#cells.values()]
      .flatMap((entries) => [...entries])
      .reduce((widest, { stand }) => Math.max(widest, stand.radius), 0);
  }

  #put(transitId: string, sealId: string, stand: Stand, touched: Set<string>): void {
    const seal = sealOf(transitId, sealId);
    const known = this.#bySeal.get(seal)?.get(stand.from);
    if (known !== undefined) this.#remove(known, touched);
    const entry: Entry = { transitId, sealId, stand, cell: cellOf(stand.lat, stand.lon) };
    this.#widest = Math.max(this.#widest, stand.radius);
    entriesOf(this.#bySeal, seal, () => new Map<Instant, Entry>()).set(stand.from, entry);
    entriesOf(this.#byTransit, transitId, () => new Set<string>()).add(seal);
    entriesOf(this.#cells, entry.cell, () => new Set<Entry>()).add(entry);
    this.#touch(entry, touched);
  }

  #remove(entry: Entry, touched: Set<string>): void {
    const seal = sealOf(entry.transitId, entry.sealId);
    this.#touch(entry, touched);
    const [ofSeal, inCell] = [this.#bySeal.get(seal)!, this.#cells.get(entry.cell)!];
    ofSeal.delete(entry.stand.from);
    inCell.delete(entry);
    if (inCell.size === 0) this.#cells.delete(entry.cell);
    if (ofSeal.size > 0) return;
    this.#bySeal.delete(seal);
    const ofTransit = this.#byTransit.get(entry.transitId)!;
    ofTransit.delete(seal);
    if (ofTransit.size === 0) this.#byTransit.delete(entry.transitId);
  }

  #touch({ transitId, stand }: Entry, touched: Set<string>): void {
    for (const cell of this.#cellsAbout(stand)) {
      for (const other of this.#cells.get(cell) ?? []) {
        if (other.transitId === transitId || touched.has(other.transitId)) continue;
        const meet = other.stand.from <= stand.to && stand.from <= other.stand.to;
        const radius = Math.max(other.stand.radius, stand.radius);
        if (meet && distance(other.stand, stand) <= radius) touched.add(other.transitId);
      }
    }
  }

  /** The cells in reach; all there are when those are fewer. */
  #cellsAbout({ lat, lon }: Stand): Iterable<string> {
    const rows = (2 * this.#widest) / (ROW * METRES_PER_DEGREE) + 2;
    return rows * rows > this.#cells.size + MANY ? this.#cells.keys() : cellsAbout(lat, lon, this.#widest);
  }
}

function sealOf(transitId: string, sealId: string): string {
  return `${transitId}/${sealId}`;
}

function entriesOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function cellOf(lat: number, lon: number): string {
  const row = Math.floor(lat / ROW);
  const columns = columnsOf(row);
  return `${row}/${columnAt(lon, columns) % columns}`;
}

function cellsAbout(lat: number, lon: number, radius: Metres): readonly string[] {
  // a hundredth more than the flat measure of the grid needs
  const high = (radius * 1.01) / METRES_PER_DEGREE;
  const wide = high / Math.max(0.01, Math.cos(((Math.abs(lat) + high) * Math.PI) / 180));
  const cells = new Set<string>();
  for (let row = Math.floor((lat - high) / ROW); row <= Math.floor((lat + high) / ROW); row++) {
    const columns = columnsOf(row);
    for (let column = columnAt(lon - wide, columns); column <= columnAt(lon + wide, columns); column++)
      cells.add(`${row}/${(column + columns) % columns}`);
  }
  return [...cells];
}

/** How many columns a row has: as wide as high, and a whole number of them around the earth. */
function columnsOf(row: number): number {
  return Math.max(1, Math.floor((360 / ROW) * Math.cos((row * ROW * Math.PI) / 180)));
}

function columnAt(lon: number, columns: number): number {
  return Math.floor(((lon + 180) / 360) * columns);
}
