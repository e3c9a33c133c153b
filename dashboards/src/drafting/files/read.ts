import { gpx, kml } from '@tmcw/togeojson';
import type { Route, Zone } from '@haidang/contract';
import { ZONE_KINDS, type GeoPosition } from '@haidang/domain';
import type { Feature, GeoJSON, Geometry, Position } from 'geojson';
import type { Drawn } from '../address.js';
import {
  newDraft,
  USUAL_HALF_WIDTH,
  type Draft,
  type LegDraft,
  type RouteDraft,
  type ZoneDraft,
} from '../draft.js';

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

/** Something of a file that can be gone on with, and what of the file it leaves aside. */
export interface FileRead {
  readonly drafts: readonly Draft[];
  /** Places on which nothing is drawn. */
  readonly leftOut: number;
}

/** @throws FileError */
export function readFile(name: string, text: string, what: Drawn): FileRead {
  const features = featuresOf(name, text);
  if (features.length === 0) throw new FileError('empty');
  const shapes = features.flatMap((feature, i) => wellFormed(feature, i + 1, what));
  const drafts = what === 'zones' ? shapes.map(zoneOf) : routesOf(shapes);
  if (drafts.length === 0) throw new FileError('geometry', 1, nameOf(features[0]!));
  return {
    drafts,
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
    if (document.querySelector('parsererror') !== null) throw new FileError('form');
    return (ending === 'kml' ? kml(document) : gpx(document)).features;
  }
  const json = parsed(text);
  if (json.type === 'FeatureCollection' && !Array.isArray(json.features)) throw new FileError('form');
  if (json.type === 'FeatureCollection') return json.features;
  if (json.type === 'Feature') return [json];
  return [{ type: 'Feature', properties: {}, geometry: json }];
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
  if (geometry.type === 'LineString') return [line(geometry.coordinates)];
  if (geometry.type === 'MultiLineString') return geometry.coordinates.map(line);
  if (geometry.type === 'GeometryCollection')
    return geometry.geometries.flatMap((inner) => shapesOf({ ...feature, geometry: inner }, number, what));
  if (what === 'routes') throw refuse('geometry');
  if (geometry.type === 'Polygon') return [{ ...of, rings: [geometry.coordinates.map(ring)] }];
  if (geometry.type === 'MultiPolygon')
    return [{ ...of, rings: geometry.coordinates.map((rings) => rings.map(ring)) }];
  throw refuse('geometry');
}

function zoneOf({ name, properties, rings = [] }: Shape): ZoneDraft {
  const own = (field: string) => said(properties[field]);
  const kind = ZONE_KINDS.find((one) => one === own('zoneKind')) ?? 'forbidden';
  const coordinates = rings.map((polygon) =>
    polygon.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])),
  );
  const geometry: Zone['geometry'] =
    circleOf(properties['circle']) ??
    (coordinates.length === 1
      ? { type: 'Polygon', coordinates: coordinates[0]! }
      : { type: 'MultiPolygon', coordinates });
  const calendar = jsonOf(properties['calendar']) as Zone['calendar'] | undefined;
  return {
    ...(newDraft('zones') as ZoneDraft),
    ...{ name, kind, geometry, id: own('id') ?? '' },
    ...(Array.isArray(calendar?.spans) && { calendar }),
  };
}

/** Lines of one route, as they were written here, are its legs; of any other file each line is a route, and all of them together one. */
function routesOf(shapes: readonly Shape[]): RouteDraft[] {
  const groups = new Map<string, Shape[]>();
  for (const [i, shape] of shapes.entries()) {
    const name = said(shape.properties['routeId']) ?? `${i}`;
    groups.set(name, [...(groups.get(name) ?? []), shape]);
  }
  const own = [...groups.values()].map(routeOf);
  const lines = [...groups.values()].flat();
  return own.length > 1 && groups.size === shapes.length ? [...own, routeOf(lines)] : own;
}

function routeOf(shapes: readonly Shape[]): RouteDraft {
  const { name, properties } = shapes[0]!;
  const end = (field: 'from' | 'to') => said(properties[field]) ?? '';
  const legs = shapes.map(({ line = [], properties: of }): LegDraft => {
    const halfWidth = Number(of['halfWidth']);
    return {
      line,
      halfWidth: halfWidth > 0 && halfWidth <= 100_000 ? halfWidth : USUAL_HALF_WIDTH,
      stops: listOf(of['stops']),
      checkpoints: listOf(of['checkpoints']),
    };
  });
  const rules = jsonOf(properties['rules']) as Route['rules'];
  return {
    ...(newDraft('routes') as RouteDraft),
    ...{ name, id: said(properties['routeId']) ?? '', from: end('from'), to: end('to'), legs },
    ...(rules !== undefined && { rules }),
  };
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

function circleOf(value: unknown): Zone['geometry'] | undefined {
  const circle = jsonOf(value) as { lat?: unknown; lon?: unknown; radius?: unknown } | undefined;
  if (!isDegrees(circle?.lat, 90) || !isDegrees(circle.lon, 180)) return undefined;
  const radius = Number(circle.radius);
  if (!(radius > 0 && radius <= 500_000)) return undefined;
  return { type: 'Circle', center: { lat: circle.lat, lon: circle.lon }, radius };
}
