import { readFileSync } from 'node:fs';
import { parseInstant, type Fix, type Instant } from '@haidang/domain';
import { fixOf } from '@haidang/testkit';
import { groupBy } from './group-by.js';
import { CAPMETRO } from './shared-data.js';

/** What one bus drove under one trip of the timetable, in the order of time. */
export interface Trip {
  readonly id: string;
  readonly bus: string;
  readonly route: string;
  /** The line's name and way, such as `7-Duval / Dove Springs-NB`. */
  readonly headsign: string;
  readonly fixes: readonly Fix[];
}

/** One bus and its whole evening. */
export interface Bus {
  readonly id: string;
  readonly routes: ReadonlySet<string>;
  /** In the order of time; `seq` counts them, as a device would. */
  readonly fixes: readonly Fix[];
  /** The same fixes in the order in which the file tells of them. */
  readonly arrivals: readonly Fix[];
}

export interface Evening {
  readonly buses: readonly Bus[];
  readonly trips: readonly Trip[];
}

interface Row {
  readonly bus: string;
  readonly time: Instant;
  readonly fix: Fix;
  readonly trip: Omit<Trip, 'fixes'>;
}

/**
 * The recorded evening. One fix is one distinct (bus, time); a row that repeats one names another trip for it. The feed
 * goes on naming a trip after the next has begun, so each fix belongs to the trip named last: of those that name it, the
 * one whose first row is the latest. No fix belongs to two.
 */
export function readEvening(): Evening {
  const rows = readFileSync(CAPMETRO, 'utf8').trimEnd().split('\n').slice(1).map(toRow);
  const byBus = groupBy(rows, ({ bus }) => bus);
  const evenings = [...byBus].map(([id, own]) => eveningOf(id, own));
  return { buses: evenings.map(({ bus }) => bus), trips: evenings.flatMap(({ trips }) => trips) };
}

function toRow(line: string): Row {
  const [bus, timestamp, speed, route, id, lat, lon, headsign] = line.split(',') as [
    ...[string, string, string, string, string, string, string, string],
  ];
  const time = parseInstant(timestamp)!;
  const place = { lat: Number(lat), lon: Number(lon) };
  const fix = fixOf(time, place, { accuracy: null, speed: Number(speed) * 3.6, heading: null });
  return { bus, time, fix, trip: { id, bus, route, headsign: headsign.trim() } };
}

function eveningOf(id: string, rows: readonly Row[]): { bus: Bus; trips: Trip[] } {
  const times = [...new Set(rows.map(({ time }) => time))].sort((a, b) => a - b);
  const seqOf = new Map(times.map((time, seq) => [time, seq]));
  const fixes = new Map<Instant, Fix>();
  for (const { time, fix } of rows) if (!fixes.has(time)) fixes.set(time, { ...fix, seq: seqOf.get(time)! });
  const sorted = times.map((time) => fixes.get(time)!);
  const routes = new Set(rows.map(({ trip }) => trip.route));
  return { bus: { id, routes, fixes: sorted, arrivals: [...fixes.values()] }, trips: tripsOf(rows, fixes) };
}

function tripsOf(rows: readonly Row[], fixes: ReadonlyMap<Instant, Fix>): Trip[] {
  const named = [...groupBy(rows, ({ trip }) => trip.id).values()]
    .map((own) => ({ trip: own[0]!.trip, times: new Set(own.map(({ time }) => time)) }))
    .sort((a, b) => Math.min(...a.times) - Math.min(...b.times));
  const owner = new Map(named.flatMap(({ trip, times }) => [...times].map((time) => [time, trip.id])));
  return named.map(({ trip, times }) => {
    const own = [...times].filter((time) => owner.get(time) === trip.id).sort((a, b) => a - b);
    return { ...trip, fixes: own.map((time) => fixes.get(time)!) };
  });
}
