import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  containerCheckDigit,
  HOUR,
  type GeoPosition,
  type Instant,
  type Route,
  type Zone,
} from '@haidang/domain';
import { insertCredentials, insertDevices, migrate, proofOf } from '@haidang/store';
import type { Pool } from 'pg';
import { SENDER, sealId } from './generator/packets.js';

/** Corridors with fewer points would be cheaper to evaluate than real ones. */
const MIN_POINTS = 200;
/** Transits under way since before the oldest backlog. */
const DEPARTED = 71 * HOUR;
const OWNER = 'BENU';

interface Facility {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly place: { readonly lat: number; readonly lon: number };
}

/** The demo country as the bench uses it: its zones, and its routes of 200 points and more. */
export interface World {
  readonly facilities: readonly Facility[];
  readonly zones: readonly Zone[];
  readonly routes: readonly Route[];
  /** The middle of each route: what the load moves along. Seal n belongs to line n modulo their number. */
  readonly lines: readonly (readonly GeoPosition[])[];
}

export function loadWorld(): World {
  const routes = country<Route[]>('routes').filter((route) => line(route).length >= MIN_POINTS);
  if (routes.length === 0) throw new Error(`no route of the demo country has ${String(MIN_POINTS)} points`);
  return {
    facilities: country<Facility[]>('facilities'),
    zones: country<Zone[]>('zones'),
    routes,
    lines: routes.map(line),
  };
}

/**
 * Brings a database to the platform's schema and registers the country and the seals, each closing a container on a
 * transit of its own that is under way. Straight into the tables: through REST it would take minutes at 100,000.
 */
export async function register(
  pool: Pool,
  world: World,
  seals: readonly number[],
  now: Instant,
): Promise<void> {
  await migrate(pool, { chunkHours: 24 });
  await admitSender(pool);
  const rows = (list: readonly object[]): [string] => [JSON.stringify(list)];
  await pool.query(
    `insert into facilities (id, name, kind, lat, lon)
     select f->>'id', f->>'name', f->>'kind', (f->'place'->>'lat')::float8, (f->'place'->>'lon')::float8
     from jsonb_array_elements($1::jsonb) f`,
    rows(world.facilities),
  );
  await pool.query(
    `insert into zones (id, name, kind, geometry, calendar)
     select z->>'id', z->>'name', z->>'kind', z->'geometry', z->'calendar' from jsonb_array_elements($1::jsonb) z`,
    rows(world.zones),
  );
  await pool.query(
    `insert into routes (id, name, from_id, to_id, legs, rules)
     select r->>'id', r->>'name', r->>'from', r->>'to', r->'legs', r->'rules' from jsonb_array_elements($1::jsonb) r`,
    rows(world.routes),
  );
  await registerSeals(pool, world, seals, now);
  await pool.query('analyze');
}

/** The load's server, and the organisation whose all seals are. */
async function admitSender(pool: Pool): Promise<void> {
  const { name, secret } = SENDER;
  await pool.query(`insert into organisations (id, name, kind) values ($1, 'Bench', 'carrier')`, [name]);
  await insertDevices(pool, [{ name, kind: 'forwarder', subject: name }]);
  await insertCredentials(pool, [{ id: randomUUID(), device: name, proof: proofOf(secret) }]);
}

async function registerSeals(
  pool: Pool,
  world: World,
  seals: readonly number[],
  now: Instant,
): Promise<void> {
  const ids = seals.map(sealId);
  await pool.query(
    'insert into seals (id, interval_s, organisation_id) select id, 30, $2 from unnest($1::text[]) id',
    [ids, SENDER.name],
  );
  await pool.query(
    `insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, departed_at)
     select 'T-' || s.id, 'T-' || s.id, 'D-' || s.id, 'transit', r.from_id, r.to_id, '51R-' || right(s.id, 5), r.id, 'in_transit', $3
     from unnest($1::text[], $2::text[]) s(id, route) join routes r on r.id = s.route`,
    [ids, seals.map((n) => world.routes[n % world.routes.length]!.id), new Date(now - DEPARTED)],
  );
  await pool.query(
    `insert into transit_steps (transit_id, step, at)
     select 'T-' || id, step, $2 from unnest($1::text[]) id, (values ('seal'), ('depart')) steps(step)`,
    [ids, new Date(now - DEPARTED)],
  );
  await pool.query(
    `insert into transit_containers (transit_id, position, number, seal_id)
     select 'T-' || id, 0, number, id from unnest($1::text[], $2::text[]) s(id, number)`,
    [ids, seals.map(containerNumber)],
  );
}

function country<T>(name: string): T {
  const file = new URL(`../../../firmware-sim/country/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function line(route: Route): GeoPosition[] {
  return route.legs.flatMap((leg) => [...leg.line.coordinates]);
}

function containerNumber(n: number): string {
  const firstTen = OWNER + String(n).padStart(6, '0');
  return firstTen + String(containerCheckDigit(firstTen));
}

/** `count` numbers from `first` on. */
export function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
