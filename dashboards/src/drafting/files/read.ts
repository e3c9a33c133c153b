import { gpx, kml } from '@tmcw/togeojson';
import type { Route, Zone } from '@haidang/contract';
import { ZONE_KINDS, type GeoPosition } from '@haidang/domain';
import type { Feature, GeoJSON, Geometry, Position } from 'geojson';
import { circle } from '../../shared/map/shapes.js';
import type { Drawn } from '../address.js';
import { USUAL_HALF_WIDTH, type LegDraft } from '../draft.js';
import type { FileRead, FoundRoute, FoundZone } from './found.js';

/** A larger file is no zone that anybody drew. */
export const LARGEST = 10_000_000;

/** Why a file is not taken; `feature` and `number` name the one that is at fault. */
export class FileError extends Error {
  constructor(
    readonly code: 'large' | 'form' | 'empty' | 'position' | 'short' | 'open' | 'geometry',
    readonly number = 0,
    readonly feature = '',
  ) {
    super(code);
    this.name = 'FileError';
  }
}

/** @throws FileError */
export function readFile(name: string, text: string, what: Drawn): FileRead {
  const features = featuresOf(name, text);
  if (features.length === 0) throw new FileError('empty');
  const shapes = features.flatMap((feature, i) => wellFormed(feature, i + 1, what));
  const found = what === 'zones' ? shapes.map(zoneOf) : routesOf(shapes);
  if (found.length === 0) throw new FileError('geometry', 1, nameOf(features[0]!));
  return {
    found,
    leftOut: features.filter(({ geometry }) => geometry === null || isPoint(geometry)).length,
  };
}

/** A feature's geometry as it can be drawn, and what the feature says of it. */
interface Shape {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly rings?: readonly (readonly GeoPosition[])[][];
  readonly line?: readonly GeoPosition[];
}

function featuresOf(name: string, text: string): Feature<Geometry | null>[] {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === 'kml' || ending === 'gpx') {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    if (document.getElementsByTagName('parsererror').length > 0) throw new FileError('form');
    return ending === 'kml' ? kml(document).features : gpx(document).features.map(withThing);
  }
  const json = parsed(text);
  if (json.type === 'FeatureCollection' && !Array.isArray(json.features)) throw new FileError('form');
  if (json.type === 'FeatureCollection') return json.features;
  if (json.type === 'Feature') return [json];
  return [{ type: 'Feature', properties: {}, geometry: json }];
}

/** A track of ours says in its extensions what it is; togeojson names those by their prefix, whatever namespace that stands for. */
function withThing(feature: Feature<Geometry | null>): Feature<Geometry | null> {
  const thing = jsonOf(feature.properties?.['haidang_thing']);
  return typeof thing === 'object' && thing !== null && !Array.isArray(thing)
    ? { ...feature, properties: { ...feature.properties, ...thing } }
    : feature;
}

function parsed(text: string): GeoJSON {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'type' in value) return value as GeoJSON;
  } catch {
    // said below
  }
  throw new FileError('form');
}

/** What is no GeoJSON at all is refused by its number. */
function wellFormed(feature: Feature<Geometry | null>, number: number, what: Drawn): Shape[] {
  try {
    return shapesOf(feature, number, what);
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('geometry', number);
  }
}

function shapesOf(feature: Feature<Geometry | null>, number: number, what: Drawn): Shape[] {
  const { geometry } = feature;
  const name = nameOf(feature);
  const of = { name, properties: feature.properties ?? {} };
  if (geometry === null || isPoint(geometry)) return [];
  const refuse = (code: FileError['code']) => new FileError(code, number, name);
  const place = ([lon, lat]: Position): GeoPosition => {
    if (!isDegrees(lon, 180) || !isDegrees(lat, 90)) throw refuse('position');
    return [lon, lat];
  };
  const ring = (positions: Position[]): GeoPosition[] => {
    const places = positions.map(place);
    if (places.length < 4) throw refuse('short');
    const [first, last] = [places[0]!, places.at(-1)!];
    if (first[0] !== last[0] || first[1] !== last[1]) throw refuse('open');
    return places;
  };
  const line = (positions: Position[]): Shape => {
    const places = positions.map(place);
    if (places.length < 2) throw refuse('short');
    return what === 'zones' ? { ...of, rings: [[ring(positions)]] } : { ...of, line: places };
  };
  const grouped = what === 'zones' ? polygonsOf(feature) : undefined;
  if (grouped !== undefined) return [{ ...of, rings: grouped.map((rings) => rings.map(ring)) }];
  if (geometry.type === 'LineString') return [line(geometry.coordinates)];
  if (geometry.type === 'MultiLineString') return geometry.coordinates.map(line);
  if (geometry.type === 'GeometryCollection') {
    const shapes = geometry.geometries.flatMap((inner) =>
      shapesOf({ ...feature, geometry: inner }, number, what),
    );
    return what === 'zones' && shapes.length > 1 ? [together(of, shapes)] : shapes;
  }
  if (what === 'routes') throw refuse('geometry');
  if (geometry.type === 'Polygon') return [{ ...of, rings: [geometry.coordinates.map(ring)] }];
  if (geometry.type === 'MultiPolygon')
    return [{ ...of, rings: geometry.coordinates.map((rings) => rings.map(ring)) }];
  throw refuse('geometry');
}

/** All areas of one feature are one zone, as KML has several of them (OGC 07-147r2, 10.2). */
function together(of: Pick<Shape, 'name' | 'properties'>, shapes: readonly Shape[]): Shape {
  return { ...of, rings: shapes.flatMap(({ rings = [] }) => rings) };
}

/** The lines of a track that says how many rings each of its areas has; undefined: it does not. */
function polygonsOf({ geometry, properties }: Feature<Geometry | null>): Position[][][] | undefined {
  const counts: unknown = properties?.['rings'];
  const lines =
    geometry?.type === 'LineString'
      ? [geometry.coordinates]
      : geometry?.type === 'MultiLineString'
        ? geometry.coordinates
        : [];
  const isCount = (count: unknown): count is number => Number.isInteger(count) && Number(count) > 0;
  if (!Array.isArray(counts) || !counts.every(isCount)) return undefined;
  if (counts.reduce((sum, count) => sum + count, 0) !== lines.length) return undefined;
  let next = 0;
  return counts.map((count) => lines.slice(next, (next += count)));
}

function zoneOf({ name, properties, rings = [] }: Shape): FoundZone {
  const own = (field: string) => said(properties[field]);
  const [id, facilityId = ''] = [own('id'), own('facilityId')];
  const kind = ZONE_KINDS.find((one) => one === own('zoneKind'));
  const coordinates = rings.map((polygon) =>
    polygon.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])),
  );
  const geometry: Zone['geometry'] =
    circleOf(properties['circle'], coordinates) ??
    (coordinates.length === 1
      ? { type: 'Polygon', coordinates: coordinates[0]! }
      : { type: 'MultiPolygon', coordinates });
  const calendar = jsonOf(properties['calendar']) as Zone['calendar'] | undefined;
  return {
    ...{ what: 'zones', geometry },
    ...(name !== '' && { name }),
    ...(id !== undefined && { id }),
    // one of ours says all that is known of it: what it leaves out is not there
    ...(kind !== undefined && { kind, calendar: undefined, facilityId }),
    ...(Array.isArray(calendar?.spans) && { calendar }),
  };
}

/** Lines of one route, as they were written here, are its legs; of any other file each line is a route, and all of them together one. */
function routesOf(shapes: readonly Shape[]): FoundRoute[] {
  const groups = new Map<string, Shape[]>();
  for (const [i, shape] of shapes.entries()) {
    const name = said(shape.properties['routeId']) ?? `${i}`;
    groups.set(name, [...(groups.get(name) ?? []), shape]);
  }
  const routes = [...groups.values()].map(routeOf);
  return routes.length > 1 && routes.every(({ id }) => id === undefined)
    ? [...routes, routeOf(shapes)]
    : routes;
}

function routeOf(shapes: readonly Shape[]): FoundRoute {
  const { name, properties } = shapes[0]!;
  const own = (field: string) => said(properties[field]);
  const legs = shapes.map(({ line = [], properties: of }): LegDraft => {
    const halfWidth = Number(of['halfWidth']);
    return {
      line,
      halfWidth: halfWidth > 0 && halfWidth <= 100_000 ? halfWidth : USUAL_HALF_WIDTH,
      stops: listOf(of['stops']),
      checkpoints: listOf(of['checkpoints']),
    };
  });
  const [id, from, to] = [own('routeId'), own('from'), own('to')];
  return {
    ...{ what: 'routes', legs },
    ...(name !== '' && { name }),
    ...(id !== undefined && { id, rules: rulesOf(properties['rules']) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

function rulesOf(value: unknown): Route['rules'] {
  const rules = jsonOf(value);
  return typeof rules === 'object' && rules !== null && !Array.isArray(rules) ? rules : undefined;
}

function nameOf({ properties }: Feature<Geometry | null>): string {
  return said(properties?.['name']) ?? said(properties?.['title']) ?? '';
}

function isPoint({ type }: Geometry): boolean {
  return type === 'Point' || type === 'MultiPoint';
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function said(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** KML and GPX know only text: what is more stands in it as JSON. */
function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): string[] {
  const list = jsonOf(value);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}

/** The circle that a ring was written of; undefined where somebody has moved its corners since. */
function circleOf(value: unknown, drawn: Position[][][]): Zone['geometry'] | undefined {
  const of = jsonOf(value) as { lat?: unknown; lon?: unknown; radius?: unknown } | undefined;
  if (!isDegrees(of?.lat, 90) || !isDegrees(of.lon, 180)) return undefined;
  const radius = Number(of.radius);
  if (!(radius > 0 && radius <= 500_000)) return undefined;
  const center = { lat: of.lat, lon: of.lon };
  const written = circle(center, radius).coordinates[0]!;
  const ring = drawn.length === 1 && drawn[0]!.length === 1 ? drawn[0]![0]! : [];
  const isAsWritten =
    ring.length === written.length &&
    ring.every(([lon, lat], i) => isNear(lon, written[i]![0]) && isNear(lat, written[i]![1]));
  return isAsWritten ? { type: 'Circle', center, radius } : undefined;
}

/** Within a decimetre or so, as programs round what they write. */
function isNear(a = NaN, b = NaN): boolean {
  return Math.abs(a - b) < 1e-6;
}
