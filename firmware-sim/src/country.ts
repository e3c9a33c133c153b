import { readFileSync } from 'node:fs';
import type { LatLon, Route, Zone } from '@haidang/domain';

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
}

const FOLDER = new URL('../country/', import.meta.url);

/** Reads the demo country that comes with the simulator. */
export function loadCountry(): Country {
  const organisations = read<{ id: string; kind: string }>('organisations');
  return {
    routes: byId(read<Route>('routes')),
    zones: byId(read<Zone>('zones')),
    gates: read<CountryGate>('gates'),
    sealIds: read<{ id: string }>('seals').map(({ id }) => id),
    carrierIds: organisations.filter(({ kind }) => kind === 'carrier').map(({ id }) => id),
  };
}

/** A place inside a zone to drive to: a circle's centre, or the mean of the outer ring's corners. */
export function middleOf({ geometry }: Zone): LatLon {
  if (geometry.type === 'Circle') return geometry.center;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates[0]!;
  const corners = rings[0]!.slice(1);
  const mean = (i: 0 | 1) => corners.reduce((sum, corner) => sum + corner[i], 0) / corners.length;
  return { lon: mean(0), lat: mean(1) };
}

function read<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as T[];
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
