import type { LatLon, Metres, Zone, ZoneGeometry } from '@haidang/domain';
import { BoxGrid } from './box-grid.js';
import { CircleShape } from './circle.js';
import { cosine, metresPerLat, metresPerLon, unwrap } from './metric.js';
import { MultiShape } from './multi-shape.js';
import { PolygonShape } from './polygon.js';
import type { Box, Shape, Span } from './shape.js';

/** A zone with its area ready to be asked. */
export interface PlacedZone {
  readonly zone: Zone;
  readonly shape: Shape;
}

/** A zone that a segment touches: where it first comes in and last goes out, as fractions of the segment. */
export interface ZoneCrossing {
  readonly zone: Zone;
  readonly entry: number;
  readonly exit: number;
  /** Every stretch inside, in order. */
  readonly spans: readonly Span[];
}

const NONE: PlacedZone[] = [];

/** Many zones, found by place. Built once, whenever a zone changes, and shared by every plan. */
export class ZoneIndex {
  readonly size: number;
  readonly #zones: readonly PlacedZone[];
  readonly #byId: ReadonlyMap<string, PlacedZone>;
  readonly #grid: BoxGrid;
  /** Which zone each box of the grid is of: one that crosses the antimeridian has a box on either side. */
  readonly #owners: readonly number[];
  /** The box asked about: the same object for every question, filled in anew. */
  readonly #asked = { minX: NaN, minY: NaN, maxX: NaN, maxY: NaN };
  #found: PlacedZone[] = NONE;
  readonly #collect = (box: number): void => {
    const placed = this.#zones[this.#owners[box]!]!;
    if (this.#found === NONE) this.#found = [placed];
    else this.#found.push(placed);
  };

  private constructor(zones: readonly PlacedZone[]) {
    this.#zones = zones;
    this.size = zones.length;
    this.#byId = new Map(zones.map((placed) => [placed.zone.id, placed]));
    const boxes = zones.flatMap(({ shape }, owner) => shiftedBoxes(shape.box).map((box) => ({ box, owner })));
    this.#owners = boxes.map(({ owner }) => owner);
    this.#grid = new BoxGrid(boxes.map(({ box }) => box));
  }

  /** @throws RangeError naming the zone whose geometry encloses nothing. */
  static of(zones: readonly Zone[]): ZoneIndex {
    return ZoneIndex.ofPlaced(zones.map(placeZone));
  }

  /** Of zones whose areas are ready: they may be those of another index. */
  static ofPlaced(zones: readonly PlacedZone[]): ZoneIndex {
    return new ZoneIndex(zones);
  }

  /** The zone of this id, if it is (still) one of them. */
  get(id: string): PlacedZone | undefined {
    return this.#byId.get(id);
  }

  /**
   * The zones holding the place; the boundary belongs to a zone.
   * @param margin metres by which every zone is taken wider, or narrower when negative.
   */
  at(lat: number, lon: number, margin: Metres = 0): readonly Zone[] {
    const holding: Zone[] = [];
    for (const placed of this.#nearPlace(lat, lon, margin))
      if (holds(placed, lat, lon, margin)) holding.push(placed.zone);
    return holding;
  }

  /** True when one that is meant holds the place, as {@link at} has it: a zone that is not meant costs nothing. */
  isIn(lat: number, lon: number, margin: Metres, isMeant: (zone: Zone) => boolean): boolean {
    for (const placed of this.#nearPlace(lat, lon, margin))
      if (isMeant(placed.zone) && holds(placed, lat, lon, margin)) return true;
    return false;
  }

  /**
   * The zones that the straight line from `a` to `b` touches.
   * @param margin only what lies deeper inside a zone than so many metres counts.
   */
  along(a: LatLon, b: LatLon, margin: Metres = 0): readonly ZoneCrossing[] {
    const crossings: ZoneCrossing[] = [];
    for (const { zone, shape } of this.near(a, b)) {
      const spans = shape.spans(a.lat, a.lon, b.lat, b.lon, margin);
      if (spans.length > 0) crossings.push({ zone, entry: spans[0]!.from, exit: spans.at(-1)!.to, spans });
    }
    return crossings;
  }

  /** The zones whose box lies within `reach` metres of the box of a segment: those worth asking. */
  near(a: LatLon, b: LatLon, reach: Metres = 0): readonly PlacedZone[] {
    const apart = b.lon - a.lon;
    const x = apart > 180 || apart < -180 ? unwrap(b.lon, a.lon) : b.lon;
    const reachX = reach === 0 ? 0 : reach / metresPerLon(cosine(Math.max(Math.abs(a.lat), Math.abs(b.lat))));
    const reachY = reach === 0 ? 0 : (1.01 * reach) / metresPerLat(1);
    const asked = this.#asked;
    asked.minX = Math.min(a.lon, x) - reachX;
    asked.minY = Math.min(a.lat, b.lat) - reachY;
    asked.maxX = Math.max(a.lon, x) + reachX;
    asked.maxY = Math.max(a.lat, b.lat) + reachY;
    const found = this.#touching(asked);
    if (asked.maxX <= 180 && asked.minX >= -180) return found;
    const turn = asked.maxX > 180 ? -360 : 360;
    asked.minX += turn;
    asked.maxX += turn;
    return [...new Set([...found, ...this.#touching(asked)])];
  }

  #nearPlace(lat: number, lon: number, margin: Metres): readonly PlacedZone[] {
    const place = { lat, lon };
    return this.near(place, place, Math.max(0, margin));
  }

  #touching(asked: Box): readonly PlacedZone[] {
    this.#found = NONE;
    this.#grid.eachTouching(asked, this.#collect);
    return this.#found;
  }
}

function holds({ shape }: PlacedZone, lat: number, lon: number, margin: Metres): boolean {
  return margin === 0 ? shape.holds(lat, lon) : shape.depth(lat, lon) >= -margin;
}

/** @throws RangeError naming the zone when its geometry encloses nothing. */
export function placeZone(zone: Zone): PlacedZone {
  return { zone, shape: shapeOf(zone) };
}

function shapeOf(zone: Zone): Shape {
  try {
    return shapeOfGeometry(zone.geometry);
  } catch (error) {
    if (error instanceof RangeError)
      throw new RangeError(`zone ${zone.id}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The area of a geometry, ready to be asked. */
export function shapeOfGeometry(geometry: ZoneGeometry): Shape {
  if (geometry.type === 'Circle') return new CircleShape(geometry.center, geometry.radius);
  if (geometry.type === 'Polygon') return new PolygonShape(geometry.coordinates);
  return new MultiShape(geometry.coordinates.map((rings) => new PolygonShape(rings)));
}

/** The box, and where it passes the antimeridian the same box seen from the other side. */
function shiftedBoxes(box: Box): Box[] {
  const boxes = [box];
  if (box.maxX > 180) boxes.push({ ...box, minX: box.minX - 360, maxX: box.maxX - 360 });
  if (box.minX < -180) boxes.push({ ...box, minX: box.minX + 360, maxX: box.maxX + 360 });
  return boxes;
}
