import { MINUTE, type GeoPosition, type Leg, type Metres, type Millis } from '@haidang/domain';
import type { Trip } from './evening.js';
import { groupBy } from './group-by.js';

/**
 * To either side of what the training trips drew. A bus is heard of every two minutes, so one trip's line cuts corners;
 * several trips, heard of at other places, round each corner off. Of the fixes judged 99 in 100 lie within 122 m of the
 * lines. Little hangs on the number: with 200 m and with 400 m the evening gives the same alarms.
 */
export const HALF_WIDTH: Metres = 250;

/** Past this nothing is known of the way between two fixes: a leg ends before it. The median step is two minutes. */
const LONGEST_STEP: Millis = 3 * MINUTE;

/** With fewer trips to learn from, one chord across a corner is all there is of a street. */
export const ENOUGH_TRIPS = 4;

/** A route's trips: those its corridor is drawn from, and those that are judged by it. */
export interface Learnt {
  readonly route: string;
  readonly training: readonly Trip[];
  readonly judged: readonly Trip[];
  readonly legs: readonly Leg[];
}

/** Which half of the trips draws the corridors; the other is judged. */
export type Half = 0 | 1;

/**
 * Every second trip of each headsign, by departure, draws the corridor, and the others are judged by it: so each way and
 * each variant a headsign names is learnt all evening, and no fix is judged by itself. With the halves changed about
 * every trip is judged once.
 */
export function learn(trips: readonly Trip[], half: Half): Learnt[] {
  return [...groupBy(trips, ({ route }) => route)].map(([route, own]) => {
    const drawn = own.filter(({ fixes }) => fixes.length > 0);
    const ways = [...groupBy(drawn, ({ headsign }) => headsign).values()].map((way) =>
      way.toSorted((a, b) => a.fixes[0]!.time - b.fixes[0]!.time || a.id.localeCompare(b.id)),
    );
    const training = ways.flatMap((way) => way.filter((_, i) => i % 2 === half));
    const judged = ways.flatMap((way) => way.filter((_, i) => i % 2 !== half));
    return { route, training, judged, legs: training.flatMap(legsOf) };
  });
}

export function isWellLearnt({ training, judged, legs }: Learnt): boolean {
  return training.length >= ENOUGH_TRIPS && judged.length > 0 && legs.length > 0;
}

/**
 * What a trip drew, a leg for each stretch without a long silence. A corridor is the union of its legs, so a route with
 * variants is one corridor with the legs of each.
 */
function legsOf({ fixes }: Trip): Leg[] {
  const lines: GeoPosition[][] = [];
  let heard: Millis = -Infinity;
  for (const { time, lat, lon } of fixes) {
    if (time - heard > LONGEST_STEP) lines.push([]);
    heard = time;
    const line = lines.at(-1)!;
    const last = line.at(-1);
    if (last?.[0] !== lon || last?.[1] !== lat) line.push([lon!, lat!]);
  }
  return lines
    .filter((line) => line.length > 1)
    .map((coordinates) => ({
      line: { type: 'LineString', coordinates },
      halfWidth: HALF_WIDTH,
      stops: [],
      checkpoints: [],
    }));
}
