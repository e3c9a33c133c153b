import type { GeoPosition, Leg, Metres, Zone } from '@haidang/domain';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import CheapRuler from 'cheap-ruler';
import Flatbush from 'flatbush';
import type { Results } from './results.js';
import type { Arrival } from './traffic.js';

/** What the libraries take: arrays that they could change, and do not. */
type Line = [number, number][];
type Area = Parameters<typeof booleanPointInPolygon>[1];

/**
 * The same two questions asked as one would without this project: flatbush for the zones near, turf's
 * point-in-polygon for each of them, and for the route cheap-ruler's `pointOnLine`. A ruler is good for one latitude,
 * so each fix gets its own; for the whole country one would err by tens of metres.
 */
export class Libraries {
  readonly #zones: readonly Zone[];
  readonly #lines: readonly Line[];
  readonly #tree: Flatbush;
  /** Of each line, how far along its vertices lie. */
  readonly #marks: readonly Float64Array[];

  constructor(roads: readonly Leg[], zones: readonly Zone[]) {
    this.#zones = zones;
    this.#lines = roads.map(({ line }) => line.coordinates as Line);
    this.#marks = this.#lines.map(marksAlong);
    this.#tree = new Flatbush(zones.length);
    for (const zone of zones) this.#tree.add(...boxOf(zone));
    this.#tree.finish();
  }

  ask(arrivals: readonly Arrival[], results: Results): void {
    for (let i = 0; i < arrivals.length; i++) {
      const { transit, fix } = arrivals[i]!;
      const place: [number, number] = [fix.lon!, fix.lat!];
      const ruler = rulerAt(place[1]);
      const { point, index, t } = ruler.pointOnLine(this.#lines[transit]!, place);
      const marks = this.#marks[transit]!;
      const progress = marks[index]! + t * (marks[index + 1]! - marks[index]!);
      results.place(i, ruler.distance(place, point), progress);
      let n = 0;
      for (const near of this.#tree.search(...place, ...place)) {
        const { id, geometry } = this.#zones[near]!;
        if (booleanPointInPolygon(place, geometry as unknown as Area)) results.zone(i, n++, id);
      }
      results.noMoreZones(i, n);
    }
  }

  /** How many zones' boxes hold a place. */
  boxesAt(lat: number, lon: number): number {
    return this.#tree.search(lon, lat, lon, lat).length;
  }

  /** From a place to another of about the same latitude. */
  static distance(lat: number, lon: number, to: GeoPosition): Metres {
    return rulerAt(lat).distance([lon, lat], to);
  }
}

function rulerAt(lat: number): CheapRuler {
  return new CheapRuler(lat, 'meters');
}

function marksAlong(line: Line): Float64Array {
  const marks = new Float64Array(line.length);
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    marks[i] = marks[i - 1]! + rulerAt((a[1] + b[1]) / 2).distance(a, b);
  }
  return marks;
}

function boxOf(zone: Zone): [number, number, number, number] {
  if (zone.geometry.type !== 'Polygon') throw new Error('the country has polygons only');
  const ring = zone.geometry.coordinates[0]!;
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
