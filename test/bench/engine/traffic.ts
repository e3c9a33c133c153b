import type { Fix, GeoPosition, Instant, Leg, Metres, Millis } from '@haidang/domain';
import { decodeFixes, Rejection } from '@haidang/wire';
import { chance, type Chance } from './chance.js';
import { HALF_WIDTH, moved } from './country.js';

/** Fixes of one transit are this far apart. */
export const INTERVAL: Millis = 30_000;
const START: Instant = Date.UTC(2026, 10, 22);
/** The engine believes a first position once a second agrees: of these rounds none comes late. */
export const FIRST_ROUNDS = 2;
/** One fix in so many comes late, overtaken by up to `MOST_OVERTAKEN` later ones of its transit. */
const LATE = 80;
const MOST_OVERTAKEN = 4;
/** How far the receivers err, and how near the corridor's edge those on it drive. */
const NOISE: Metres = 15;
const EDGE: Metres = 40;
/** A vehicle in its port stays this near the port's centre, to either side. */
const YARD: Metres = 450;

/** A fix as it comes in. */
export interface Arrival {
  readonly transit: number;
  readonly fix: Fix;
  readonly isLate: boolean;
}

/** `rounds` fixes of every transit in the order in which they come in: one of each transit, then the next of each. */
export function traffic(roads: readonly Leg[], rounds: number): Arrival[] {
  const arrivals: Arrival[][] = Array.from({ length: rounds }, () => []);
  for (const [transit, road] of roads.entries()) {
    const draw = chance(4_000_000 + transit);
    const drive = driver(transit, road.line.coordinates, draw);
    for (let round = 0; round < rounds; round++) {
      const fix = fixAt(drive(), round, START + round * INTERVAL);
      const overtaken = draw() < 1 / LATE ? 1 + Math.floor(draw() * MOST_OVERTAKEN) : 0;
      const isLate = overtaken > 0 && round >= FIRST_ROUNDS && round + overtaken < rounds;
      arrivals[isLate ? round + overtaken : round]!.push({ transit, fix, isLate });
    }
  }
  return arrivals.flat();
}

/** True for what lies within 50 m of where the corridor ends, seen from either side. */
export function isNearEdge(distance: Metres): boolean {
  return Math.abs(distance - HALF_WIDTH) <= 50;
}

/** Where a transit's vehicle is, one fix after the other: a quarter stay in their port, an eighth drive along the edge. */
function driver(transit: number, line: readonly GeoPosition[], draw: Chance): () => GeoPosition {
  const either = (most: Metres): Metres => (2 * draw() - 1) * most;
  if ((transit + Math.floor(transit / 100)) % 4 === 0)
    return () => moved(line[0]!, either(YARD), either(YARD));
  const aside = transit % 8 === 1 ? HALF_WIDTH : 0;
  const noise = aside > 0 ? EDGE : NOISE;
  let at = draw() * (line.length - 1);
  let ahead = 1;
  return () => {
    at += ahead * (1 + draw());
    if (at >= line.length - 1 || at <= 0) {
      ahead = -ahead;
      at = Math.min(line.length - 1.001, Math.max(0, at));
    }
    const i = Math.floor(at);
    const [a, b] = [line[i]!, line[i + 1]!];
    const here: GeoPosition = [a[0] + (at - i) * (b[0] - a[0]), a[1] + (at - i) * (b[1] - a[1])];
    const along = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const left = aside + either(noise);
    return moved(here, -left * Math.sin(along), left * Math.cos(along));
  };
}

function fixAt([lon, lat]: GeoPosition, seq: number, time: Instant): Fix {
  return {
    seq,
    time,
    lat,
    lon,
    accuracy: 12,
    speed: 31,
    heading: 90,
    satellites: 9,
    battery: 87,
    charging: false,
    lock: 'locked',
    events: 0,
    card: null,
    buffered: false,
  };
}

/** The fix as the platform decodes it from a seal's message: the shape that V8 gives it there is the one that is measured, made where it comes in. */
export function asDecoded(fix: Fix): Fix {
  const message = { ...fix, time: new Date(fix.time).toISOString(), events: [] };
  const decoded = decodeFixes(Buffer.from(JSON.stringify(message)), fix.time);
  if (decoded instanceof Rejection || decoded.fixes.length !== 1) throw new Error('a fix is not taken');
  return decoded.fixes[0]!;
}
