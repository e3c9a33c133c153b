import { readFileSync } from 'node:fs';
import type { LatLon, Route, RuleSettings, Zone } from '@haidang/domain';

/** A gate as the register has it. */
export interface CountryGate {
  readonly id: string;
  readonly name: string;
  readonly facilityId: string;
  readonly place: LatLon;
}

/** What the simulator knows of the register: the same files the demo platform is seeded with. */
export interface Country {
  readonly routes: ReadonlyMap<string, Route>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly gates: readonly CountryGate[];
  readonly sealIds: readonly string[];
  readonly carrierIds: readonly string[];
  /** Who runs ports and warehouses, and which. */
  readonly operators: ReadonlyMap<string, readonly string[]>;
}

/** Routes like others, with names and limits of their own. */
interface DrillRoutes {
  readonly rules: RuleSettings;
  readonly routes: readonly (Pick<Route, 'id' | 'name'> & { readonly of: string })[];
}

const FOLDER = new URL('../country/', import.meta.url);

/** Reads the demo country that comes with the simulator. */
export function loadCountry(): Country {
  const organisations = rowsOf<{ id: string; kind: string }>('organisations');
  const routes = byId(rowsOf<Route>('routes'));
  for (const route of drillRoutes(routes)) routes.set(route.id, route);
  return {
    routes,
    zones: byId(rowsOf<Zone>('zones')),
    gates: rowsOf<CountryGate>('gates'),
    sealIds: rowsOf<{ id: string }>('seals').map(({ id }) => id),
    carrierIds: organisations.filter(({ kind }) => kind === 'carrier').map(({ id }) => id),
    operators: operators(),
  };
}

function operators(): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { id, operatorId } of rowsOf<{ id: string; operatorId?: string }>('facilities'))
    if (operatorId !== undefined) places.set(operatorId, [...(places.get(operatorId) ?? []), id]);
  return places;
}

/** A place inside a zone to drive to: a circle's centre, or the mean of the outer ring's corners. */
export function middleOf({ geometry }: Zone): LatLon {
  if (geometry.type === 'Circle') return geometry.center;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates[0]!;
  const corners = rings[0]!.slice(1);
  const mean = (i: 0 | 1) => corners.reduce((sum, corner) => sum + corner[i], 0) / corners.length;
  return { lon: mean(0), lat: mean(1) };
}

function drillRoutes(routes: ReadonlyMap<string, Route>): Route[] {
  const drills = read('drill-routes') as DrillRoutes;
  return drills.routes.map(({ of, ...own }) => ({ ...routes.get(of)!, ...own, rules: drills.rules }));
}

function rowsOf<T>(name: string): T[] {
  return read(name) as T[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
